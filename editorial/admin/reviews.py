"""审核: the queue of each reviewer, a page for each review, and the 审签单."""

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponseNotAllowed
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.html import format_html

from articles.models import Article
from editorial import reviewing
from editorial.checking import findings_for, parted
from editorial.comparing import compare, whole
from editorial.models import Review, Step, Version
from editorial.models.reviews import is_reviewer, level_name
from editorial.reviewing import NotYours, Refused
from publishing.admin import OnlyShown, StaffAdmin, dot, moment, staff_name
from publishing.admin.odd_input import is_number

from .reviewing import refusal, said_of, words_in

PENDING = Review.State.PENDING
TEXTS = [
    *("article__body", "article__summary", "policy__summary", "policy__body", "policy__interpretation"),
    *("policy__audience", "policy__conditions", "policy__support"),
    *("article__district__intro", "article__district__parent__intro"),
    *("policy__district__intro", "policy__district__parent__intro"),
]


QUEUES = {
    "mine": "待我审",
    "asked": "我送审的",
    "returned": "退回给我的",
    "pending": "全部审核中",
    "closed": "已办结",
}


def queue_in(request):
    """The queue that the list's address names, or one's own."""
    named = request.GET.get("queue")
    return named if named in QUEUES else "mine" if is_reviewer(request.user) else "pending"


class QueueFilter(admin.SimpleListFilter):
    """Takes `?queue=` for its own: the queues stand as tabs above the list, which is narrowed by `get_queryset`."""

    title = "哪些"
    parameter_name = "queue"

    def lookups(self, request, model_admin):
        return list(QUEUES.items())

    def has_output(self):
        return False

    def queryset(self, request, queryset):
        return queryset


def queue_of(person, reviews, name):
    if name == "mine":
        return reviews.waiting_for(person)
    if name == "asked":
        return reviews.pending().filter(submitted_by=person)
    if name == "returned":
        return reviews.returned_last().filter(submitted_by=person)
    if name == "pending":
        return reviews.pending()
    return reviews.exclude(state=PENDING)


@admin.register(Review)
class ReviewAdmin(OnlyShown, StaffAdmin):
    change_list_template = "admin/editorial/review_list.html"
    nothing_listed = "现在没有要审的。送审的内容会排在这里。"
    list_display = ["title", "kind", "channel", "district", "turn", "asked_by", "asked_at", "state_dot"]
    list_display_links = ["title"]
    list_filter = [QueueFilter]
    list_select_related = [
        *("article__channel", "article__district__parent", "policy__district__parent", "submitted_by"),
    ]
    list_defer = TEXTS
    search_fields = ["article__title", "policy__title"]
    search_help_text = "按标题查找"

    def get_queryset(self, request):
        rows = super().get_queryset(request)
        is_list = request.resolver_match.url_name == "editorial_review_changelist"
        return queue_of(request.user, rows, queue_in(request)) if is_list else rows

    def get_ordering(self, request):
        """What waits longest first; what is done newest first."""
        return ["-submitted_at", "-pk"] if queue_in(request) == "closed" else ["submitted_at", "pk"]

    def changelist_view(self, request, extra_context=None):
        shown = queue_in(request)
        queues = [
            {"name": words, "address": f"?queue={name}", "is_shown": name == shown}
            for name, words in QUEUES.items()
        ]
        return super().changelist_view(request, {"queues": queues} | (extra_context or {}))

    @admin.display(description="标题")
    def title(self, review):
        return review.item.title

    @admin.display(description="种类")
    def kind(self, review):
        return review.item._meta.verbose_name

    @admin.display(description="栏目")
    def channel(self, review):
        return review.article.channel if review.article else None

    @admin.display(description="地区")
    def district(self, review):
        return review.item.district

    @admin.display(description="审级", ordering="level")
    def turn(self, review):
        return f"{review.level_name}（{review.level}/{review.levels}）"

    @admin.display(description="送审人", ordering="submitted_by")
    def asked_by(self, review):
        return staff_name(review.submitted_by)

    @admin.display(description="送审时间", ordering="submitted_at")
    def asked_at(self, review):
        return moment(review.submitted_at)

    @admin.display(description="状态", ordering="state")
    def state_dot(self, review):
        return dot(review.state, review.get_state_display())

    # --- The page of one review

    def get_urls(self):
        view, own = self.admin_site.admin_view, []
        for what in DECISIONS:
            address = f"<int:number>/{what}/"
            own.append(path(address, view(self.decide_view), {"what": what}, f"editorial_review_{what}"))
        sheet = path("<int:number>/sheet/", view(self.sheet_view), name="editorial_review_sheet")
        return [*own, sheet, *super().get_urls()]

    def find(self, request, number):
        """The review; None where there is none that one may see."""
        review = self.get_object(request, str(number)) if is_number(str(number)) else None
        if review and not self.has_view_permission(request, review):
            raise PermissionDenied
        return review

    def missing(self, request, number):
        return self._get_obj_does_not_exist_redirect(request, self.opts, str(number))

    def change_view(self, request, object_id, form_url="", extra_context=None):
        review = self.find(request, object_id)
        if review is None:
            return self.missing(request, object_id)
        context = self.admin_site.each_context(request) | page_of(review) | own_part(review, request.user)
        context |= since_returned(review)
        context |= {"opts": self.opts, "title": "审核", "subtitle": review.item.title}
        context |= checked(review, request.user)
        return TemplateResponse(request, "admin/editorial/review_page.html", context)

    def sheet_view(self, request, number):
        review = self.find(request, number)
        if review is None:
            return self.missing(request, number)
        return TemplateResponse(request, "admin/editorial/review_sheet.html", page_of(review))

    def decide_view(self, request, number, what):
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        review = self.find(request, number)
        if review is None:
            return self.missing(request, number)
        seen = request.POST.get("level", "")
        review.level = int(seen) if is_number(seen) else 0
        try:
            said = DECISIONS[what](review, request.user, words_in(request))
        except NotYours as refused:
            return refusal(request, self.admin_site, str(refused))
        except Refused as refused:
            self.message_user(request, str(refused), messages.ERROR)
            return redirect(self.address(review))
        self.message_user(request, self.with_next(request, said) if what in DECIDED else said)
        self.log_action(request, [review.item], f"审核：{Step.Action(STEPS[what]).label}。")
        return redirect(self.after(request, review, what))

    def address(self, review):
        return reverse("admin:editorial_review_change", args=[review.pk])

    def after(self, request, review, what):
        """Back to the text after a word or a recall, to the queue after a decision: never by itself to the next text,
        whose button would lie under a second click.
        """
        if what == "recall":
            return address_of_item(review.item)
        return reverse("admin:editorial_review_changelist") if what in DECIDED else self.address(review)

    def with_next(self, request, said):
        """`said` and the way to the text that has waited longest."""
        waiting = Review.objects.waiting_for(request.user).order_by("submitted_at", "pk").first()
        return format_html('{} <a href="{}">审下一篇</a>', said, self.address(waiting)) if waiting else said


def checked(review, person):
    """What the checker says of the version under review, and what its author left for a reason."""
    if review.state != PENDING:
        return {}
    findings = findings_for(review.item, review.version.content, person)
    standing, dismissed = parted(review.item, findings)
    return {"findings": standing, "dismissed": dismissed}


def address_of_item(item, what="change"):
    return reverse(f"admin:articles_{item._meta.model_name}_{what}", args=[item.pk])


def passed(review, person, words):
    level = review.level
    review = reviewing.pass_(review, person, words)
    done = level_name(level, review.levels)
    if review.state == PENDING:
        return f"“{title_of(review)}”{done}已通过，转{review.level_name}。"
    return f"“{title_of(review)}”{done}已通过。{said_of(fresh(review.item))}"


def title_of(review):
    return review.version.content["title"]


def fresh(item):
    return type(item)._default_manager.get(pk=item.pk)


def returned(review, person, words):
    reviewing.return_(review, person, words)
    return f"已退回“{title_of(review)}”，送审人会看到原因。"


def recalled(review, person, words):
    reviewing.recall(review, person)
    return "已撤回送审，可以修改了。"


def commented(review, person, words):
    reviewing.comment(review, person, words)
    return "批注已记下。"


DECISIONS = {"pass": passed, "return": returned, "recall": recalled, "comment": commented}
STEPS = {"pass": "passed", "return": "returned", "recall": "recalled", "comment": "commented"}
DECIDED = {"pass", "return"}


def page_of(review):
    """What the page and the sheet of a review both tell."""
    item, version = review.item, review.version
    steps = list(review.steps.select_related("review"))
    base = review.base if review.base_id != review.version_id else None
    return {
        "review": review,
        "item": item,
        "noun": item._meta.verbose_name,
        "content": version.content,
        "reference": f"审签〔{review.submitted_at:%Y}〕{review.pk}号",
        "base": base,
        "differences": compare(base.content, version.content, type(item))
        if base
        else whole(version.content, type(item)),
        "steps": steps,
        "before": list(steps_before(review)),
        "levels": levels_of(review, steps),
        "writers": "、".join(map(staff_name, review.writers.order_by("pk"))),
    }


def levels_of(review, steps):
    """Each level with the step that passed it, and whether it is the one that waits."""
    passed_at = {step.level: step for step in steps if step.action == Step.Action.PASSED}
    return [
        {
            "name": level_name(level, review.levels),
            "step": passed_at.get(level),
            "is_next": review.state == PENDING and level == review.level,
            "is_returned": review.state == Review.State.RETURNED and level == review.level,
        }
        for level in range(1, review.levels + 1)
    ]


def released_before(review):
    """When the item's text before this one went live; None where none did."""
    earlier = Version.objects.of(review.item).filter(went_live_at__lt=review.submitted_at)
    return earlier.order_by("-went_live_at").values_list("went_live_at", flat=True).first()


def steps_before(review):
    """What happened on the desk to this text, not released yet, before it was handed in this time."""
    steps = Step.objects.of(review.item).filter(happened_at__lt=review.submitted_at).exclude(review=review)
    if since := released_before(review):
        steps = steps.filter(happened_at__gt=since).exclude(action=Step.Action.PUBLISHED)
    return steps.select_related("review")


def returned_before(review):
    """The review in which this text was returned last, if it was."""
    returned = Review.objects.of(review.item).filter(state=Review.State.RETURNED, pk__lt=review.pk)
    if since := released_before(review):
        returned = returned.filter(closed_at__gt=since)
    return returned.select_related("version").order_by("-pk").first()


def since_returned(review):
    last = returned_before(review)
    if last is None:
        return {}
    return {
        "returned": last,
        "mended": compare(last.version.content, review.version.content, type(review.item)),
    }


def own_part(review, person):
    """What the page offers to who looks at it."""
    is_pending, item = review.state == PENDING, review.item
    why_not = reviewing.why_not_decide(person, review) if is_pending else ""
    return {
        "is_pending": is_pending,
        "may_decide": is_pending and not why_not,
        "why_not": why_not if is_reviewer(person) else "",
        "may_recall": is_pending and reviewing.may_recall(person, review),
        "item_address": address_of_item(item),
        "preview_address": f"{address_of_item(item, 'preview')}?version={review.version.number}",
        "history": earlier_steps(review),
        "planned": planned_of(review) if is_pending else None,
    }


def planned_of(review):
    """The time yet to come at which the text asks to be public."""
    stated = Article._meta.get_field("published_at").to_python(review.version.content.get("published_at"))
    return stated if stated and stated > timezone.now() and not review.item.is_published else None


def earlier_steps(review):
    """What happened to the item otherwise: its other reviews, withdrawals, releases."""
    return (
        Step.objects.of(review.item)
        .exclude(review=review)
        .select_related("review")
        .order_by("-happened_at", "-pk")[:50]
    )
