from django.core.exceptions import ValidationError

from inquiries.models import Inquiry


def held(inquiry):
    """The row as it is now, nobody else's until the transaction ends; what `inquiry` was changed to is not on it.

    Raises ValidationError for one whose sender was erased: it can only be read.
    """
    row = Inquiry.objects.select_for_update(of=("self",)).get(pk=inquiry.pk)
    if row.erased_at:
        raise ValidationError("个人信息已清除，这条咨询只能查看。")
    return row


def store(row, inquiry, *names):
    """Save these columns of a held `row` and no others, and let `inquiry` have them too."""
    row.save(update_fields=[*names, "updated_at"])
    for name in {*names, "updated_at", "closed_at", "due_on", "stage_since"}:
        setattr(inquiry, name, getattr(row, name))
