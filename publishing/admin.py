"""What every staff screen shares, and the screens of the site's own settings."""

import logging
import re

from django import forms
from django.apps import apps
from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.admin.options import IS_POPUP_VAR, IncorrectLookupParameters
from django.contrib.admin.views.main import ChangeList
from django.contrib.admin.widgets import (
    AutocompleteSelect,
    AutocompleteSelectMultiple,
    RelatedFieldWidgetWrapper,
)
from django.http import QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html

from .models import FriendLink, Publishable, SiteSettings
from .richtext import LOOKS_LIKE_HTML, RichTextField, structure_text

logger = logging.getLogger(__name__)

BODY_HELP = "可以直接粘贴 Word 或微信里的文字，保存时自动分出标题、段落和列表；也可以写 HTML。"


class RichTextFormField(forms.CharField):
    """Plain text is given its headings, paragraphs and lists; HTML is left to the model field's cleaning."""

    def clean(self, value):
        value = super().clean(value)
        return value if not value or LOOKS_LIKE_HTML.search(value) else structure_text(value)


class StaffChangeList(ChangeList):
    """A list whose address may hold anything: what it can't read it says, where Django's own would fail.

    Django looks at a lookup's name before asking the database, but not at its value: `?title__regex=(`,
    `?published_at__year=9999`, `?title__range=a` or a number of thirty digits would be an error 500.
    Whatever fails with parameters is tried again without them, so that an error of ours still shows.
    """

    def __init__(self, request, *args, **kwargs):
        try:
            super().__init__(request, *args, **kwargs)
        except Exception as error:
            if not request.GET:
                raise
            logger.info("unreadable list address %s: %r", request.get_full_path(), error)
            raise IncorrectLookupParameters(error) from error

    def get_filters_params(self, params=None):
        """No patterns either: a bad one can keep a database busy for hours."""
        lookups = super().get_filters_params(params)
        if any(name.endswith("regex") for name in lookups):
            raise IncorrectLookupParameters("正则表达式不在筛选条件之内")
        return lookups


def is_number(text):
    """Whether `text` can be a row's number, so that every database may be asked for it."""
    return text.isdecimal() and len(text) < 19


class SuggestedValues:
    """Django's suggestions fail with error 500 when the form comes back with a value that is no number."""

    def optgroups(self, name, value, attr=None):
        return super().optgroups(name, [one for one in value if is_number(str(one))], attr)


class SuggestedOne(SuggestedValues, AutocompleteSelect):
    pass


class SuggestedMany(SuggestedValues, AutocompleteSelectMultiple):
    pass


class ChosenMany(forms.ModelMultipleChoiceField):
    def clean(self, value):
        if strange := [one for one in value or () if not is_number(str(one))]:
            raise forms.ValidationError(
                self.error_messages["invalid_pk_value"],
                code="invalid_pk_value",
                params={"pk": strange[0][:40]},
            )
        return super().clean(value)


class StaffFields:
    """How our forms and inlines ask."""

    formfield_overrides = {
        RichTextField: {
            "form_class": RichTextFormField,
            "widget": forms.Textarea(attrs={"class": "rich-text", "rows": 24}),
            "help_text": BODY_HELP,
        },
    }

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        if db_field.name in self.get_autocomplete_fields(request):
            kwargs.setdefault("widget", SuggestedOne(db_field, self.admin_site))
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def formfield_for_manytomany(self, db_field, request, **kwargs):
        kwargs.setdefault("form_class", ChosenMany)
        if db_field.name in self.get_autocomplete_fields(request):
            kwargs.setdefault("widget", SuggestedMany(db_field, self.admin_site))
        return super().formfield_for_manytomany(db_field, request, **kwargs)

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        """Without the four coloured signs beside every choice: a district is not made while writing."""
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field and isinstance(field.widget, RelatedFieldWidgetWrapper):
            field.widget = field.widget.widget
        return field


class StaffTabularInline(StaffFields, admin.TabularInline):
    extra = 0


class StaffStackedInline(StaffFields, admin.StackedInline):
    extra = 0


class StaffAdmin(StaffFields, admin.ModelAdmin):
    """The base of all our screens."""

    list_per_page = 50
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER
    list_defer = ()

    def get_changelist(self, request, **kwargs):
        return StaffChangeList

    def get_changelist_instance(self, request):
        try:
            return super().get_changelist_instance(request)
        except IncorrectLookupParameters:
            messages.warning(request, "地址里的筛选条件或页码看不懂，已显示全部。")
            kept = QueryDict(mutable=True)
            if IS_POPUP_VAR in request.GET:
                kept[IS_POPUP_VAR] = "1"
            request.GET = kept
            return super().get_changelist_instance(request)

    def get_queryset(self, request):
        """A list doesn't load the texts it doesn't show."""
        rows = super().get_queryset(request)
        is_list = request.resolver_match and request.resolver_match.url_name.endswith("_changelist")
        return rows.defer(*self.list_defer) if is_list and self.list_defer else rows

    def response_action(self, request, queryset):
        chosen = request.POST.getlist(ACTION_CHECKBOX_NAME)
        if all(map(is_number, chosen)):
            return super().response_action(request, queryset)
        self.message_user(request, "没有这样的条目，什么也没有改动。", messages.WARNING)
        return redirect(request.get_full_path())

    def get_deleted_objects(self, objs, request):
        """Without the rows that only join two things: nobody knows them by name."""
        rows, counts, *rest = super().get_deleted_objects(objs, request)
        joining = {
            str(field.remote_field.through._meta.verbose_name_plural) for field in many_to_many_fields()
        }
        return (named_only(rows), {name: n for name, n in counts.items() if str(name) not in joining}, *rest)

    def log_action(self, request, rows, words):
        if rows:
            LogEntry.objects.log_actions(request.user.pk, rows, CHANGE, words)


def many_to_many_fields():
    return [
        field
        for model in apps.get_models()
        for field in model._meta.many_to_many
        if field.remote_field.through._meta.auto_created
    ]


def named_only(rows):
    """A nested list of what is deleted, without rows that know no better name than `Park_industries object (3)`."""
    kept = []
    for row in rows:
        if isinstance(row, list):
            inner = named_only(row)
            kept += [inner] if inner else []
        elif not re.search(r" object \(\d+\)$", str(row)):
            kept.append(row)
    return kept


def dot(tone, label):
    """A state as a dot and a word, so that colour is never alone."""
    return format_html('<span class="state" data-state="{}"><span>{}</span></span>', tone, label)


def moment(value):
    """A point in time as tables write it: 2025-08-22 10:20, in Shanghai."""
    return f"{timezone.localtime(value):%Y-%m-%d %H:%M}" if value else ""


def change_link(item, label):
    """`label`, leading to the item's own staff screen."""
    name = f"admin:{item._meta.app_label}_{item._meta.model_name}_change"
    return format_html('<a href="{}">{}</a>', reverse(name, args=[item.pk]), label)


def staff_choice(field):
    """Make a choice of people (a form field) one of staff, under their own names."""
    field.queryset = field.queryset.filter(is_staff=True)
    field.label_from_instance = staff_name
    return field


def staff_name(user):
    if user is None:
        return None
    return (f"{user.last_name}{user.first_name}" or user.username) + ("" if user.is_active else "（已停用）")


class StateFilter(admin.SimpleListFilter):
    title = "发布状态"
    parameter_name = "state"

    def lookups(self, request, model_admin):
        return Publishable.State.choices

    def queryset(self, request, queryset):
        return queryset.in_state(self.value()) if self.value() in Publishable.State.values else queryset


class PublishableAdmin(StaffAdmin):
    """Screens of what is drafted, scheduled, public or taken off."""

    actions = ["publish_chosen", "withdraw_chosen"]
    date_fieldset = ("发布", {"fields": [("published_at", "expires_at")]})
    date_hierarchy = None

    @admin.display(description="发布状态", ordering="published_at")
    def state_dot(self, item):
        if item.state == Publishable.State.SCHEDULED:
            return dot(item.state, format_html("定时<br>{}", moment(item.published_at)))
        return dot(item.state, item.state.label)

    @admin.display(description="发布时间", ordering="published_at")
    def published_moment(self, item):
        return moment(item.published_at)

    @admin.display(description="网站")
    def page_link(self, item):
        if not self.is_public(item):
            return ""
        return format_html(
            '<a href="{}" target="_blank" aria-label="在网站上查看{}">查看</a>', item.get_absolute_url(), item
        )

    def is_public(self, item):
        return item.is_published

    def view_on_site(self, item):
        return item.get_absolute_url() if item.pk and self.is_public(item) else None

    @admin.action(description="发布", permissions=["change"])
    def publish_chosen(self, request, queryset):
        hidden = [item for item in queryset if not item.is_published]
        left = queryset.count() - len(hidden)
        for item in hidden:
            item.publish()
        self.log_action(request, hidden, "发布。")
        self.report(request, f"已发布 {len(hidden)} 条。", f"{left} 条原已公开，未作改动。" if left else "")

    @admin.action(description="撤下", permissions=["change"])
    def withdraw_chosen(self, request, queryset):
        live = [
            item
            for item in queryset
            if item.state in (Publishable.State.PUBLISHED, Publishable.State.SCHEDULED)
        ]
        left = queryset.count() - len(live)
        for item in live:
            item.withdraw()
        self.log_action(request, live, "撤下。")
        self.report(request, f"已撤下 {len(live)} 条。", f"{left} 条原本就不公开，未作改动。" if left else "")

    def report(self, request, done, left):
        self.message_user(request, done + left, messages.WARNING if left else messages.SUCCESS)

    def save_model(self, request, obj, form, change):
        super().save_model(request, obj, form, change)
        if "_publish" in request.POST:
            obj.publish()

    def render_change_form(self, request, context, **kwargs):
        item = kwargs.get("obj")
        context["show_publish"] = context.get("show_publish", True) and (
            item is None or not item.is_published
        )
        return super().render_change_form(request, context, **kwargs)


@admin.register(SiteSettings)
class SiteSettingsAdmin(StaffAdmin):
    fieldsets = [
        ("网站", {"fields": ["site_name", "organisation", "description"]}),
        ("联系方式", {"fields": ["hotline", "hotline_hours", "address", "email"]}),
        ("页脚与备案", {"fields": ["icp_number", "psb_number", "footer_note", "privacy_version"]}),
    ]

    def has_add_permission(self, request):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    def get_object(self, request, object_id, from_field=None):
        """The one row, also before it was ever saved."""
        return SiteSettings.objects.first() or SiteSettings(pk=1)

    def changelist_view(self, request, extra_context=None):
        return redirect("admin:publishing_sitesettings_change", 1)

    def response_post_save_change(self, request, obj):
        return redirect(reverse("admin:index"))


@admin.register(FriendLink)
class FriendLinkAdmin(StaffAdmin):
    list_display = ["name", "url", "position"]
    list_editable = ["position"]
    search_fields = ["name", "url"]
