"""导入 Excel · 导出 Excel · 下载模板: upload, preview, confirmation, result."""

from collections import Counter

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.http import content_disposition_header

from parks.exchange import workbook
from parks.exchange.checking import CHANGED, CREATED, REFUSED, UNCHANGED
from parks.exchange.keeping import Forgotten, as_preview, keep, open_kept
from parks.exchange.nouns import noun_of
from parks.exchange.reading import read
from parks.exchange.running import look_at
from parks.exchange.saving import save
from publishing.admin import dot
from publishing.files import LIMIT_MB, Refusal, refuse_size
from publishing.richtext import printable

ROWS_AT_ONCE = 5_000  # imported and exported: what was exported can be imported again
ROWS_ON_A_PAGE = 100
OUTCOMES = {
    CREATED: ("新增", "vacant"),
    CHANGED: ("更新", "pending"),
    UNCHANGED: ("没有变化", "off"),
    REFUSED: ("拒绝", "new"),
}
LOOKED_AT_FIRST = [REFUSED, CREATED, CHANGED, UNCHANGED]
GONE = "这个文件已经导入过，或者放了超过一小时，请重新上传。"
MOVED_ON = "预览之后网站上的内容有变动，预览已经更新，请再看一遍再确认。"


class UploadForm(forms.Form):
    file = forms.FileField(
        label="文件",
        help_text=f".xlsx 或 .csv，不超过 {LIMIT_MB} MB、{ROWS_AT_ONCE} 行。",
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv"}),
    )

    def clean_file(self):
        file = self.cleaned_data["file"]
        try:
            refuse_size(file.size)
        except Refusal as refusal:
            raise forms.ValidationError(refusal.reason) from None
        return file


class ExchangeMixin:
    """For the lists of what `parks.exchange` can write and read."""

    upload_form = UploadForm

    @property
    def noun(self):
        return noun_of(self.model)

    def get_urls(self):
        def named(address, view, name):
            return path(address, self.admin_site.admin_view(view), name=f"{self._name}_{name}")

        return [
            named("export/", self.export_view, "export"),
            named("template/", self.template_view, "template"),
            named("import/", self.upload_view, "import"),
            named("import/<str:token>/", self.preview_view, "preview"),
            *super().get_urls(),
        ]

    @property
    def _name(self):
        return f"{self.opts.app_label}_{self.opts.model_name}"

    def _address(self, name, *args):
        return reverse(f"admin:{self._name}_{name}", args=args)

    def changelist_view(self, request, extra_context=None):
        tools = {"template": self._address("template"), "export": self._address("export")}
        if self.may_import(request):
            tools["import"] = self._address("import")
        query = request.GET.copy()
        for name in ("p", "all", "e"):
            query.pop(name, None)
        tools["query"] = query.urlencode()
        return super().changelist_view(request, {"exchange": tools} | (extra_context or {}))

    def may_import(self, request):
        return self.has_add_permission(request) and self.has_change_permission(request)

    # Out

    def template_view(self, request):
        if not self.has_view_permission(request):
            raise PermissionDenied
        return as_download(workbook.template(self.noun, request.user), f"{self.noun.title}导入模板.xlsx")

    def export_view(self, request):
        """What the list shows under the same address: its filters and its search."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        request.GET = request.GET.copy()
        for name in ("p", "all", "e"):
            request.GET.pop(name, None)
        chosen = self.get_changelist_instance(request).get_queryset(request)
        numbers = [*chosen.values_list("pk", flat=True)[: ROWS_AT_ONCE + 1]]
        if len(numbers) > ROWS_AT_ONCE:
            words = f"一次最多导出 {ROWS_AT_ONCE} 条，请先用右边的筛选缩小范围（比如选一个地区）。"
            self.message_user(request, words, messages.WARNING)
            return redirect(f"{self._address('changelist')}?{request.GET.urlencode()}")
        known = self.noun.rows().in_bulk(numbers)
        items = (known[number] for number in numbers if number in known)
        day = timezone.localdate()
        return as_download(
            workbook.export(self.noun, items, request.user), f"{self.noun.title}{day:%Y%m%d}.xlsx"
        )

    # In

    def upload_view(self, request):
        if not self.may_import(request):
            raise PermissionDenied
        sent = request.method == "POST"
        form = self.upload_form(request.POST, request.FILES) if sent else self.upload_form()
        if sent and form.is_valid():
            file = form.cleaned_data["file"]
            data = file.read()
            report = self._looked_at(request, printable(file.name)[:100], data)
            if not report.refusal:
                token = keep(data, as_preview(report), request.user, self.noun)
                return redirect(self._address("preview", token))
            form.add_error("file", report.refusal.reason)
        context = {"form": form, "title": f"从 Excel 导入{self.noun.title}"}
        return self._page(request, "import_upload", context)

    def _looked_at(self, request, name, data):
        nouns, may_publish = [self.noun], self.has_publish_permission(request)
        report = look_at(name, lambda: read(data, name, nouns), nouns, may_publish, request.user)
        if len(report.rows) > ROWS_AT_ONCE:
            report.refusal = Refusal(
                f"表里有 {len(report.rows)} 行，一次最多 {ROWS_AT_ONCE} 行，请拆开再导入。"
            )
        return report

    def preview_view(self, request, token):
        if not self.may_import(request):
            raise PermissionDenied
        try:
            kept = open_kept(token, request.user, self.noun)
            preview = kept.preview()
            if request.method == "POST":
                self._confirm(request, kept, preview)
                return redirect(self._address("preview", token))
        except Forgotten:
            self.message_user(request, GONE, messages.WARNING)
            return redirect(self._address("import"))
        return self._show(request, preview)

    def _confirm(self, request, kept, preview):
        """Looks at the file again, and saves it if it still means what the preview said."""
        if preview["done"]:
            return
        data = kept.take()
        try:
            report = self._looked_at(request, preview["filename"], data)
            if as_preview(report)["digest"] != preview["digest"]:
                kept.write(as_preview(report))
                kept.give_back()
                self.message_user(request, MOVED_ON, messages.WARNING)
                return
            self.write(report.rows, request.user)
        except Exception:
            kept.give_back()
            raise
        kept.forget()
        kept.write(as_preview(report) | {"done": True})

    def write(self, rows, user):
        save(rows, user)

    def _show(self, request, preview):
        counts = Counter(row["outcome"] for row in preview["rows"])
        shown = request.GET.get("show") if request.GET.get("show") in OUTCOMES else ""
        rows = [row for row in preview["rows"] if not shown or row["outcome"] == shown]
        rows.sort(key=lambda row: LOOKED_AT_FIRST.index(row["outcome"]))  # and by their lines
        page = Paginator(rows, ROWS_ON_A_PAGE).get_page(request.GET.get("p"))
        tabs = [("", "全部", len(preview["rows"]))]
        tabs += [(name, label, counts[name]) for name, (label, _) in OUTCOMES.items()]
        context = {
            "preview": preview,
            "page": page,
            "pages": page.paginator.get_elided_page_range(page.number),
            "rows": [self._row(row) for row in page],
            "tabs": tabs,
            "shown": shown,
            "to_save": counts[CREATED] + counts[CHANGED],
            "created": counts[CREATED],
            "changed": counts[CHANGED],
            "refused": counts[REFUSED],
            "title": "导入完成" if preview["done"] else f"导入{self.noun.title}：预览",
        }
        return self._page(request, "import_preview", context)

    def _row(self, row):
        label, tone = OUTCOMES[row["outcome"]]
        address = self._address("change", row["pk"]) if row["pk"] else ""
        return row | {"dot": dot(tone, label), "address": address, "is_new": row["outcome"] == CREATED}

    def _page(self, request, name, context):
        addresses = {"list": self._address("changelist"), "import": self._address("import")}
        addresses["template"] = self._address("template")
        context |= {"opts": self.opts, "noun": self.noun, "addresses": addresses, "media": self.media}
        context = self.admin_site.each_context(request) | context
        return TemplateResponse(request, f"admin/parks/{name}.html", context)


def as_download(content, filename):
    response = HttpResponse(content, content_type=workbook.CONTENT_TYPE)
    response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=filename)
    response["Cache-Control"] = "private, no-store"
    response["X-Content-Type-Options"] = "nosniff"
    return response
