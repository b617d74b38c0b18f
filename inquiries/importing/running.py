"""Whole tables: read, checked and saved. The same row twice, in one file or in two, is one inquiry."""

import logging
from contextlib import nullcontext
from pathlib import PurePath

from django.db import IntegrityError, transaction

from inquiries.desk.receiving import received
from inquiries.models import Inquiry
from parks.exchange.cells import canonical, folded
from parks.exchange.lookups import Lookups
from parks.exchange.reading import computed
from parks.exchange.running import UNFORESEEN
from publishing.files import Refusal, checked_names, content_of, decoded, refuse_old_office
from publishing.importing import Report
from publishing.richtext import printable
from publishing.tables import csv_rows

from .known import TOKEN, known_among
from .rows import InquiryRow

logger = logging.getLogger(__name__)

HEADER_ROWS, COLUMNS_READ = 10, 60
ALSO_CALLED = {
    "contact_name": ["姓名", "联系人姓名"],
    "phone": ["电话", "手机号", "联系电话", "手机号码"],
    "topic": ["咨询主题"],
    "company": ["企业", "公司", "公司名称", "单位"],
    "wechat": ["微信号"],
    "email": ["电子邮箱"],
    "deal": ["取得方式", "租购方式"],
    "area_min": ["最小面积"],
    "area_max": ["最大面积"],
    "height_min": ["最低净高(m)"],
    "load_min": ["最低承重(t/㎡)"],
    "investment_wan": ["总投资(万元)"],
    "headcount": ["用工"],
    "message": ["需求描述", "备注", "需求"],
    "source_channel": ["来源", "渠道"],
    "industry": ["所属行业"],
    "district": ["地区"],
    "park": ["园区"],
    "listing": ["载体", "载体编号"],
    "created_at": ["日期", "时间", "提交时间"],
}
NEEDED = ("contact_name", "phone", "topic")
EXAMPLE = "【示例】"  # a row of the template that begins with it is nobody's
NO_HEADER = "找不到表头：要有“联系人”“手机”“主题”三列。"


def run(paths, dry_run=False, all_or_none=False):
    """A Report per file. With `all_or_none` one refusal leaves the database as it was; so does `dry_run`."""
    lookups, reports = Lookups(), []
    with transaction.atomic() if dry_run or all_or_none else nullcontext():
        for path in paths:
            report = Report(printable(str(path)))
            reports.append(report)
            for line, form in _forms(path, report, lookups):
                _save(form, line, report)
        if dry_run or (all_or_none and any(report.counts["refused"] for report in reports)):
            transaction.set_rollback(True)
    return reports


def _forms(path, report, lookups):
    try:
        return rows_of(content_of(path), str(path), lookups)
    except Refusal as refusal:
        report.refuse(refusal)
    except Exception:  # one file nobody has foreseen must not stop the others
        logger.exception("could not read %s", report.name)
        report.refuse(Refusal(UNFORESEEN))
    return []


def rows_of(data, filename, lookups):
    """[(line, InquiryRow)]. Raises Refusal with what is wrong with the whole file."""
    return [(line, InquiryRow(cells, lookups)) for line, cells in _rows(data, filename, lookups)]


def _rows(data, filename, lookups):
    """[(line, {field: cell})] of the first sheet with a header of ours."""
    headers = _headers(lookups)
    for rows in _sheets(data, filename):
        for place, (_, row) in enumerate(rows[:HEADER_ROWS]):
            columns = _columns(row, headers)
            if set(NEEDED) <= set(columns.values()):
                return [
                    (line, {name: cells[at] for at, name in columns.items() if at < len(cells)})
                    for line, cells in rows[place + 1 :]
                    if any(map(canonical, cells)) and not _is_example(cells)
                ]
    raise Refusal(NO_HEADER, 1)


def _is_example(cells):
    return any(canonical(cell).startswith(EXAMPLE) for cell in cells)


def _sheets(data, filename):
    refuse_old_office(data)
    if data.startswith(b"PK"):
        if "xl/workbook.xml" not in checked_names(data):
            raise Refusal("这不是 Excel 表格，请用 .xlsx 或 .csv 文件。")
        return [rows for _, rows in computed(data, COLUMNS_READ)]
    if PurePath(filename).suffix.lower() not in (".csv", ".tsv", ".txt"):
        raise Refusal("只能导入 .xlsx 或 .csv 表格。")
    rows, broken = csv_rows(decoded(data).removeprefix("\ufeff"))
    if broken:
        raise broken
    return [rows]


def _headers(lookups):
    named = {folded(field.label): name for name, field in InquiryRow({}, lookups).fields.items()}
    return named | {folded(word): name for name, words in ALSO_CALLED.items() for word in words}


def _columns(row, headers):
    columns = {}
    for at, cell in enumerate(row):
        name = headers.get(folded(canonical(cell).strip("\ufeff*")))
        if name and name not in columns.values():
            columns[at] = name
    return columns


def _save(form, line, report):
    if not form.is_valid():
        report.refuse(Refusal("；".join(reason.rstrip("。") for reason in form.reasons())), line)
        return
    is_new = not known_among(form.digests()) and store(form.cleaned_data, form.digest())
    report.counts["created" if is_new else "skipped"] += 1


def store(said, key, person=None):
    """Whether it was new; another run may have been quicker. `person` is who brought the table, if staff did."""
    said = dict(said)
    created_at = said.pop("created_at")
    try:
        with transaction.atomic():
            inquiry = Inquiry.objects.create(token=TOKEN, digest=key, **said)
            if created_at:
                Inquiry.objects.filter(pk=inquiry.pk).update(created_at=created_at)
                inquiry.created_at = created_at
            received(inquiry, person, is_news=False)
    except IntegrityError:
        return False
    return True
