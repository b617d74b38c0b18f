"""导出: the list as it is narrowed, as a file; what goes out, and how much of it, is written down first."""

import tempfile

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, StreamingHttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.http import content_disposition_header

from audit.models import Entry
from audit.recording import note
from inquiries.exporting.columns import table_of
from publishing.sheets import CONTENT_TYPE, csv_lines, write_long_book
from publishing.templatetags.staff import active_filters

from .tabs import TABS, tab_in

RIGHT = "inquiries.export_inquiry"
MOST = 50_000
KINDS = ("xlsx", "csv")


class Exported:
    """Before StaffAdmin: the list's address with `export/` behind it takes the list's own query."""

    def get_urls(self):
        view = self.admin_site.admin_view(self.export_view)
        return [path("export/", view, name="inquiries_inquiry_export"), *super().get_urls()]

    def changelist_view(self, request, extra_context=None):
        if request.user.has_perm(RIGHT):
            address = reverse("admin:inquiries_inquiry_export")
            query = request.GET.urlencode()
            extra_context = {"export_address": f"{address}?{query}" if query else address} | (
                extra_context or {}
            )
        return super().changelist_view(request, extra_context)

    def export_view(self, request):
        """GET says what would go out; POST sends it."""
        if not request.user.has_perm(RIGHT):
            raise PermissionDenied
        changelist = self.get_changelist_instance(request)
        # What a district is only offered is not yet its to take away.
        rows = changelist.get_queryset(request).changeable_by(request.user)
        count = rows.order_by().values("pk")[: MOST + 1].count()
        kind = request.POST.get("format")
        if request.method == "POST" and kind in KINDS and 0 < count <= MOST:
            return self._file(request, changelist, rows, count, kind)
        if request.method == "POST":
            messages.warning(request, "没有导出：请先筛选到可以导出的条数，再选择一种格式。")
            return redirect(request.get_full_path())
        context = self.admin_site.each_context(request) | {
            "title": "导出咨询",
            "opts": self.opts,
            "count": count,
            "most": MOST,
            "is_too_much": count > MOST,
            "conditions": conditions(request, changelist, with_words=True),
            "list_address": f"{reverse('admin:inquiries_inquiry_changelist')}?{request.GET.urlencode()}",
        }
        return TemplateResponse(request, "admin/inquiries/export.html", context)

    def _file(self, request, changelist, rows, count, kind):
        name = f"咨询{timezone.localtime():%Y%m%d-%H%M}.{kind}"
        asked = "；".join(f"{title}：{value}" for title, value in conditions(request, changelist))
        note(Entry.Action.EXPORT, request=request, subject=name, words=f"{count} 条，{asked}")
        labels, written = table_of(rows[:MOST])
        if kind == "csv":
            response = StreamingHttpResponse(
                csv_lines(labels, written), content_type="text/csv; charset=utf-8"
            )
        else:
            file = tempfile.TemporaryFile()  # noqa: SIM115  the response closes it
            write_long_book(file, labels, written, "咨询")
            file.seek(0)
            response = FileResponse(file, content_type=CONTENT_TYPE)
        response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name)
        response["Cache-Control"] = "private, no-store"
        return response


def conditions(request, changelist, with_words=False):
    """(title, value) of all that narrows the list. What was looked for may be somebody's name: the trail says only that
    something was.
    """
    said = [("范围", TABS[tab_in(request)].label)]
    said += [(one["title"], one["value"]) for one in active_filters(changelist)]
    if changelist.query:
        said.append(("查找", changelist.query if with_words else "按关键词"))
    return said
