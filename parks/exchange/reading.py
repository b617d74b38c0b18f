"""A file → its tables of parks and listings: which sheet, which column, which line."""

import io
import re
import zipfile
from dataclasses import dataclass, field
from pathlib import PurePath

from publishing.files import Refusal, checked_names, decoded, refuse_old_office
from publishing.tables import csv_rows, sheets

from .cells import canonical, folded
from .nouns import NOUNS, NUMBER, REFERENCE

HEADER_ROWS, COLUMNS_READ = 10, 200
EXPLANATION, EXAMPLE = "【说明】", "【示例】"
LINK = "xl/externalLinks/"
FORMULA = re.compile(rb"<(?:\w+:)?f[ >/]")


class _Uncomputed:
    """Stands for a formula whose result the file does not hold."""

    def __str__(self):
        return "公式"


UNCOMPUTED = _Uncomputed()
NO_RESULT = "公式还没有算出结果，请在 Excel 里打开、保存一次，或改贴数值"


@dataclass
class Table:
    """Rows of one noun. `columns` by their place; a row may be a Refusal instead of its cells."""

    noun: object
    sheet: str  # "" in a file that has no sheets
    columns: dict
    number_at: int | None
    width: int
    rows: list
    notices: list = field(default_factory=list)

    def cell(self, cells, place):
        return cells[place] if place is not None and place < len(cells) else None


def read(data, filename, wanted=NOUNS):
    """The tables of a file of that name. Raises Refusal, in the words of `wanted`, when it is no table of ours."""
    refuse_old_office(data)
    if data.startswith(b"PK"):
        return _workbook(data, wanted)
    suffix = PurePath(filename).suffix.lower()
    if suffix not in (".csv", ".tsv", ".txt"):
        raise Refusal(
            "只能导入 .xlsx 或 .csv 表格" + ("，这个文件可能已经损坏。" if suffix == ".xlsx" else "。")
        )
    rows, broken = csv_rows(decoded(data).removeprefix("\ufeff"))
    table = _table("", [(line, tuple(cells)) for line, cells in rows], NOUNS)
    if table is None:
        raise Refusal(no_header(wanted), 1)
    table.rows = [(line, _of_width(cells, table.width)) for line, cells in table.rows]
    if broken:
        table.rows.append((broken.line, broken))
    return [table]


def _of_width(cells, width):
    if any(cell.strip() for cell in cells[width:]):
        return Refusal(f"这一行有 {len(cells)} 格，表头只有 {width} 格；含逗号的文字要加引号")
    return cells


def _workbook(data, wanted):
    names = checked_names(data)
    if "xl/workbook.xml" not in names:
        raise Refusal("这不是 Excel 表格，请用 .xlsx 或 .csv 文件。")
    if any(name.startswith(LINK) for name in names):
        raise Refusal("文件里有指向别的文件的链接，请在 Excel 的“数据－编辑链接”里断开链接后再导入。")
    found, notices = [], []
    for title, rows in computed(data, COLUMNS_READ):
        if title.strip() in REFERENCE or not any(canonical(cell) for _, row in rows for cell in row):
            continue
        own = [noun for noun in NOUNS if noun.title == title.strip()]
        table = _table(title, rows, own or NOUNS)
        if table:
            found.append(table)
        elif own:
            raise Refusal(f"“{title}”表里{no_header(own)}")
        else:
            notices.append(f"“{title}”表里没有园区或载体的表头，没有读取")
    if not found:
        raise Refusal(f"文件里{no_header(wanted)}")
    found[0].notices += notices
    return sorted(found, key=lambda table: NOUNS.index(table.noun))


def computed(data, columns):
    """As `publishing.tables.sheets`, UNCOMPUTED where the file was never calculated and holds no formula's result."""
    book = sheets(data, columns)
    if not _has_formulas(data):
        return book
    return [
        (title, [(line, _marked(values, formulas)) for (line, values), (_, formulas) in _pairs(rows, raw)])
        for (title, rows), (_, raw) in zip(book, sheets(data, columns, with_formulas=True), strict=True)
    ]


def _pairs(rows, raw):
    return zip(rows, raw, strict=True)


def _marked(values, formulas):
    return tuple(
        UNCOMPUTED if value is None and formula is not None else value
        for value, formula in zip(values, formulas, strict=True)
    )


def _has_formulas(data):
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = [name for name in archive.namelist() if name.startswith("xl/worksheets/")]
        return any(FORMULA.search(archive.read(name)) for name in parts)


def _table(sheet, rows, nouns):
    """The table below the header that most columns of one of `nouns` recognise; None without one."""
    for place, (_, row) in enumerate(rows[:HEADER_ROWS]):
        headers = [folded(canonical(cell).strip("\ufeff*")) for cell in row]
        known = [noun for noun in nouns if _holds(noun, headers)]
        if known:
            noun = max(known, key=lambda one: len({*map(folded, one.headers)} & {*headers}))
            return _below(noun, sheet, row, headers, rows[place + 1 :])
    return None


def _holds(noun, headers):
    return any({*map(folded, known)} <= {*headers} for known in noun.known_by)


def _below(noun, sheet, row, headers, rows):
    twice = [canonical(row[place]) for place, one in enumerate(headers) if one and one in headers[:place]]
    places = {one: place for place, one in enumerate(headers)}
    columns = {places[folded(one.header)]: one for one in noun.columns if folded(one.header) in places}
    number_at = places.get(folded(NUMBER)) if noun.numbered else None
    if twice:
        raise Refusal(f"表头里有两个“{twice[0]}”，请删去一个。")
    table = Table(noun, sheet, columns, number_at, len(row), [])
    strange = [canonical(row[place]) for one, place in places.items() if one and place not in columns]
    strange = [one for one in strange if number_at is None or folded(one) != folded(NUMBER)]
    if strange:
        table.notices.append(f"不认识这些列，没有读取：{'、'.join(one[:20] for one in strange[:20])}")
    for line, cells in rows:
        first = next(filter(None, map(canonical, cells)), "")
        if first and not first.startswith((EXPLANATION, EXAMPLE)):
            table.rows.append((line, cells))
    return table


def no_header(nouns):
    needs = [" 或 ".join("、".join(sorted(known)) for known in noun.known_by) for noun in nouns]
    whose = "；".join(f"{noun.title}要有 {need}" for noun, need in zip(nouns, needs, strict=True))
    return f"找不到表头，请用网站的模板。至少要有这些列：{whose}。"
