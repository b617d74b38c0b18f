from django import template
from django.urls import reverse

from inquiries.masking import mask_name
from inquiries.matching import inquiries_for

register = template.Library()


@register.inclusion_tag("admin/inquiries/fitting.html")
def fitting_inquiries(listing, user):
    """The open inquiries `listing` would answer, for whoever may view inquiries; names for whoever works on them."""
    if not user.has_perm("inquiries.view_inquiry"):
        return {}
    inquiries, count = inquiries_for(listing, user)
    may_see_contact = user.has_perm("inquiries.change_inquiry")
    return {
        "count": count,
        "rows": [
            (one, one.contact_name if may_see_contact else mask_name(one.contact_name)) for one in inquiries
        ],
        "all": f"{reverse('admin:inquiries_inquiry_changelist')}?fits={listing.pk}",
    }
