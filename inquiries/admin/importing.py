"""导入: inquiries that came in elsewhere, looked at before they are stored; how many came in is written down."""

from collections import Counter
from typing import NamedTuple

from django import forms
from django.core.exceptions import PermissionDenied
from django.db import transaction

from audit.models import Entry
from audit.recording import note
from inquiries.importing.rehearsing import ROWS_AT_ONCE, look
from inquiries.importing.running import store
from inquiries.importing.template import template
from parks.admin.importing import OUTCOMES, ImportScreens, UploadForm, as_download
from parks.exchange.checking import CREATED, REFUSED, UNCHANGED
from publishing.files import LIMIT_MB


class Noun(NamedTuple):
    title: str


class InquiriesForm(UploadForm):
    file = forms.FileField(
        label="文件",
        help_text=f".xlsx 或 .csv，不超过 {LIMIT_MB} MB、{ROWS_AT_ONCE} 行。",
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv"}),
    )
    all_or_none = forms.BooleanField(label="全部导入，否则一行也不导入", required=False)


class ImportedInquiries(ImportScreens):
    """Before StaffAdmin, on the list of inquiries."""

    noun = Noun("咨询")
    upload_form = InquiriesForm
    outcomes = {
        CREATED: OUTCOMES[CREATED],
        UNCHANGED: ("已经导入过", "off"),
        REFUSED: OUTCOMES[REFUSED],
    }

    def changelist_view(self, request, extra_context=None):
        if self.may_import(request):
            extra_context = {"import_address": self._address("import")} | (extra_context or {})
        return super().changelist_view(request, extra_context)

    def template_view(self, request):
        if not self.may_import(request):
            raise PermissionDenied
        return as_download(template(request.user), "咨询导入模板.xlsx")

    def _looked_at(self, request, name, data):
        return look(name, data, request.user)

    def write(self, request, rows):
        """All that the preview called new, with one line of the trail; a batch is no news to anybody's mailbox."""
        counts = Counter(row.outcome for row in rows)
        with transaction.atomic():
            for row in rows:
                if row.outcome == CREATED and not store(row.said, row.key, request.user):
                    counts.subtract({CREATED: 1, UNCHANGED: -1})
            words = f"新增 {counts[CREATED]} 条，跳过 {counts[UNCHANGED]} 条，拒绝 {counts[REFUSED]} 条"
            note(Entry.Action.IMPORT, request=request, subject="咨询表", words=words)

    def _page(self, request, name, context):
        """The same pages as for parks, but for the words about what becomes of a row."""
        response = super()._page(request, name, context)
        if name == "import_upload":
            response.template_name = "admin/inquiries/import_upload.html"
        return response
