"""How to reach who sent an inquiry or a submission: masked on every screen, in full on one click that is written down."""

from django.contrib import admin
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpResponseNotAllowed, JsonResponse, QueryDict
from django.urls import path, reverse
from django.utils.html import format_html
from django.utils.safestring import mark_safe

from audit.models import Entry
from audit.recording import note
from inquiries import phones
from inquiries.masking import mask_email, mask_name, mask_word
from publishing.admin.odd_input import is_number
from publishing.admin.placed import NOT_HERE

BUTTON = mark_safe('<button class="button small" type="submit" form="show-contact">显示联系方式</button>')


def dialled(item):
    address, number = phones.href(item.phone), phones.display(item.phone)
    return format_html('<a href="{}" data-number>{}</a>', address, number) if address else number


def swapped(names, other):
    """A list of fields, some of them grouped in tuples, with those that `other` names another way."""
    return [
        tuple(swapped(name, other)) if isinstance(name, tuple) else other.get(name, name) for name in names
    ]


class HiddenContacts:
    """Before StaffAdmin: lists and forms that mask whom to call, and the one address that tells it.

    `CONTACTS`: which column stands for which field. `SPELLED`: each field as it is written out and as it is masked.
    """

    CONTACTS = {}
    SPELLED = {}
    FILLED_BY_STAFF = ()  # open while empty; filled, masked like the rest
    LINKED_BY = ()  # columns that links to the list name, beyond those of its filters

    def get_urls(self):
        view = self.admin_site.admin_view(self.contact_view)
        return [path("<path:object_id>/contact/", view, name=self._url_of("contact")), *super().get_urls()]

    def _url_of(self, what):
        return f"{self.opts.app_label}_{self.opts.model_name}_{what}"

    def contact_view(self, request, object_id):
        """An entry of the trail each time. A script is told the values alone; without one comes the page with them."""
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        item = self.get_object(request, object_id) if is_number(object_id) else None
        if item is None:
            raise Http404(NOT_HERE)
        if not self.may_see_contact(request, item):
            raise PermissionDenied
        note(Entry.Action.VIEW, item, request=request)
        if "application/json" in request.headers.get("Accept", ""):
            told = {name: write(item) for name, (write, _) in self.SPELLED.items()}
            return JsonResponse(told | {"dial": phones.href(item.phone)})
        return self._page_with_contact(request, item)

    def _page_with_contact(self, request, item):
        """The form as it opens, this once; what is saved there goes where it always goes."""
        request.method, request.POST, request.tells_contact = "GET", QueryDict(), True
        address = reverse(f"admin:{self._url_of('change')}", args=[item.pk])
        return self.changeform_view(request, str(item.pk), address)

    def may_see_contact(self, request, item):
        """Who works on it: not an auditor, not a district that it is only offered to."""
        return self.has_change_permission(request, item)

    def get_object(self, request, object_id, from_field=None):
        item = super().get_object(request, object_id, from_field)
        if item is not None:
            item.tells_contact = getattr(request, "tells_contact", False)
        return item

    def get_list_display(self, request):
        return swapped(super().get_list_display(request), self.CONTACTS)

    def get_fieldsets(self, request, obj=None):
        sets = super().get_fieldsets(request, obj)
        if obj is None:
            return sets
        may_fill = self.has_change_permission(request, obj)
        empty = [name for name in self.FILLED_BY_STAFF if may_fill and not getattr(obj, name)]
        other = {name: column for name, column in self.CONTACTS.items() if name not in empty}
        return [(title, options | {"fields": swapped(options["fields"], other)}) for title, options in sets]

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        if obj is not None and obj.pk and not obj.erased_at and self.may_see_contact(request, obj):
            context["contact_address"] = reverse(f"admin:{self._url_of('contact')}", args=[obj.pk])
            obj.offers_contact = not obj.tells_contact
        if obj is not None and obj.pk:
            context["contacts"] = self.contacts_masked(obj)
        if obj is not None and obj.pk and request.user.has_perm("audit.view_entry"):
            trail = reverse("admin:audit_entry_changelist")
            context["trail_address"] = f"{trail}?q={obj.reference}"
        return super().render_change_form(
            request, context, add=add, change=change, form_url=form_url, obj=obj
        )

    def contacts_masked(self, item):
        return {name: getattr(self, shown)(item) for name, shown in self.CONTACTS.items()}

    def may_find_people(self, request):
        """By what somebody may never read he may not search either."""
        return self.has_change_permission(request)

    def get_search_results(self, request, queryset, search_term):
        """A number is found whole, however it is typed: nobody guesses a masked one digit by digit."""
        if not self.may_find_people(request):
            return super().get_search_results(request, queryset, search_term)
        try:
            return queryset.filter(phones.same_number(phones.normalise(search_term.strip()))), False
        except ValidationError:
            return super().get_search_results(request, queryset, search_term)

    def lookup_allowed(self, lookup, value, request):
        """What the list's own filters and our links ask for: Django would let every column be guessed at, shown or not."""
        columns, words = {*self.LINKED_BY, self.date_hierarchy}, set()
        for one in self.get_list_filter(request):
            if hasattr(one, "parameter_name"):
                words.add(one.parameter_name)
            else:
                columns.add(one if isinstance(one, str) else one[0])
        asked_for = lookup in words or lookup.split("__")[0] in columns
        return asked_for and super().lookup_allowed(lookup, value, request)

    def contact(self, item, name):
        """In full where it was asked for; else masked, in a place the script can fill."""
        write, mask = self.SPELLED[name]
        if not getattr(item, name):
            return ""
        if getattr(item, "tells_contact", False):
            return dialled(item) if name == "phone" else write(item)
        return format_html('<span data-contact="{}">{}</span>', name, mask(getattr(item, name)))

    def offered(self, item):
        return BUTTON if getattr(item, "offers_contact", False) else ""


class MaskedContacts(HiddenContacts):
    """The same for inquiries; before the rest of their screen."""

    CONTACTS = {
        "contact_name": "contact_masked",
        "phone": "phone_masked",
        "phone_shown": "phone_masked",
        "wechat": "wechat_masked",
        "email": "email_masked",
    }
    SPELLED = {
        "contact_name": (lambda one: one.contact_name, mask_name),
        "phone": (lambda one: phones.display(one.phone), phones.mask),
        "wechat": (lambda one: one.wechat, mask_word),
        "email": (lambda one: one.email, mask_email),
    }
    FILLED_BY_STAFF = ("wechat", "email")
    LINKED_BY = ("entry_page", "source_page")  # from the figures

    def get_fieldsets(self, request, obj=None):
        """Of an officer those who only look on see the name, not the login."""
        sets = super().get_fieldsets(request, obj)
        if obj is None or self.has_change_permission(request, obj):
            return sets
        named = {"officer": "officer_shown"}
        return [(title, options | {"fields": swapped(options["fields"], named)}) for title, options in sets]

    def get_search_fields(self, request):
        """Names and accounts whole: what is masked cannot be guessed at letter by letter."""
        people = ["=contact_name", "=wechat", "=email"] if self.may_find_people(request) else []
        return ["reference", "company", *people]

    def get_changelist_instance(self, request):
        changelist = super().get_changelist_instance(request)
        people = "；联系人、手机要写全" if self.may_find_people(request) else ""
        changelist.search_help_text = f"按编号、企业查找{people}"
        return changelist

    @admin.display(description="手机")
    def phone_masked(self, inquiry):
        return format_html("{} {}", self.contact(inquiry, "phone"), self.offered(inquiry))

    @admin.display(description="联系人")
    def contact_masked(self, inquiry):
        return self.contact(inquiry, "contact_name")

    @admin.display(description="微信")
    def wechat_masked(self, inquiry):
        return self.contact(inquiry, "wechat")

    @admin.display(description="邮箱")
    def email_masked(self, inquiry):
        return self.contact(inquiry, "email")
