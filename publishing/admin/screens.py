"""The base of every staff screen: how it asks, lists, deletes and notes what was done."""

import re

from django import forms
from django.apps import apps
from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.admin.options import IS_POPUP_VAR, IncorrectLookupParameters
from django.contrib.admin.widgets import RelatedFieldWidgetWrapper
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.shortcuts import redirect
from django.utils.text import capfirst
from taggit.models import TaggedItem

from publishing.richtext import RichTextField, printable

from .odd_input import ChosenMany, StaffChangeList, SuggestedMany, SuggestedOne, is_number
from .paging import StaffPaginator
from .placed import PlacedAdmin, PlacedInline
from .rich_text import BODY_HELP, RichTextArea, RichTextFormField, show_as_read


def refuse_the_unprintable(value):
    """A stray control character out of Word would break the feed for everybody."""
    if printable(value) != value:
        raise ValidationError("其中有看不见的控制字符，请删去后重新输入。", code="unprintable")


def refuse_odd_years(value):
    """The first days there are have no equal in another time zone, and a page says a year in four digits."""
    if not 1900 <= value.year <= 2999:
        raise ValidationError("请填写 1900 年至 2999 年之间的日期。", code="odd_year")


DAYS = (forms.DateField, forms.DateTimeField, forms.SplitDateTimeField)


class StaffFields:
    """How our forms and inlines ask."""

    formfield_overrides = {
        RichTextField: {
            "form_class": RichTextFormField,
            "widget": RichTextArea(),
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
        if isinstance(field, forms.CharField) and not isinstance(field, RichTextFormField):
            field.validators.append(refuse_the_unprintable)
        if isinstance(field, DAYS):
            field.validators.append(refuse_odd_years)
        return field


class StaffTabularInline(PlacedInline, StaffFields, admin.TabularInline):
    extra = 0


class StaffStackedInline(PlacedInline, StaffFields, admin.StackedInline):
    extra = 0


class OnlyShown:
    """Before StaffAdmin: a screen of what is made elsewhere, where nobody adds, changes or deletes it."""

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False


class StaffAdmin(PlacedAdmin, StaffFields, admin.ModelAdmin):
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

    def get_paginator(self, request, queryset, per_page, *args, **kwargs):
        """Suggestions are few at a time, and nobody leafs far through them."""
        if request.resolver_match and request.resolver_match.url_name == "autocomplete":
            return super().get_paginator(request, queryset, per_page, *args, **kwargs)
        return StaffPaginator(queryset, per_page, *args, **kwargs)

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        if obj is not None and obj.pk and not self.has_change_permission(request, obj):
            show_as_read(obj)
        return super().render_change_form(
            request, context, add=add, change=change, form_url=form_url, obj=obj
        )

    def response_action(self, request, queryset):
        chosen = request.POST.getlist(ACTION_CHECKBOX_NAME)
        if all(map(is_number, chosen)):
            across = request.POST.get("select_across") == "1"
            rows = queryset if across else queryset.filter(pk__in=chosen)
            return super().response_action(request, self.only_his(request, rows))
        self.message_user(request, "没有这样的条目，什么也没有改动。", messages.WARNING)
        return redirect(request.get_full_path())

    def get_deleted_objects(self, objs, request):
        """Without the rows that only join two things: nobody knows them by name."""
        rows, counts, *rest = super().get_deleted_objects(objs, request)
        joining = {
            str(field.remote_field.through._meta.verbose_name_plural) for field in many_to_many_fields()
        } | {str(TaggedItem._meta.verbose_name_plural)}
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
    """A nested list of what is deleted, without tags and rows named like `Park_industries object (3)`."""
    kept, tagged = [], f"{capfirst(TaggedItem._meta.verbose_name)}: "
    for row in rows:
        if isinstance(row, list):
            inner = named_only(row)
            kept += [inner] if inner else []
        elif not re.search(r" object \(\d+\)$", str(row)) and not str(row).startswith(tagged):
            kept.append(row)
    return kept
