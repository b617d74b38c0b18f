"""A table brought by staff: upload, preview, confirmation, result. What it holds is for the screen that uses this to say."""

from collections import Counter

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.http import content_disposition_header

from parks.exchange.checking import CHANGED, CREATED, REFUSED, UNCHANGED
from parks.exchange.keeping import Forgotten, as_preview, keep, open_kept
from publishing.admin import dot
from publishing.files import LIMIT_MB, Refusal, refuse_size
from publishing.richtext import printable
from publishing.sheets import CONTENT_TYPE

ROWS_AT_ONCE = 5_000
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
ALL_OR_NONE = "有的行不能导入，而您选了“全部导入，否则一行也不导入”，所以什么也没有写入。"


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


class ImportScreens:
    """Before StaffAdmin. `noun` has a title; `_looked_at` makes a report of a file, `write` saves its rows."""

    upload_form = UploadForm
    outcomes = OUTCOMES

    def get_urls(self):
        def named(address, view, name):
            return path(address, self.admin_site.admin_view(view), name=f"{self._name}_{name}")

        return [
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

    def may_import(self, request):
        return self.has_add_permission(request) and self.has_change_permission(request)

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
                preview = as_preview(report) | {"all_or_none": form.cleaned_data.get("all_or_none", False)}
                return redirect(self._address("preview", keep(data, preview, request.user, self.noun)))
            form.add_error("file", report.refusal.reason)
        context = {"form": form, "title": f"从 Excel 导入{self.noun.title}"}
        return self._page(request, "import_upload", context)

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
        if is_all_refused(preview):
            self.message_user(request, ALL_OR_NONE, messages.WARNING)
            return
        data = kept.take()
        try:
            report = self._looked_at(request, preview["filename"], data)
            looked = as_preview(report) | {"all_or_none": preview.get("all_or_none", False)}
            if looked["digest"] != preview["digest"]:
                kept.write(looked)
                kept.give_back()
                self.message_user(request, MOVED_ON, messages.WARNING)
                return
            self.write(request, report.rows)
        except Exception:
            kept.give_back()
            raise
        kept.forget()
        kept.write(looked | {"done": True})

    def _show(self, request, preview):
        counts = Counter(row["outcome"] for row in preview["rows"])
        shown = request.GET.get("show") if request.GET.get("show") in self.outcomes else ""
        rows = [row for row in preview["rows"] if not shown or row["outcome"] == shown]
        rows.sort(key=lambda row: LOOKED_AT_FIRST.index(row["outcome"]))  # and by their lines
        page = Paginator(rows, ROWS_ON_A_PAGE).get_page(request.GET.get("p"))
        tabs = [("", "全部", len(preview["rows"]))]
        tabs += [(name, label, counts[name]) for name, (label, _) in self.outcomes.items()]
        context = {
            "preview": preview,
            "page": page,
            "pages": page.paginator.get_elided_page_range(page.number),
            "rows": [self._row(row) for row in page],
            "tabs": tabs,
            "shown": shown,
            "to_save": 0 if is_all_refused(preview) else counts[CREATED] + counts[CHANGED],
            "created": counts[CREATED],
            "changed": counts[CHANGED],
            "may_change": CHANGED in self.outcomes,
            "refused": counts[REFUSED],
            "title": "导入完成" if preview["done"] else f"导入{self.noun.title}：预览",
        }
        return self._page(request, "import_preview", context)

    def _row(self, row):
        label, tone = self.outcomes[row["outcome"]]
        address = self._address("change", row["pk"]) if row["pk"] else ""
        return row | {"dot": dot(tone, label), "address": address, "is_new": row["outcome"] == CREATED}

    def _page(self, request, name, context):
        addresses = {"list": self._address("changelist"), "import": self._address("import")}
        addresses["template"] = self._address("template")
        context |= {"opts": self.opts, "noun": self.noun, "addresses": addresses, "media": self.media}
        context = self.admin_site.each_context(request) | context
        return TemplateResponse(request, f"admin/parks/{name}.html", context)


def is_all_refused(preview):
    return preview.get("all_or_none") and any(row["outcome"] == REFUSED for row in preview["rows"])


def as_download(content, filename):
    response = HttpResponse(content, content_type=CONTENT_TYPE)
    response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=filename)
    response["Cache-Control"] = "private, no-store"
    response["X-Content-Type-Options"] = "nosniff"
    return response
