"""引用待更新: the list of pages that cite what holds no longer, and how one is closed."""

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.helpers import ActionForm
from django.db.models import Exists, OuterRef

from articles.models import Citation, PolicyDocument
from editorial.tasks import all_tasks, finish, reopen
from parks.models import District
from publishing.admin import OnlyShown, StaffAdmin, change_link, dot, staff_name
from publishing.richtext import printable


class NotedActionForm(ActionForm):
    """With room for a word that goes with the action."""

    note = forms.CharField(label="说明", required=False, max_length=200)


class DoneFilter(admin.SimpleListFilter):
    title = "处理"
    parameter_name = "done"

    def lookups(self, request, model_admin):
        return [("yes", "已处理"), ("all", "全部")]

    def choices(self, changelist):
        """The open ones stand for “all” of other lists."""
        first, *rest = super().choices(changelist)
        return [first | {"display": "待处理"}, *rest]

    def queryset(self, request, queryset):
        if self.value() == "all":
            return queryset
        return queryset.filter(is_done=self.value() == "yes")


def tasks_of(request):
    return all_tasks().visible_to(request.user).order_by()


class PolicyFilter(admin.SimpleListFilter):
    title = "失效的政策"
    parameter_name = "policy"

    def lookups(self, request, model_admin):
        """Asked policy by policy, up to the first citation of each: of a hundred times as many none is read twice."""
        cited = Exists(tasks_of(request).filter(policy=OuterRef("pk")))
        policies = PolicyDocument.objects.no_longer_valid().filter(cited)
        return [(str(pk), title) for pk, title in policies.values_list("pk", "title")]

    def queryset(self, request, queryset):
        value = self.value() or ""
        return queryset.filter(policy=int(value)) if value.isdecimal() and len(value) < 19 else queryset


class PlaceFilter(admin.SimpleListFilter):
    title = "地区"
    parameter_name = "district"

    def lookups(self, request, model_admin):
        places = tasks_of(request).exclude(article__district=None)
        held = District.objects.with_above(
            places.values_list("article__district__path", flat=True).distinct()
        )
        return [(one.slug, f"{'　' * (len(one.slugs) - 1)}{one.name}") for one in held]

    def queryset(self, request, queryset):
        chosen = District.objects.filter(slug=self.value() or "").first()
        if not chosen:
            return queryset
        return queryset.filter(article__district__in=District.objects.numbers_within(chosen))


@admin.register(Citation)
class TaskAdmin(OnlyShown, StaffAdmin):
    """Not to be added, changed or deleted: the articles and policies say what there is."""

    list_display = ["article_title", "policy_title", "ended", "replaced_by", "place", "done"]
    list_display_links = None
    list_filter = [DoneFilter, PolicyFilter, PlaceFilter]
    list_select_related = [
        *("article__district__parent", "policy__superseded_by", "task__person"),
    ]
    list_defer = [
        *("article__body", "policy__body", "policy__interpretation"),
        *("policy__superseded_by__body", "policy__superseded_by__interpretation"),
    ]
    ordering = ["-policy__repealed_on", "-policy__valid_until", "policy", "-article__published_at", "pk"]
    search_fields = ["article__title", "policy__title", "policy__document_number"]
    search_help_text = "按文章标题、政策标题或文号查找"
    actions = ["finish_chosen", "reopen_chosen"]
    action_form = NotedActionForm
    nothing_listed = "没有待更新的引用。"

    def get_queryset(self, request):
        return all_tasks().visible_to(request.user).defer(*self.list_defer).order_by(*self.ordering)

    def has_module_permission(self, request):
        return self.has_view_permission(request)

    def has_view_permission(self, request, obj=None):
        return request.user.has_perm("articles.view_article")

    def has_finish_permission(self, request):
        return request.user.has_perm("articles.change_article")

    @admin.display(description="文章", ordering="article__title")
    def article_title(self, citation):
        return change_link(citation.article, citation.article.title)

    @admin.display(description="引用的政策", ordering="policy__title")
    def policy_title(self, citation):
        return change_link(citation.policy, citation.policy.title)

    @admin.display(description="失效", ordering="since")
    def ended(self, citation):
        return dot(citation.policy.validity, f"{citation.policy.validity.label} {citation.since:%Y-%m-%d}")

    @admin.display(description="替代文件")
    def replaced_by(self, citation):
        successor = citation.policy.superseded_by
        return change_link(successor, successor.title) if successor else ""

    @admin.display(description="地区", ordering="article__district__path")
    def place(self, citation):
        return citation.article.district

    @admin.display(description="处理")
    def done(self, citation):
        if not citation.is_done:
            return dot("draft", "待处理")
        return f"{staff_name(citation.task.person) or '（账号已删除）'}：{citation.task.note}"

    @admin.action(description="标为已处理（写明说明）", permissions=["finish"])
    def finish_chosen(self, request, queryset):
        note = printable(request.POST.get("note", ""))[:200].strip()
        if not note:
            self.message_user(request, "请在“说明”里写明为什么不用改，再标为已处理。", messages.WARNING)
            return
        chosen = list(queryset)
        count = finish(queryset, request.user, note)
        self.log_action(
            request, [one.article for one in chosen if not one.is_done], f"引用待更新已处理：{note}"
        )
        self.message_user(request, f"已处理 {count} 条。")

    @admin.action(description="重新列为待处理", permissions=["finish"])
    def reopen_chosen(self, request, queryset):
        self.message_user(request, f"{reopen(queryset)} 条重新列为待处理。")
