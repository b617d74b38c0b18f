"""An inquiry comes in: by the site's form, entered by staff, out of a table."""

from django.db import transaction
from django.utils import timezone

from inquiries.models import StageChange
from inquiries.notices.announcing import announce

from . import assigning


@transaction.atomic
def received(inquiry, person=None, is_news=True):
    """To be called once, in the transaction that stores a new `inquiry`; `person` is who entered it, if staff did.

    Its first step is written down: from then on it can be answered, whatever day a table says it came in. It is given to whom the rules name, unless it has an officer already, and that
    one, or the pool, is told; not of a whole table, where it `is_news` to nobody.
    """
    StageChange.objects.create(inquiry=inquiry, stage_to=inquiry.stage, person=person, at=inquiry.stage_since)
    changed = {}
    if inquiry.stage != inquiry.Stage.NEW and inquiry.responded_at is None:
        changed["responded_at"] = timezone.now()  # entered by who has talked to the investor
    if inquiry.officer_id and inquiry.assigned_at is None:
        changed["assigned_at"] = timezone.now()
    if changed:
        vars(inquiry).update(changed)
        inquiry.save(update_fields=list(changed))
    if not inquiry.officer_id and not inquiry.is_closed:
        assigning.give_by_rule(inquiry)
    if is_news and not inquiry.is_closed:
        announce("received", inquiry, by=person)
