"""The part of an article's or policy's screen that leads it through review: states, buttons, bulk actions."""

from collections import Counter

from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.admin.templatetags.admin_urls import add_preserved_filters
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.shortcuts import redirect, render
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.html import format_html_join
from django.utils.safestring import mark_safe

from editorial import reviewing, versioning
from editorial.contents import DATES
from editorial.models import Step, Version
from editorial.models.reviews import FINAL
from editorial.reviewing import Refused
from editorial.standing import CHOICES, in_standing, standings
from publishing.admin import StateFilter, dot, moment
from publishing.admin.odd_input import is_number
from publishing.models import Publishable
from publishing.richtext import printable

LONGEST_WORDS, SHOWN = 2000, 20
IN_REVIEW = "审核中，撤回后可以修改。"
State = Publishable.State


class StandingFilter(StateFilter):
    def lookups(self, request, model_admin):
        return CHOICES

    def queryset(self, request, queryset):
        return in_standing(queryset, self.value())


def words_in(request, name="words"):
    """What was typed, without what no database keeps."""
    return printable(request.POST.get(name, ""))[:LONGEST_WORDS].strip()


def refusal(request, site, sentence):
    """The page for who asks for what is not his to do."""
    context = site.each_context(request) | {"title": "没有权限", "sentence": sentence}
    return render(request, "admin/403.html", context, status=403)


class WithStandings:
    """A list whose rows know where they stand, however many there are."""

    def get_results(self, request):
        super().get_results(request)
        self.result_list = list(self.result_list)
        known = standings(self.result_list)
        for item in self.result_list:
            item.standing = known[item.pk]


class ReviewedAdmin:
    """Screens of what goes through reviewers before it is public."""

    actions = ["submit_chosen", "publish_chosen", "withdraw_chosen"]

    # --- The list

    def get_changelist(self, request, **kwargs):
        base = super().get_changelist(request, **kwargs)
        return type(base.__name__, (WithStandings, base), {})

    def get_list_filter(self, request):
        return [StandingFilter if one is StateFilter else one for one in super().get_list_filter(request)]

    @admin.display(description="状态", ordering="published_at")
    def state_dot(self, item):
        standing = item.standing
        words = [*standing.words]
        if item.state == State.SCHEDULED:
            words.insert(1, moment(item.published_at))
        return dot(standing.tone, format_html_join(mark_safe("<br>"), "{}", ((line,) for line in words)))

    @admin.action(description="送审", permissions=["change"])
    def submit_chosen(self, request, queryset):
        self.do_with_each(request, queryset, submit_one, "已送审", "送审。")

    @admin.action(description="免审发布", permissions=["publish"])
    def publish_chosen(self, request, queryset):
        self.do_with_each(request, queryset, publish_one, "已发布", "发布。")

    @admin.action(description="撤下", permissions=["withdraw"])
    def withdraw_chosen(self, request, queryset):
        reason = words_in(request, "reason")
        if not reason:
            return self.ask_why(request, queryset)

        def withdraw_one(person, item):
            if not item.is_out:
                raise Refused("原本就不公开")
            reviewing.withdraw(item, person, reason)

        return self.do_with_each(request, queryset, withdraw_one, "已撤下", f"撤下：{reason}")

    def do_with_each(self, request, queryset, do, done, logged):
        """`do(person, item)`, each by itself; what is refused stays as it is, and the message says how many and why."""
        changed, left = [], Counter()
        for item in queryset:
            try:
                do(request.user, item)
            except Refused as refused:
                left[str(refused).removesuffix("。")] += 1
            else:
                changed.append(item)
        self.log_action(request, changed, logged)
        reasons = "".join(f"{count} 条{sentence}，未作改动。" for sentence, count in left.items())
        self.report(request, f"{done} {len(changed)} 条。", reasons)

    def ask_why(self, request, queryset):
        """The page that asks for the reason of a withdrawal; it comes back to the list's action."""
        across = request.POST.get("select_across") == "1"
        context = self.admin_site.each_context(request) | {
            "title": "撤下",
            "opts": self.opts,
            "items": queryset[:SHOWN],
            "more": max(queryset.count() - SHOWN, 0),
            "chosen": [] if across else request.POST.getlist(ACTION_CHECKBOX_NAME),
            "across": across,
            "back": request.get_full_path(),
            "is_empty": "reason" in request.POST,
        }
        return TemplateResponse(request, "admin/editorial/review_withdraw.html", context)

    # --- Rights

    def has_withdraw_permission(self, request):
        return self.has_publish_permission(request) or request.user.has_perm(FINAL)

    def has_change_permission(self, request, obj=None):
        """What is in review nobody changes."""
        return super().has_change_permission(request, obj) and not self.review_of(request, obj)

    def review_of(self, request, item):
        """The review of `item` that runs, asked for once a request."""
        if getattr(item, "pk", None) is None:
            return None
        known = request.__dict__.setdefault("_in_review", {})
        if item.pk not in known:
            known[item.pk] = reviewing.pending_of(item)
        return known[item.pk]

    def get_readonly_fields(self, request, obj=None):
        """Who may not publish proposes the dates; they hold when the last reviewer has passed the text."""
        own = {*self.readonly_fields}
        return [one for one in super().get_readonly_fields(request, obj) if one in own or one not in DATES]

    # --- Saving

    def after_recorded(self, request, item, version):
        """Called in the transaction that kept `version`: it is handed in or released as the pressed button says.

        Nothing is kept while a review runs, also one that began since the screen was opened.
        """
        super().after_recorded(request, item, version)
        row = versioning.locked(item)
        if reviewing.pending_of(row):
            raise Refused(IN_REVIEW)
        if "_submit" in request.POST:
            self.submit_saved(request, version)
        elif self.is_released_by(request, row, version):
            row = reviewing.publish_directly(version, request.user, now="_publish" in request.POST)
            self.message_user(request, said_of(row))

    def submit_saved(self, request, version):
        """What is refused is not handed in; saved it stays."""
        try:
            with transaction.atomic():
                review = reviewing.submit(version, request.user)
        except Refused as refused:
            self.message_user(request, f"没有送审：{refused}", messages.ERROR)
            request.was_refused = True
        else:
            self.message_user(request, f"已送审，待{review.level_name}。")

    def response_post_save_add(self, request, obj):
        answer = super().response_post_save_add(request, obj)
        return self.back_to_mend(request, obj) or answer

    def response_post_save_change(self, request, obj):
        answer = super().response_post_save_change(request, obj)
        return self.back_to_mend(request, obj) or answer

    def back_to_mend(self, request, item):
        """What was saved and not handed in is opened again, with what was found."""
        if not getattr(request, "was_refused", False):
            return None
        filters = {"preserved_filters": self.get_preserved_filters(request), "opts": self.opts}
        return redirect(add_preserved_filters(filters, self.address_of("change", item)))

    def is_released_by(self, request, row, version):
        """Whether a publisher released it, by the button or by giving a date to what is not public yet."""
        if not reviewing.may_publish(request.user, row):
            return False
        if "_publish" in request.POST:
            return True
        if version.author_id != request.user.pk or not version.content.get("published_at"):
            return False
        if row.state == State.SCHEDULED:
            return version.went_live_at is None
        before = Version.objects.of(row).filter(number__lt=version.number).newest_first().first()
        proposed = before and before.content.get("published_at")
        return row.state == State.DRAFT and version.content["published_at"] != proposed

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        """What the desk refuses is said on the form, opened again as it is now; what was typed is offered there."""
        try:
            if request.method == "POST" and object_id and is_number(object_id):
                self.refuse_in_review(request, object_id)
            return super().changeform_view(request, object_id, form_url, extra_context)
        except Refused as refused:
            item = self.get_object(request, object_id) if object_id else None
            kept = self.keep_typed(request, item)
            words = f"{refused}{'您写的文字已自动保存，可以修改时在这里恢复。' if kept else ''}"
            self.message_user(request, words, messages.ERROR)
            return redirect(request.path)

    def refuse_in_review(self, request, object_id):
        item = self.get_queryset(request).filter(pk=object_id).first()
        if item and self.has_view_permission(request, item) and self.review_of(request, item):
            raise Refused(IN_REVIEW)

    # --- The form

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        response = super().render_change_form(
            request, context, add=add, change=change, form_url=form_url, obj=obj
        )
        open_to_changes = not self.review_of(request, obj)
        shown = response.context_data
        shown["show_publish"] = open_to_changes and self.has_publish_permission(request)
        shown["show_submit"] = open_to_changes
        if obj and obj.pk:
            shown["desk"] = self.desk_of(request, obj)
        return response

    def desk_of(self, request, item):
        """What the panel above the form shows and offers to who looks at it."""
        row = self.model._default_manager.get(pk=item.pk)
        standing = standings([row])[row.pk]
        review, person = standing.review, request.user
        steps = Step.objects.of(row).select_related("review").order_by("-happened_at", "-pk")
        return {
            "standing": standing,
            "review": review,
            "steps": list(steps[:SHOWN]),
            "withdrawn": standing.was_withdrawn and steps.filter(action=Step.Action.WITHDRAWN).first(),
            "returned": review and not standing.is_pending and last_return(review),
            "why_not": review and standing.is_pending and reviewing.why_not_decide(person, review),
            "may_recall": review and standing.is_pending and reviewing.may_recall(person, review),
            "may_withdraw": row.is_out
            and reviewing.may_withdraw(person, row)
            and super().has_change_permission(request, row),
            "withdraw_address": self.address_of("withdraw", row),
        }

    def address_of(self, what, item):
        return reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_{what}", args=[item.pk])

    # --- Withdrawing one

    def get_urls(self):
        name = f"{self.opts.app_label}_{self.opts.model_name}_withdraw"
        view = self.admin_site.admin_view(self.withdraw_view)
        return [path("<int:number>/withdraw/", view, name=name), *super().get_urls()]

    def withdraw_view(self, request, number):
        item = self.get_object(request, str(number)) if is_number(str(number)) else None
        if item is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, str(number))
        if not self.has_view_permission(request, item):
            raise PermissionDenied
        item = self.model._default_manager.get(pk=item.pk)
        if not super().has_change_permission(request, item) or not reviewing.may_withdraw(request.user, item):
            return refusal(request, self.admin_site, "撤下由终审或站长办理。")
        if request.method == "POST" and (reason := words_in(request, "reason")):
            return self.withdraw_this(request, item, reason)
        context = self.admin_site.each_context(request) | {
            "title": "撤下",
            "opts": self.opts,
            "items": [item],
            "back": self.address_of("change", item),
            "is_empty": request.method == "POST",
        }
        return TemplateResponse(request, "admin/editorial/review_withdraw.html", context)

    def withdraw_this(self, request, item, reason):
        try:
            reviewing.withdraw(item, request.user, reason)
        except Refused as refused:
            self.message_user(request, str(refused), messages.ERROR)
        else:
            self.log_action(request, [item], f"撤下：{reason}")
            self.message_user(request, "已撤下，所有公开页面上都看不到了。")
        return redirect(self.address_of("change", item))


def submit_one(person, item):
    reviewing.submit(versioning.latest(item) or versioning.keep_row(item), person)


def publish_one(person, item):
    if item.is_published and not versioning.pending(item):
        raise Refused("原已公开")
    reviewing.publish_directly(versioning.latest(item) or versioning.keep_row(item), person, now=True)


def said_of(row):
    if row.state == State.SCHEDULED:
        return f"已定时，{moment(row.published_at)} 自动公开。"
    return "已发布，网站上现在就能看到。"


def last_return(review):
    return review.steps.filter(action=Step.Action.RETURNED).last()
