"""What the pages of places share."""

from parks.facets import Found, facets_of, total_of
from parks.needs import needs_of, relaxed
from publishing.paging import CARDS, canonical, page_of


def directory(request, form, rows):
    """The context of a directory: the page of `rows` (as cards show them) that `form` asks for, and its facets."""
    facets = facets_of(form)
    form.offer(facets)
    page = page_of(Found(form, rows, facets.total), request.GET.get("page"), CARDS)
    return {
        "page": page,
        "filter_form": form,
        "needs": needs_of(form),
        "relaxed": [] if facets.total else relaxed(form, total_of),
    }


def place_address(request, page, form, **subject):
    """The canonical address of a directory's page: what search engines may know it by."""
    district = form.cleaned_data.get("district")
    return canonical(request.path, page, district=district.slug if district else "", **subject)


def district_trail(district):
    above = [(one.name, one.get_absolute_url()) for one in district.lineage()]
    return [("首页", "/"), ("地区", "/districts/"), *above]
