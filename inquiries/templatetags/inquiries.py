from django import template
from django.urls import reverse

from inquiries.masking import mask_name
from inquiries.matching import inquiries_for

register = template.Library()


@register.inclusion_tag("admin/inquiries/fitting.html")
def fitting_inquiries(listing, user):
    """The open inquiries `listing` would answer, for whoever may view inquiries; their senders by masked names."""
    if not user.has_perm("inquiries.view_inquiry"):
        return {}
    inquiries, count = inquiries_for(listing, user)
    return {
        "count": count,
        "rows": [(one, mask_name(one.contact_name)) for one in inquiries],
        "all": f"{reverse('admin:inquiries_inquiry_changelist')}?fits={listing.pk}",
    }
