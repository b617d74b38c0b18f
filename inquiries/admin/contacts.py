"""Who sent an inquiry, to those who work on it; to those who only look, enough to tell two of them apart."""

from django.contrib import admin

from inquiries import phones
from inquiries.masking import mask_email, mask_name, mask_word

# What tells who somebody is, and what those see who may not know it; of an officer his name, not his login.
MASKED = {
    "officer": "officer_shown",
    "contact_name": "contact_masked",
    "phone_shown": "phone_masked",
    "wechat": "wechat_masked",
    "email": "email_masked",
}


def may_see_contact(request):
    """Who works on inquiries sees whom to call; who only looks (an auditor) does not."""
    return request.user.has_perm("inquiries.change_inquiry")


def masked(names):
    """A list of fields, some of them grouped in tuples, with those of a person masked."""
    return [tuple(masked(name)) if isinstance(name, tuple) else MASKED.get(name, name) for name in names]


class MaskedContacts:
    """Before StaffAdmin: lists, forms and searches that show nobody more than he may know."""

    def get_list_display(self, request):
        names = super().get_list_display(request)
        return names if may_see_contact(request) else masked(names)

    def get_fieldsets(self, request, obj=None):
        sets = super().get_fieldsets(request, obj)
        if obj is None or may_see_contact(request):
            return sets
        return [(name, options | {"fields": masked(options["fields"])}) for name, options in sets]

    def get_search_fields(self, request):
        """By what somebody may not read he may not search either."""
        contact = ["contact_name", "phone", "wechat", "email"] if may_see_contact(request) else []
        return ["reference", "company", *contact]

    def lookup_allowed(self, lookup, value, request):
        is_contact = lookup.split("__")[0] in ("contact_name", "phone", "wechat", "email")
        return super().lookup_allowed(lookup, value, request) and (not is_contact or may_see_contact(request))

    def get_changelist_instance(self, request):
        changelist = super().get_changelist_instance(request)
        who = "、联系人或电话" if may_see_contact(request) else ""
        changelist.search_help_text = f"按编号、企业{who}查找"
        return changelist

    @admin.display(description="手机")
    def phone_shown(self, inquiry):
        return phones.display(inquiry.phone)

    @admin.display(description="联系人")
    def contact_masked(self, inquiry):
        return mask_name(inquiry.contact_name)

    @admin.display(description="手机")
    def phone_masked(self, inquiry):
        return phones.mask(inquiry.phone)

    @admin.display(description="微信")
    def wechat_masked(self, inquiry):
        return mask_word(inquiry.wechat)

    @admin.display(description="邮箱")
    def email_masked(self, inquiry):
        return mask_email(inquiry.email)
