"""Claiming and assigning from the list, one by one and several at once."""

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Count
from django.http import Http404, HttpResponseNotAllowed
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.html import format_html, format_html_join

from inquiries.desk import assigning
from inquiries.models import Inquiry
from publishing.admin import change_link, staff_name
from publishing.admin.odd_input import is_number
from publishing.admin.placed import NOT_HERE
from publishing.people import called

from .tabs import tab_in

AT_ONCE, REASONS_TOLD = 500, 5


def written_holders(chosen):
    """Who has each: `12:3 15:`, in one field, since a post may hold only so many."""
    return " ".join(f"{one.pk}:{one.officer_id or ''}" for one in chosen)


def read_holders(text):
    """{inquiry: officer, or None where nobody had it}; what cannot be read is nobody's."""
    pairs = [part.partition(":") for part in text.split()]
    return {
        int(one): int(officer) if is_number(officer) else None for one, _, officer in pairs if is_number(one)
    }


def linked(inquiries):
    """The first of them by number, each leading to its page."""
    links = [(change_link(one, one.reference),) for one in inquiries[:REASONS_TOLD]]
    more = " 等" if len(inquiries) > REASONS_TOLD else ""
    return format_html("{}{}", format_html_join("、", "{}", links), more)


class AssignForm(forms.Form):
    officer = forms.ChoiceField(
        label="负责人",
        error_messages={"required": "请选择负责人。", "invalid_choice": "没有这位专员，请重新选择。"},
    )

    def __init__(self, data=None):
        super().__init__(data, label_suffix="")
        self.officers = {str(one.pk): one for one in assigning.officers().order_by("last_name", "username")}
        open_ones = Inquiry.objects.open().filter(officer__in=self.officers).order_by()
        busy = dict(open_ones.values_list("officer").annotate(Count("pk")))
        choices = [
            (key, f"{staff_name(one)}（未结 {busy.get(one.pk, 0)} 条）") for key, one in self.officers.items()
        ]
        self.fields["officer"].choices = [("", "请选择"), *choices]

    def clean_officer(self):
        return self.officers[self.cleaned_data["officer"]]


class Given:
    """Before StaffAdmin: the button of each row in 待认领, and what is done with the ticked ones."""

    actions = ["claim_chosen", "assign_chosen"]

    def get_urls(self):
        view = self.admin_site.admin_view(self.claim_view)
        return [path("<path:object_id>/claim/", view, name="inquiries_inquiry_claim"), *super().get_urls()]

    def get_list_display(self, request):
        """What nobody has is there to be taken, and has no officer to show."""
        names = super().get_list_display(request)
        if tab_in(request) != "pool":
            return names
        claim = ["claim_button"] if self.has_change_permission(request) else []
        rest = [name for name in names if name != "officer_shown"]
        return [*rest[:2], *claim, *rest[2:]]

    def has_assign_permission(self, request):
        return request.user.has_perm(assigning.RIGHT_TO_ASSIGN)

    @admin.display(description="认领")
    def claim_button(self, inquiry):
        """Sends the list's own form, with its token, to another address: no script is needed."""
        return format_html(
            '<button type="submit" formaction="{}" class="button row-button" aria-label="认领 {}">认领</button>',
            reverse("admin:inquiries_inquiry_claim", args=[inquiry.pk]),
            inquiry.reference,
        )

    def claim_view(self, request, object_id):
        """To the inquiry, now his; where it is not, back to the pool, or with `?back=inquiry` to where it was asked."""
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        inquiry = self.get_object(request, object_id) if is_number(object_id) else None
        if inquiry is None:
            raise Http404(NOT_HERE)
        if not self.has_change_permission(request, inquiry):
            raise PermissionDenied
        try:
            assigning.claim(inquiry, request.user)
        except ValidationError as refused:
            words = f"没有认领 {inquiry.reference}：{refused.messages[0]}"
            self.message_user(request, words, messages.WARNING)
        else:
            self.message_user(request, f"已认领 {inquiry.reference}，请在办理期限前联系企业。")
            return redirect("admin:inquiries_inquiry_change", inquiry.pk)
        if request.GET.get("back") == "inquiry":
            return redirect("admin:inquiries_inquiry_change", inquiry.pk)
        return redirect(f"{reverse('admin:inquiries_inquiry_changelist')}?tab=pool")

    @admin.action(description="认领", permissions=["change"])
    def claim_chosen(self, request, queryset):
        if chosen := self.few_enough(request, queryset):
            user = request.user
            self.each(
                request, chosen, lambda one: assigning.claim(one, user), "认领了 {} 条咨询。", "没有认领"
            )

    @admin.action(description="分派给…", permissions=["assign"])
    def assign_chosen(self, request, queryset):
        """Asks to whom; the answer comes back here with the same rows ticked, and who was seen to have each."""
        chosen = self.few_enough(request, queryset)
        if not chosen:
            return None
        form = AssignForm(request.POST if "officer" in request.POST else None)
        if not form.is_valid() or "had" not in request.POST:
            return self.ask_for_officer(request, chosen, form)
        officer, had = form.cleaned_data["officer"], read_holders(request.POST["had"])

        def give(one):
            assigning.assign(one, officer, request.user, had=had.get(one.pk))

        self.each(request, chosen, give, f"把 {{}} 条咨询分派给了{called(officer)}。", "没有分派")
        return None

    def ask_for_officer(self, request, chosen, form):
        context = self.admin_site.each_context(request) | {
            "title": "分派咨询",
            "opts": self.opts,
            "chosen": chosen,
            "form": form,
            "had": written_holders(chosen),
            "tick_name": ACTION_CHECKBOX_NAME,
            "address": request.get_full_path(),
        }
        return TemplateResponse(request, "admin/inquiries/inquiry/assign.html", context)

    def few_enough(self, request, queryset):
        """What was ticked, with what has left the list meanwhile: of each of them the verb says why not."""
        if request.POST.get("select_across") != "1":
            ticked = set(request.POST.getlist(ACTION_CHECKBOX_NAME))
            queryset = Inquiry.objects.changeable_by(request.user).filter(pk__in=ticked)
            if gone := len(ticked) - Inquiry.objects.visible_to(request.user).filter(pk__in=ticked).count():
                words = f"有 {gone} 条已不归您负责的地区经办，没有改动。"
                self.message_user(request, words, messages.WARNING)
        chosen = list(queryset.select_related("officer", "place__parent")[: AT_ONCE + 1])
        if len(chosen) > AT_ONCE:
            words = f"一次最多处理 {AT_ONCE} 条，请先用筛选缩小范围。什么也没有改动。"
            self.message_user(request, words, messages.WARNING)
            return []
        return chosen

    def each(self, request, chosen, verb, done, not_done):
        """Runs `verb` on each, and says what was done and what was not, and why."""
        good, refused = [], []
        for one in chosen:
            try:
                verb(one)
                good.append(one)
            except ValidationError as error:
                refused.append(f"{one.reference}（{error.messages[0].rstrip('。')}）")
        if good:
            self.message_user(
                request, format_html("{}：{}。", done.format(len(good)).rstrip("。"), linked(good))
            )
        if refused:
            more = f"等 {len(refused)} 条" if len(refused) > REASONS_TOLD else ""
            words = f"{not_done}：{'、'.join(refused[:REASONS_TOLD])}{more}。"
            self.message_user(request, words, messages.WARNING)
