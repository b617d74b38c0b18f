import re

from django import forms
from django.contrib import admin
from django.utils.html import escape
from django.utils.safestring import mark_safe
from taggit.forms import TagField

from articles.models import Article
from articles.titles import split_prefix
from library.admin import ChoosesPictures
from parks.admin.filters import district_filter, industry_filter
from parks.gazetteer import AmbiguousPlace, Gazetteer, UnknownPlace
from publishing.admin import PublishableAdmin, StateFilter, change_link, staff_choice, staff_name
from readership.admin import ShowsReadings
from search.staff import FoundByWords

from .bringing import BringsTextsIn
from .checking import CheckedAdmin
from .placements import PlacedArticles, PlacementFilter, placed_links, placed_words, with_placements
from .reviewing import ReviewedAdmin
from .versions import VersionedAdmin


class ChineseTagField(TagField):
    """Tags as people here separate them: also by ， 、 and ；"""

    LONGEST = 30

    def clean(self, value):
        words = [word.strip(' "') for word in re.split(r"[,，、;；\n]", value or "")]
        if any(len(word) > self.LONGEST for word in words):
            raise forms.ValidationError(f"单个标签最多 {self.LONGEST} 个字。")
        return super().clean(",".join(f'"{word}"' for word in words if word))


def district_called(place):
    """The one district that goes by that name; None where there is none, or where several do."""
    try:
        return Gazetteer().find(place)
    except (UnknownPlace, AmbiguousPlace):
        return None


class ArticleForm(forms.ModelForm):
    tags = ChineseTagField(label="标签", required=False, help_text="用逗号或顿号隔开，如：智能制造、自行车。")

    def clean(self):
        cleaned = super().clean()
        place, title = split_prefix(cleaned.get("title") or "")
        if place and not title:
            self.add_error("title", "只有前缀，没有标题。")
        elif place:
            cleaned["title"] = title
            cleaned["district"] = cleaned.get("district") or district_called(place)
        cleaned["body"] = without_title(cleaned.get("body") or "", title)
        return cleaned


def without_title(body, title):
    """What is pasted out of Word often begins with its title: on the page it would stand twice."""
    return body.removeprefix(f"<p>{escape(title)}</p>") or body


@admin.register(Article)
class ArticleAdmin(
    ShowsReadings,
    BringsTextsIn,
    ChoosesPictures,
    PlacedArticles,
    CheckedAdmin,
    ReviewedAdmin,
    VersionedAdmin,
    FoundByWords,
    PublishableAdmin,
):
    change_form_template = "admin/editorial/change_form.html"
    form = ArticleForm
    list_display = [
        "title",
        "state_dot",
        "channel",
        "district",
        "published_moment",
        "changed_moment",
        "editor_name",
        "marks",
        "page_link",
    ]
    readings_before = "marks"
    list_filter = [
        StateFilter,
        "channel",
        district_filter("articles"),
        industry_filter("articles"),
        PlacementFilter,
    ]
    ordering = ["-updated_at", "-pk"]  # a draft has no other time: it would stand behind all that is public
    list_select_related = ["channel", "district__parent", "editor"]
    list_defer = ["body", "summary"]
    date_hierarchy = "published_at"
    search_fields = ["title", "subtitle", "source", "author"]
    search_help_text = "按标题、正文、标签、来源或作者查找"
    autocomplete_fields = ["district", "industry", "parks", "policies"]
    readonly_fields = ["submitted_as", "placed"]
    fieldsets = [
        (None, {"fields": ["title", "subtitle", ("channel", "district"), "industry", "tags"]}),
        ("正文", {"fields": ["body", "summary", "ai_declaration"]}),
        (
            "发布",
            {"fields": [("published_at", "expires_at"), "placed"]},
        ),
        ("来源", {"fields": [("source", "author"), "source_url", "editor", "submitted_as"]}),
        ("封面", {"fields": ["cover", "cover_alt"], "description": "没有封面图时，网站按标题和地区画一张。"}),
        ("相关内容", {"fields": ["parks", "policies"]}),
    ]

    def get_fieldsets(self, request, obj=None):
        """Where all is read only Django would print the editor's login name."""
        sets = super().get_fieldsets(request, obj)
        if obj is None or self.has_change_permission(request, obj):
            return sets
        swap = {"editor": "editor_name"}
        return [
            (title, options | {"fields": [swap.get(name, name) for name in options["fields"]]})
            for title, options in sets
        ]

    @admin.display(description="责编", ordering="editor")
    def editor_name(self, article):
        return staff_name(article.editor) or self.get_empty_value_display()

    def get_queryset(self, request):
        return with_placements(super().get_queryset(request))

    @admin.display(description="推荐位")
    def marks(self, article):
        return placed_words(article)

    @admin.display(description="推荐位")
    def placed(self, article):
        return placed_links(article)

    @admin.display(description="来自投稿")
    def submitted_as(self, article):
        rows = article.submissions.all() if article.pk else []
        return mark_safe("、".join(change_link(row, row.reference) for row in rows))

    def get_changeform_initial_data(self, request):
        return {"editor": request.user.pk, **super().get_changeform_initial_data(request)}

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        field = super().formfield_for_foreignkey(db_field, request, **kwargs)
        return staff_choice(field) if db_field.name == "editor" else field
