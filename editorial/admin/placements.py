"""推荐位: what stands where, now and next, and the ways to put an article there."""

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.widgets import AdminSplitDateTime
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Case, Count, Prefetch, Value, When
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.html import format_html, format_html_join

from articles.models import Article, Placement
from parks.models import District
from publishing.admin import StaffAdmin, change_link, dot, moment
from publishing.admin.odd_input import SuggestedOne
from publishing.admin.screens import refuse_odd_years
from publishing.placing import remit_of

Slot, State = Placement.Slot, Placement.State
TONES = {State.NOW: "published", State.COMING: "scheduled", State.OVER: "expired"}
AT_ONCE = 20
HOME_FIRST = Case(When(slot__in=Placement.HOME, then=Value(0)), default=Value(1))


# --- On the articles' screens


def with_placements(articles):
    """With what of their placements is not over, in one query for a list."""
    rows = Placement.objects.select_related("district").exclude(pk__in=Placement.objects.over())
    return articles.prefetch_related(Prefetch("placements", rows.order_by("starts_at"), to_attr="places"))


def placed_words(article):
    """首页头条, and what is to come with its day."""
    return "、".join(
        f"{one.where}（{timezone.localtime(one.starts_at):%m-%d}起）"
        if one.state == State.COMING
        else one.where
        for one in article.places
    )


def placed_links(article):
    if article is None or not article.pk:
        return "保存后可以推荐到首页或地区页面。"
    links = format_html_join("、", "{}", ((change_link(one, one.where),) for one in article.places))
    add = reverse("admin:articles_placement_add")
    return format_html('{} <a href="{}?article={}">推荐到…</a>', links, add, article.pk)


class PlacementFilter(admin.SimpleListFilter):
    title = "推荐位"
    parameter_name = "placed"

    def lookups(self, request, model_admin):
        return [*Slot.choices, ("coming", "即将展示"), ("none", "不在推荐位")]

    def queryset(self, request, queryset):
        rows = Placement.objects.order_by()
        if self.value() in Slot.values:
            return queryset.filter(pk__in=rows.current().filter(slot=self.value()).values("article"))
        if self.value() == "coming":
            return queryset.filter(pk__in=rows.coming().values("article"))
        if self.value() == "none":
            return queryset.exclude(pk__in=rows.current().values("article"))
        return queryset


class PlacingForm(forms.ModelForm):
    """Where several articles go, and from when to when."""

    class Meta:
        model = Placement
        fields = ["slot", "district", "starts_at", "ends_at"]
        field_classes = {"starts_at": forms.SplitDateTimeField, "ends_at": forms.SplitDateTimeField}
        widgets = {"starts_at": AdminSplitDateTime, "ends_at": AdminSplitDateTime}

    def __init__(self, *args, user, site, **kwargs):
        super().__init__(*args, label_suffix="", **kwargs)
        for name in ("starts_at", "ends_at"):
            self.fields[name].validators.append(refuse_odd_years)
        field = self.fields["district"]
        field.queryset = District.objects.visible_to(user).select_related("parent")
        field.widget = SuggestedOne(Placement._meta.get_field("district"), site)
        field.widget.choices = field.choices


class PlacedArticles:
    """Screens of articles from which some are put forward."""

    def get_actions(self, request):
        actions = super().get_actions(request)
        if request.user.has_perm("articles.add_placement"):
            actions["put_forward"] = (put_forward, "put_forward", "推荐到…")
        return actions


def put_forward(model_admin, request, queryset):
    """Leads to the form that asks where and how long."""
    keys = [str(key) for key in queryset.values_list("pk", flat=True)[: AT_ONCE + 1]]
    if len(keys) > AT_ONCE:
        model_admin.message_user(request, f"一次最多推荐 {AT_ONCE} 篇。", messages.WARNING)
        return None
    return redirect(f"{reverse('admin:articles_placement_several')}?articles={','.join(keys)}")


# --- The screens of the places themselves


class PlacementStateFilter(admin.SimpleListFilter):
    title = "时间"
    parameter_name = "state"

    def lookups(self, request, model_admin):
        return State.choices

    def queryset(self, request, queryset):
        return queryset.in_state(self.value()) if self.value() in State.values else queryset


@admin.register(Placement)
class PlacementAdmin(StaffAdmin):
    change_list_template = "admin/editorial/placements.html"
    list_display = ["article_title", "where", "state_dot", "begins", "ends", "position", "said_of_article"]
    list_display_links = ["article_title"]
    list_editable = ["position"]
    list_filter = ["slot", PlacementStateFilter]
    list_select_related = ["district__parent", "article__district"]
    list_defer = ["article__body"]
    ordering = [HOME_FIRST, "slot", "district__path", "position", "-starts_at", "-pk"]
    search_fields = ["article__title", "district__name"]
    search_help_text = "按文章标题或地区查找"
    autocomplete_fields = ["article", "district"]
    fields = ["article", ("slot", "district"), ("starts_at", "ends_at"), "position"]
    view_on_site = False

    def get_urls(self):
        several = path(
            "several/", self.admin_site.admin_view(self.several), name="articles_placement_several"
        )
        return [several, *super().get_urls()]

    def get_changeform_initial_data(self, request):
        initial = super().get_changeform_initial_data(request)
        return {"starts_at": timezone.now().replace(second=0, microsecond=0), **initial}

    def formfield_for_choice_field(self, db_field, request, **kwargs):
        field = super().formfield_for_choice_field(db_field, request, **kwargs)
        if db_field.name == "slot" and remit_of(request.user) is not None:
            field.choices = [choice for choice in field.choices if choice[0] not in Placement.HOME]
        return field

    @admin.display(description="文章", ordering="article__title")
    def article_title(self, placement):
        return placement.article.title

    @admin.display(description="推荐位", ordering="slot")
    def where(self, placement):
        return placement.where

    @admin.display(description="状态", ordering="starts_at")
    def state_dot(self, placement):
        return dot(TONES[placement.state], placement.state.label)

    @admin.display(description="开始", ordering="starts_at")
    def begins(self, placement):
        return moment(placement.starts_at)

    @admin.display(description="结束", ordering="ends_at")
    def ends(self, placement):
        return moment(placement.ends_at) or "一直展示"

    @admin.display(description="文章状态")
    def said_of_article(self, placement):
        return dot(placement.article.state, placement.article.state.label)

    def save_model(self, request, obj, form, change):
        super().save_model(request, obj, form, change)
        warn_of_crowds(request, [obj])

    def changelist_view(self, request, extra_context=None):
        board = board_for(self.get_queryset(request).select_related("district__parent", "article"))
        return super().changelist_view(request, {"board": board} | (extra_context or {}))

    def several(self, request):
        """Several articles to one place."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        articles = chosen_articles(request)
        if not articles:
            self.message_user(request, "没有选中文章。", messages.WARNING)
            return redirect("admin:articles_article_changelist")
        form = PlacingForm(
            request.POST or None,
            user=request.user,
            site=self.admin_site,
            initial=self.get_changeform_initial_data(request),
        )
        form.fields["slot"].choices = self.formfield_for_choice_field(
            Placement._meta.get_field("slot"), request
        ).choices
        if request.method == "POST" and form.is_valid() and (made := self.place(request, form, articles)):
            self.message_user(request, f"已推荐 {len(made)} 篇到{made[0].where}。", messages.SUCCESS)
            warn_of_crowds(request, made[-1:])
            return redirect("admin:articles_placement_changelist")
        context = self.admin_site.each_context(request) | {
            "title": "推荐到…", "opts": self.opts, "form": form, "articles": articles,
            "media": self.media + form.media,
        }  # fmt: skip
        return render(request, "admin/editorial/put_forward.html", context)

    def place(self, request, form, articles):
        """The new rows, in the order chosen; none, with the reason in `form`, where one may not stand there."""
        said = {name: form.cleaned_data[name] for name in form.fields}
        rows = [Placement(article=one, position=number, **said) for number, one in enumerate(articles)]
        for row in rows:
            try:
                row.clean()
            except ValidationError as refusal:
                form.add_error(None, f"《{row.article}》：{refusal.messages[0]}")
        if form.errors:
            return []
        with transaction.atomic():
            for row in rows:
                row.save()
                self.log_addition(request, row, "推荐。")
        return rows


def chosen_articles(request):
    """The articles named in the address, of those the person may see, in that order."""
    named = [
        int(one)
        for one in request.GET.get("articles", "")[:400].split(",")
        if one.isdecimal() and len(one) < 19
    ]
    found = Article.objects.visible_to(request.user).defer("body").in_bulk(named[:AT_ONCE])
    return [found[one] for one in dict.fromkeys(named) if one in found]


def warn_of_crowds(request, placements):
    for one in placements:
        beside = Placement.objects.beside(one).count()
        if beside >= one.room:
            words = f"这段时间{one.where}还有 {beside} 篇，页面上显示 {one.room} 篇，按排序取前面的。"
            messages.warning(request, words)


def board_for(rows):
    """Each place with what stands there, what comes, and how many are over: the home page's first."""
    current = list(rows.current().with_order().order_by("order", "-article__published_at", "-pk"))
    coming = list(rows.coming().order_by("starts_at", "position"))
    districts = sorted(
        {one.district for one in [*current, *coming] if one.district}, key=lambda one: one.path
    )
    everywhere = dict(Placement.objects.current().order_by().values_list("slot").annotate(Count("pk")))
    over = dict(rows.over().order_by().values_list("slot").annotate(Count("pk")))
    places = [(slot, None) for slot in Placement.HOME] + [(Slot.DISTRICT_LEAD, one) for one in districts]
    return [
        {
            "name": f"{slot.label}（{district.name}）" if district else slot.label,
            "room": Placement.ROOM[slot],
            "now": [one for one in current if (one.slot, one.district) == (slot, district)],
            "coming": [one for one in coming if (one.slot, one.district) == (slot, district)],
            "held_elsewhere": everywhere.get(slot, 0) if district is None else 0,
            "over": over.get(slot, 0) if district is None else 0,
            "slot": slot.value,
        }
        for slot, district in places
    ]
