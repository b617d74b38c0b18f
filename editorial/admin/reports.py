"""报表: each a page of the staff site with its filters in the address, and the same table as a file."""

import csv
import io
from datetime import date
from typing import NamedTuple

from django import forms
from django.core.exceptions import PermissionDenied
from django.core.validators import MaxValueValidator, MinValueValidator
from django.http import Http404, HttpResponse
from django.template.response import TemplateResponse
from django.urls import path
from django.utils import timezone
from django.utils.http import content_disposition_header

from articles.models import Article
from editorial import reports
from editorial.readings import most_read
from parks.models import District
from publishing.sheets import CONTENT_TYPE, plain_book, safe_text

RIGHT = "editorial.report"
BATCHES = 100  # of a report that is read in parts: as many as a file holds


class Report(NamedTuple):
    slug: str
    title: str
    lead: str
    table: callable
    asks: tuple = ()


REPORTS = [
    Report(
        "published", "发布情况", "一段时间里谁发布了什么，改了几稿，审得多快。只数文章。",
        reports.published, ("since", "until", "by"),
    ),
    Report(
        "readings", "阅读量", "一段时间里读得最多的 50 个页面：文章、政策、园区、载体和地区。",
        most_read, ("since", "until"),
    ),
    Report("ageing", "久未更新", "公开的文章和政策，很久没有改过的。", reports.ageing, ("months",)),
    Report("silent", "空缺栏目", "地区页面上没有内容、或者久无新内容的栏目，下级地区的文章也算。", reports.silent, ("days",)),
    Report("links", "失效链接", "公开的文章和政策里，指向站内已不存在或没有公开的页面的链接。", reports.dead_links, ("after",)),
    Report("outdated", "引用失效政策", "已废止或过期、仍被公开文章引用的政策。", reports.outdated_policies),
]  # fmt: skip
BY_SLUG = {one.slug: one for one in REPORTS}


DAYS = [MinValueValidator(date(2000, 1, 1)), MaxValueValidator(date(2999, 12, 31))]


class Day(forms.DateInput):
    """A browser's own calendar takes and gives 2026-11-22 only."""

    input_type = "date"

    def __init__(self, **options):
        super().__init__(format="%Y-%m-%d", **options)


class ReportForm(forms.Form):
    """The filters of one report: what it doesn't ask for is left out."""

    since = forms.DateField(label="从", widget=Day, validators=DAYS)
    until = forms.DateField(label="到", widget=Day, validators=DAYS)
    by = forms.ChoiceField(label="按", choices=reports.GROUPED.items())
    months = forms.IntegerField(label="几个月未改", min_value=1, max_value=240)
    days = forms.IntegerField(label="几天没有新内容", min_value=1, max_value=3650)
    after = forms.IntegerField(min_value=0, max_value=2**62, widget=forms.HiddenInput)
    district = forms.ModelChoiceField(
        District.objects.none(), label="地区", to_field_name="slug", empty_label="全部地区", required=False
    )

    def __init__(self, report, query, user):
        today = timezone.localdate()
        begin = today.replace(day=1)
        self.standard = {"since": begin, "until": today, "by": "person", "months": 12, "days": 90, "after": 0}
        asked = (*report.asks, "district")
        given = {name: query[name] for name in asked if query.get(name)}
        super().__init__({name: self.standard.get(name) for name in asked} | given, label_suffix="")
        self.fields = {name: self.fields[name] for name in asked}
        held = District.objects.holding("articles", Article.objects.all()).values("pk")
        self.fields["district"].queryset = (
            District.objects.visible_to(user).filter(pk__in=held).select_related("parent").order_by("path")
        )
        self.fields["district"].label_from_instance = lambda one: "　" * (len(one.slugs) - 1) + one.name

    def clean(self):
        said = super().clean()
        since, until = said.get("since"), said.get("until")
        if since and until and since > until:
            self.add_error("until", "结束日期不能早于开始日期。")
        return said

    def asked(self):
        """What was understood; the rest as if nobody had said it."""
        self.is_valid()
        return {name: self.cleaned_data.get(name, self.standard.get(name)) for name in self.fields}


def report_urls(site):
    return [
        path("reports/", site.admin_view(lambda request: report(request, site)), name="reports"),
        path(
            "reports/<slug:slug>/",
            site.admin_view(lambda request, slug: report(request, site, slug)),
            name="report",
        ),
    ]


def report(request, site, slug=REPORTS[0].slug):
    if not request.user.has_perm(RIGHT):
        raise PermissionDenied
    chosen = BY_SLUG.get(slug)
    if chosen is None:
        raise Http404("没有这张报表。")
    form = ReportForm(chosen, request.GET, request.user)
    asked, kind = form.asked(), request.GET.get("format")
    if kind in FILES:
        return as_file(chosen, whole_table(chosen, request.user, asked), kind)
    context = site.each_context(request) | {
        "title": chosen.title,
        "report": chosen,
        "reports": REPORTS,
        "form": form,
        "table": chosen.table(request.user, **asked),
    }
    return TemplateResponse(request, "admin/editorial/report.html", context)


def whole_table(chosen, user, asked):
    """What the file holds: all parts of a report that is read in parts, more rows than a screen shows."""
    table = chosen.table(user, **asked, limit=reports.SAVED)
    rows, onward = list(table.rows), table.onward
    for _ in range(BATCHES):
        if not onward or len(rows) >= reports.SAVED:
            break
        part = chosen.table(user, **(asked | onward), limit=reports.SAVED - len(rows))
        rows, onward = rows + part.rows, part.onward
    return table._replace(rows=rows)


def as_csv(table):
    """With the mark by which Excel knows UTF-8."""
    file = io.StringIO(newline="")
    writer = csv.writer(file)
    writer.writerow(table.columns)
    writer.writerows([[safe_text(cell) for cell in row] for row in table.rows])
    return ("\ufeff" + file.getvalue()).encode()


def as_xlsx(table):
    return plain_book(table.columns, table.rows)


FILES = {"csv": ("text/csv; charset=utf-8", as_csv), "xlsx": (CONTENT_TYPE, as_xlsx)}


def as_file(chosen, table, kind):
    content_type, write = FILES[kind]
    response = HttpResponse(write(table), content_type=content_type)
    name = f"{chosen.title}{timezone.localdate():%Y%m%d}.{kind}"
    response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name)
    response["Cache-Control"] = "private, no-store"
    response["X-Content-Type-Options"] = "nosniff"
    return response
