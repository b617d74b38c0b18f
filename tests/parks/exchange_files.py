"""Files of parks and listings, made in memory, and what became of them."""

import io

from openpyxl import Workbook, load_workbook

from parks.exchange import workbook
from parks.exchange.nouns import LISTING, NUMBER, PARK
from parks.exchange.reading import read
from parks.exchange.running import look_at
from parks.exchange.saving import save

NEW_LISTING = {
    "标题": "单层厂房",
    "类别": "厂房",
    "方式": "出租",
    "所属地区": "天津-武清区",
    "面积": 3200,
    "价格": 0.75,
    "价格单位": "元/㎡/天",
}
NEW_PARK = {
    "名称": "新园区",
    "网址名": "xinyuan",
    "所属地区": "天津-武清区",
    "级别": "区级",
    "类型": "产业园区",
}


def book(**sheets):
    """A workbook: each sheet a list of dicts with the same keys, or of lists."""
    made, file = Workbook(), io.BytesIO()
    made.remove(made.active)
    for title, rows in sheets.items():
        sheet = made.create_sheet(title)
        if rows and isinstance(rows[0], dict):
            headers = list({header: None for row in rows for header in row})
            rows = [headers, *([row.get(header) for header in headers] for row in rows)]
        for row in rows:
            sheet.append(row)
    made.save(file)
    return file.getvalue()


def exported(noun, *items):
    """As the list is taken out: the rows asked for again, as the export does."""
    known = noun.rows().in_bulk([item.pk for item in items])
    return workbook.export(noun, [known[item.pk] for item in items])


def cells_of(data, title):
    return [list(row) for row in load_workbook(io.BytesIO(data))[title].iter_rows(values_only=True)]


def changed_file(data, title, line, **cells):
    """`data` with other values in the named columns of one line; a value of None empties the cell."""
    made, file = load_workbook(io.BytesIO(data)), io.BytesIO()
    sheet = made[title]
    headers = [cell.value.rstrip("*") for cell in sheet[1]]
    for header, value in cells.items():
        sheet.cell(line, headers.index(header) + 1).value = value
    made.save(file)
    return file.getvalue()


def looked_at(data, name="a.xlsx", **options):
    return look_at(name, lambda: read(data, name), **options)


def imported(data, name="a.xlsx", **options):
    report = looked_at(data, name, **options)
    save(report.rows)
    return report


def outcomes(report):
    assert report.refusal is None, report.refusal.reason
    return [row.outcome for row in report.rows]


def reasons(report):
    assert report.refusal is None, report.refusal.reason
    return [reason for row in report.rows for reason in row.reasons]


def changes(report):
    return [(column.header, before, after) for row in report.rows for column, before, after in row.changes]


__all__ = ["LISTING", "NUMBER", "PARK"]
