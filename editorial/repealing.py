"""废止: a policy ends on a day, another may take its place. A fact about the document, not a change of its text.

So it is written into the row at once, and into every version that could still go live over it, as a withdrawal is.
"""

from django.db import transaction

from articles.models.repeals import of_the_end
from parks.models.contradictions import refuse

from . import versioning
from .contents import content_of
from .models import Version
from .reviewing import NotYours, is_his, may_withdraw

FACTS = ("repealed_on", "superseded_by")


@transaction.atomic
def repeal(policy, day, successor, person):
    """`policy` as it is then; without a day the repeal is taken back. Raises NotYours, and ValidationError with the
    fields' names for what contradicts itself.
    """
    policy = versioning.locked(policy)
    if not (may_withdraw(person, policy) and is_his(policy, person)):
        raise NotYours("您的角色不能废止这份文件。")
    versioning.keep_row(policy)
    policy.repealed_on, policy.superseded_by = day, successor
    refuse(of_the_end(policy))
    policy.save(update_fields=[*FACTS, "updated_at"])
    say_in_versions(policy)
    return policy


def say_in_versions(policy):
    """The version that is live, and those after it."""
    shown, said = versioning.live(policy), content_of(policy)
    facts = {name: said[name] for name in FACTS}
    versions = Version.objects.of(policy)
    for version in versions.filter(number__gte=shown.number) if shown else versions:
        version.content |= facts
        version.save(update_fields=["content"])
