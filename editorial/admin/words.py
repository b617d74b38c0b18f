"""词库: the words the checker looks for, kept by editors, in and out as a table."""

from typing import NamedTuple

from django import forms
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from editorial import words
from editorial.models import Word
from parks.admin.exchange import ExchangeMixin
from parks.admin.importing import UploadForm, as_download
from publishing.admin import StaffAdmin, dot
from publishing.files import LIMIT_MB

TONES = {Word.Kind.ALLOWED: "valid", Word.Kind.CONFUSED: "pending"}


class Noun(NamedTuple):
    title: str


class WordsForm(UploadForm):
    file = forms.FileField(
        label="文件",
        help_text=f".xlsx、.csv 或 .txt，不超过 {LIMIT_MB} MB、{words.ROWS} 行。"
        "文本文件一行一个词，要写明改法的用箭头隔开，如：布署→部署。",
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv,.txt"}),
    )


@admin.register(Word)
class WordAdmin(ExchangeMixin, StaffAdmin):
    noun = Noun("词库")
    upload_form = WordsForm
    list_display = ["text", "kind_dot", "grade", "suggestion", "explanation", "is_active"]
    list_filter = ["kind", "grade", "is_active"]
    list_per_page = 100
    search_fields = ["text", "suggestion", "explanation"]
    search_help_text = "按词语、改法或说明查找"
    actions = ["switch_on", "switch_off"]
    fieldsets = [
        (
            None,
            {
                "fields": ["text", ("kind", "grade"), "suggestion", "explanation", "is_active"],
                "description": "“必须改”的不改就不能送审；“建议”的可以写明理由不改。",
            },
        )
    ]

    @admin.display(description="类别", ordering="kind")
    def kind_dot(self, word):
        return dot(TONES.get(word.kind, "new"), word.get_kind_display())

    @admin.action(description="启用", permissions=["change"])
    def switch_on(self, request, queryset):
        self.switch(request, queryset, True, "启用")

    @admin.action(description="停用", permissions=["change"])
    def switch_off(self, request, queryset):
        self.switch(request, queryset, False, "停用")

    def switch(self, request, queryset, is_active, done):
        chosen = list(queryset.exclude(is_active=is_active))
        for word in chosen:
            word.is_active = is_active
            word.save(update_fields=["is_active"])
        self.log_action(request, chosen, f"{done}。")
        self.message_user(request, f"已{done} {len(chosen)} 条。")

    # --- In and out

    def template_view(self, request):
        if not self.has_view_permission(request):
            raise PermissionDenied
        return as_download(words.template(), "词库导入模板.xlsx")

    def export_view(self, request):
        """What the list shows under the same address."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        request.GET = request.GET.copy()
        for name in ("p", "all", "e"):
            request.GET.pop(name, None)
        chosen = self.get_changelist_instance(request).get_queryset(request)
        return as_download(words.exported(chosen), f"词库{timezone.localdate():%Y%m%d}.xlsx")

    def _looked_at(self, request, name, data):
        return words.look(name, data)

    def write(self, request, rows):
        words.save(rows)

    def _page(self, request, name, context):
        """The same pages as for parks, but for the words about what a file may hold."""
        response = super()._page(request, name, context)
        if name == "import_upload":
            response.template_name = "admin/editorial/word_upload.html"
            response.context_data["title"] = "导入词库"
        return response
