"""What a merger may have carried from one investor's inquiry to another's.

Between different numbers nothing of the kind is carried any more. What was stays the other one's: no sender is shown
it as his own, and it ends with the data of whom it came from.
"""

from .desk import chains
from .masking import mask_email, mask_word
from .models import Inquiry
from .saying import is_his_own, is_settled

MASKS = {"company": mask_word, "job_title": mask_word, "wechat": mask_word, "email": mask_email}


def in_doubt(inquiry):
    """{column: what its sender is shown instead} where `inquiry` has a word from the office that another's has too.

    Nothing where that other wrote it himself, the masked word where nobody can tell.
    """
    names = [name for name in MASKS if is_settled(inquiry, name)]
    rows = of_other_people(inquiry) if names else []
    words = {}
    for name in names:
        same = [row for row in rows if getattr(row, name) == getattr(inquiry, name)]
        if same:
            is_theirs = any(is_his_own(row, name) for row in same)
            words[name] = "" if is_theirs else MASKS[name](getattr(inquiry, name))
    return words


def take_back(inquiry):
    """From the inquiries of other people what they have from this one. Hold them all before."""
    for other in of_other_people(inquiry):
        names = [name for name in MASKS if came_from(inquiry, other, name)]
        for name in names:
            setattr(other, name, "")
        if names:  # with the moment: a form opened before would write it back
            other.save(update_fields=[*names, "updated_at"])


def came_from(inquiry, other, name):
    """A company is the name of two colleagues' house: only what its sender wrote is his, and a contract needs it."""
    if not getattr(other, name) or getattr(other, name) != getattr(inquiry, name) or is_his_own(other, name):
        return False
    return name != "company" or (is_his_own(inquiry, name) and other.stage not in Inquiry.UNDER_CONTRACT)


def of_other_people(inquiry):
    """What is or was merged with it and came from another number, or from none, not yet erased."""
    rows = chains.ever_merged_with(inquiry)
    return [row for row in rows[1:] if not row.erased_at and not (row.phone and row.phone == inquiry.phone)]
