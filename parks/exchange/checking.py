"""Rows → what they would do: create, change (what, from what, to what), nothing, or be refused. Saves nothing."""

from collections import defaultdict
from dataclasses import dataclass, field

from publishing.files import Refusal

from . import cells
from .identity import finder_for
from .nouns import PARK
from .promises import Promises
from .reading import NO_RESULT, UNCOMPUTED

ELSEWHERE = "不是您负责的地区"
DATES = ("published_at", "expires_at")
CREATED, CHANGED, UNCHANGED, REFUSED = "created", "changed", "unchanged", "refused"


@dataclass
class Row:
    """One row of a file. `changes` are (column, what it said, what it will say), in few words."""

    table: object
    line: int
    name: str = ""
    item: object = None
    is_new: bool = True
    changes: list = field(default_factory=list)
    reasons: list = field(default_factory=list)
    notices: list = field(default_factory=list)

    @property
    def noun(self):
        return self.table.noun

    @property
    def outcome(self):
        if self.reasons:
            return REFUSED
        if self.is_new:
            return CREATED
        return CHANGED if self.changes else UNCHANGED

    def refuse(self, reason):
        if reason not in self.reasons:
            self.reasons.append(reason)


def check(tables, lookups, may_publish=True):
    """A Row for each row, in the order of the tables: parks before the listings that name them."""
    return [row for table in tables for row in _check_table(table, lookups, may_publish)]


def _check_table(table, lookups, may_publish):
    rows, taken = [], []
    for line, content in table.rows:
        row = Row(table, line)
        rows.append(row)
        if isinstance(content, Refusal):
            row.refuse(content.reason)
        else:
            taken.append((row, content))
    finder, promises = finder_for(table, lookups), Promises()
    finder.load([content for _, content in taken])
    for row, content in taken:
        _find(row, content, finder, lookups)
        if not row.reasons:
            _fill(row, content, lookups, may_publish)
        if not row.reasons and not lookups.may_change(row.item):
            row.refuse(f"所属地区：{ELSEWHERE}")
        if row.outcome in (CREATED, CHANGED):
            _promise(row, promises)
    _refuse_doubles(taken, finder)
    if table.noun is PARK:
        for row in rows:
            if row.outcome in (CREATED, CHANGED):
                lookups.know_park(row.item)
    return rows


def _find(row, content, finder, lookups):
    row.name = finder.name(content)
    try:
        row.item = finder.find(content)
    except Refusal as refusal:
        row.refuse(refusal.reason)
        return
    if row.item and not lookups.may_change(row.item):
        row.item = None
        row.refuse(f"网站上已有的这一条{ELSEWHERE}，您不能改")
    row.is_new = row.item is None
    row.item = row.item or row.noun.model()
    row.name = row.name or str(row.item)


def _fill(row, content, lookups, may_publish):
    table = row.table
    if row.is_new:
        given = table.columns.values()
        if missing := [one.header for one in row.noun.columns if one.is_required and one not in given]:
            row.refuse(f"没有找到已有的这一条；要新增，还缺 {'、'.join(missing)} 这些列")
            return
    for place, column in table.columns.items():
        try:
            _put(row, column, table.cell(content, place), lookups, may_publish)
        except Refusal as refusal:
            said = cells.said(table.cell(content, place))
            row.refuse(f"{column.header}{f'“{said}”' if said else ''}：{refusal.reason}")


def _put(row, column, cell, lookups, may_publish):
    item = row.item
    if cell is UNCOMPUTED:
        raise Refusal(NO_RESULT)
    text = cells.canonical(cell)
    if text == cells.TOO_LONG or (not text and column.has_usual and not row.is_new):
        return
    if not row.is_new and text == cells.canonical(column.written(item, lookups)):
        return
    if len(text) > cells.ANY_TEXT:
        raise Refusal(f"超过 {cells.ANY_TEXT // 10_000} 万字，太长了")
    if text in cells.ERRORS:
        raise Refusal("这是 Excel 的错误值，请改正")
    value = column.read(cell, lookups) if text else column.empty()
    if column.same(item, value):
        return
    if column.name in DATES and not may_publish:
        row.notices.append(f"您没有发布的权限，{column.header}没有采用")
        return
    if column.name == "slug" and not row.is_new and item.published_at:
        raise Refusal(f"公开过的园区不能改网址名（原为 {item.slug}）")
    before = "" if row.is_new else column.shown(item, lookups)
    column.put(item, value)
    row.changes.append((column, before, column.shown(item, lookups)))


def _promise(row, promises):
    changed = {column.name for column, _, _ in row.changes}
    broken = promises.broken(row.item, None if row.is_new else changed)
    columns = {column.name: column for column in row.noun.columns}
    for name, messages in broken.items():
        for message in map(str, messages):
            row.refuse(_at(columns.get(name), row, message))


def _at(column, row, message):
    if column is None:
        return message
    said = next((after for one, _, after in row.changes if one is column), "")
    return f"{column.header}{f'“{said}”' if said else ''}：{message}"


def _refuse_doubles(taken, finder):
    """Two rows of one file that mean the same thing: nobody knows which of them is right."""
    meant = defaultdict(list)
    for row, content in taken:
        if row.item is not None:
            for kind, what, may_repeat in finder.keys(row.item, content):
                meant[kind, what].append((row, may_repeat))
    for same in meant.values():
        if len(same) > 1 and not all(may_repeat for _, may_repeat in same):
            lines = "、".join(str(row.line) for row, _ in same[:20])
            for row, _ in same:
                row.refuse(f"第 {lines} 行说的是同一条，请只留一行")
