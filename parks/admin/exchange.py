"""导入 Excel · 导出 Excel · 下载模板, of the lists of what `parks.exchange` can write and read."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect
from django.urls import path
from django.utils import timezone

from parks.exchange import workbook
from parks.exchange.nouns import noun_of
from parks.exchange.reading import read
from parks.exchange.running import look_at
from parks.exchange.saving import save
from publishing.files import Refusal

from .importing import ROWS_AT_ONCE, ImportScreens, as_download


class ExchangeMixin(ImportScreens):
    """What was exported can be imported again."""

    @property
    def noun(self):
        return noun_of(self.model)

    def get_urls(self):
        view = self.admin_site.admin_view(self.export_view)
        return [path("export/", view, name=f"{self._name}_export"), *super().get_urls()]

    def changelist_view(self, request, extra_context=None):
        tools = {"template": self._address("template"), "export": self._address("export")}
        if self.may_import(request):
            tools["import"] = self._address("import")
        query = request.GET.copy()
        for name in ("p", "all", "e"):
            query.pop(name, None)
        tools["query"] = query.urlencode()
        return super().changelist_view(request, {"exchange": tools} | (extra_context or {}))

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

    def _looked_at(self, request, name, data):
        nouns, may_publish = [self.noun], self.has_publish_permission(request)
        report = look_at(name, lambda: read(data, name, nouns), nouns, may_publish, request.user)
        if len(report.rows) > ROWS_AT_ONCE:
            report.refusal = Refusal(
                f"表里有 {len(report.rows)} 行，一次最多 {ROWS_AT_ONCE} 行，请拆开再导入。"
            )
        return report

    def write(self, request, rows):
        save(rows, request.user)
