"""Who answers for a district, among those with an account."""

from django.contrib.auth.models import User

BACKEND = "django.contrib.auth.backends.ModelBackend"


def people_of(district):
    """Who works on inquiries and is bound to `district` or one above it; where there is nobody, who assigns them."""
    bound = able("inquiries.change_inquiry").filter(remits__district__path__in=paths_above(district))
    people = list(bound.distinct().order_by("pk"))
    return people or list(assigners())


def assigners():
    """Who gives out what nobody has, bound to no district."""
    return able("inquiries.assign_inquiry").filter(remits=None).order_by("pk")


def able(right):
    return User.objects.with_perm(right, backend=BACKEND).filter(is_staff=True)


def paths_above(district):
    """`tianjin/`, `tianjin/wuqing/`: the district's own path and all it lies below."""
    parts = district.path.rstrip("/").split("/") if district else []
    return ["/".join(parts[:length]) + "/" for length in range(1, len(parts) + 1)]
