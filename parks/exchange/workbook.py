"""Writes workbooks: the template with its example, and an export of rows, both with what is needed to fill them in."""

import io
import re
from datetime import date
from decimal import Decimal

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from parks.models import District
from publishing.richtext import printable

from .cells import TOO_LONG, fits
from .columns import InDistrict, InPark
from .examples import example
from .lookups import Lookups
from .nouns import DISTRICTS, INDUSTRIES, NOTES, NUMBER, PARKS
from .reading import EXAMPLE, EXPLANATION

CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
ALL_DISTRICTS = 400  # more than these no drop-down is read through
ROOM = 1000  # rows below the last that still offer their choices
FIRST_DAY = date(1900, 3, 1)  # before it Excel counts a 29 February that never was
ESCAPED = re.compile("_(x[0-9A-Fa-f]{4}_)")  # Excel reads _x000D_ as the character of that number
HEAD = {"fill": PatternFill("solid", fgColor="0A4A75"), "font": Font(bold=True, color="FFFFFF")}
REQUIRED = HEAD | {"fill": PatternFill("solid", fgColor="A32A12")}
ASIDE = {"fill": PatternFill("solid", fgColor="F2F0E8"), "font": Font(italic=True, color="5F666D")}
WRAPPED = Alignment(wrap_text=True, vertical="top")
TOP = Alignment(vertical="top")

IN_GENERAL = [
    "一行一条。表头的顺序可以换，不用的列可以删：没有的列不改动原来的内容，留在表里的空格会清空原来的内容。",
    "注明“留空：新增的按……”的列不会清空：新增的一行留空就按注明的填，已有的一行留空就不改动。",
    "前面带【说明】【示例】的行不会导入，可以删去，也可以留着。",
    "先预览，看清新增、更新、拒绝的各是哪些，确认后才写入；同一个文件再导入一次，什么也不会改变。",
    "文字前面的 = + - @ 不会被当成公式；公式按算出的结果读取。",
    "新增的都是草稿；填了“发布时间”，而且您有发布的权限，才会公开。",
    "图片不在表里，请在后台上传。",
]
FOUND_BY = {
    True: "“编号”是网站给的，请勿改动，新增的留空。没有编号的，按标题、所属地区、类别找到原来的那一条。",
    False: "按“网址名”或“名称”找到原来的园区；要改名称，网址名照旧；公开过的园区不能改网址名。",
}


def template(noun, user=None):
    """The bytes of an empty workbook to fill in."""
    return _book(noun, [], with_example=True, user=user)


def export(noun, items, user=None):
    """The bytes of a workbook of `items`, rows as `noun.rows()` asks for them."""
    return _book(noun, items, with_example=False, user=user)


def _book(noun, items, with_example, user):
    book, lookups = Workbook(write_only=True), Lookups(user)
    sheet = book.create_sheet(noun.title)
    references = _References(noun, lookups)
    _prepare(sheet, noun, references, with_example)
    sheet.append([_cell(sheet, header, look, WRAPPED) for header, look in _headers(noun)])
    for line in _first_lines(noun, lookups) if with_example else []:
        sheet.append([_cell(sheet, text, ASIDE, WRAPPED) for text in line])
    for item in items:
        numbers = [_value_cell(sheet, item.pk, "0")] if noun.numbered else []
        values = ((column, column.written(item, lookups)) for column in noun.columns)
        sheet.append(
            [*numbers, *(_value_cell(sheet, value, column.number_format) for column, value in values)]
        )
    references.write(book)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def _headers(noun):
    if noun.numbered:
        yield NUMBER, HEAD
    for column in noun.columns:
        yield column.header + ("*" if column.is_required else ""), REQUIRED if column.is_required else HEAD


def _first_lines(noun, lookups):
    yield _led_by(EXPLANATION, [*(["新增的留空"] if noun.numbered else []), *map(_how, noun.columns)])
    yield _led_by(EXAMPLE, [*([""] if noun.numbered else []), *example(noun, lookups)])


def _led_by(mark, texts):
    return [mark + texts[0], *texts[1:]]


def _how(column):
    blank = f"留空：新增的按“{column.usual()}”，已有的不改动" if column.has_usual else ""
    parts = ["必填" if column.is_required else "", column.kind, column.note, blank]
    return "；".join(part.rstrip("。") for part in parts if part)


def _prepare(sheet, noun, references, with_example):
    """Widths, the frozen header and the drop-downs: all that a sheet says before its rows."""
    sheet.freeze_panes = f"{'C' if noun.numbered else 'B'}2"
    shift = 2 if noun.numbered else 1
    if noun.numbered:
        sheet.column_dimensions["A"].width = 12
    for place, column in enumerate(noun.columns, start=shift):
        letter = get_column_letter(place)
        sheet.column_dimensions[letter].width = column.width
        sheet.column_dimensions[letter].number_format = column.number_format  # of what will be typed
        if formula := references.formula(column):
            offer = DataValidation(type="list", formula1=formula, allow_blank=True)
            offer.showErrorMessage = bool(column.choices)
            offer.errorTitle, offer.error = "请选一项", f"{column.header}请从下拉列表里选。"
            offer.add(f"{letter}{4 if with_example else 2}:{letter}{references.last_row + ROOM}")
            sheet.data_validations.append(offer)


class _References:
    """The sheets that say which words may be used, and the drop-downs that read them."""

    def __init__(self, noun, lookups):
        self.noun, self.lookups, self.last_row = noun, lookups, 5_000
        districts, self.park_names = lookups.districts_offered(), lookups.park_names_offered()
        self.all_districts = len(districts) <= ALL_DISTRICTS
        if not self.all_districts:
            in_use = District.objects.filter(parks__isnull=False) | District.objects.filter(
                listings__isnull=False
            )
            used = {*in_use.values_list("pk", flat=True)}
            districts = [one for one in districts if one.pk in used]
        self.districts = sorted(districts, key=lambda one: one.path)

    def formula(self, column):
        if column.choices:
            return f'"{",".join(column.choices)}"'
        if isinstance(column, InDistrict) and self.districts:
            return f"'{DISTRICTS}'!$A$2:$A${len(self.districts) + 1}"
        if isinstance(column, InPark) and self.park_names:
            return f"'{PARKS}'!$A$2:$A${len(self.park_names) + 1}"
        return ""

    def write(self, book):
        self._notes(book)
        names = self.lookups.district_names
        note = "" if self.all_districts else "这里只列出已有园区或载体的地区；别的地区也可以填，写法相同。"
        rows = [(names[one.pk], one.code, one.slug) for one in self.districts]
        _sheet(book, DISTRICTS, ["地区", "行政区划代码", "网址名", note], rows, [28, 16, 20, 60])
        industries = [(one.code, one.name) for one in self.lookups.industries.values()]
        note = "填代码、名称或“36 汽车制造业”都可以；也可以填网站上的产业标签。"
        _sheet(book, INDUSTRIES, ["代码", "名称", note], industries, [8, 44, 60])
        if any(isinstance(column, InPark) for column in self.noun.columns):
            rows = [(name,) for name in self.park_names]
            _sheet(book, PARKS, ["园区名称"], rows, [36])

    def _notes(self, book):
        rows = [(text,) for text in [*IN_GENERAL, FOUND_BY[self.noun.numbered]]]
        rows += [("",), ("列", "必填", "怎么填", "可选的值")]
        rows += [
            (one.header, "必填" if one.is_required else "", _how(one), "、".join(one.choices))
            for one in self.noun.columns
        ]
        _sheet(book, NOTES, [f"怎样填写{self.noun.title}表"], rows, [26, 8, 60, 60])


def _sheet(book, title, headers, rows, widths):
    sheet = book.create_sheet(title)
    sheet.freeze_panes = "A2"
    for place, width in enumerate(widths, start=1):
        sheet.column_dimensions[get_column_letter(place)].width = width
    sheet.append([_cell(sheet, header, HEAD) for header in headers])
    for row in rows:
        sheet.append([_value_cell(sheet, value, "@") for value in row])


def _cell(sheet, text, look, alignment=TOP):
    cell = _text_cell(sheet, text)
    cell.fill, cell.font, cell.alignment = look["fill"], look["font"], alignment
    return cell


def _value_cell(sheet, value, number_format):
    if value is None or value == "":
        return None
    if isinstance(value, date) and _day(value) < FIRST_DAY:
        value = str(value)
    if isinstance(value, str):
        cell = _text_cell(sheet, value)
    else:
        cell = WriteOnlyCell(sheet, float(value) if isinstance(value, Decimal) else value)
    cell.number_format, cell.alignment = number_format, TOP
    return cell


def _day(value):
    return value.date() if hasattr(value, "date") else value


def _text_cell(sheet, text):
    """A text that stays one: what begins with = is no formula, and what no file holds is left out."""
    text = ESCAPED.sub(r"_x005F_\1", printable(text))
    if not fits(text):
        text = TOO_LONG
    cell = WriteOnlyCell(sheet, text)
    cell.data_type = "s"
    cell.quotePrefix = text.startswith(("=", "+", "-", "@", "\t"))
    return cell
