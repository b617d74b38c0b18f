"""Tables as files that a spreadsheet opens right: Chinese readable, and no cell run as a formula."""

import csv
import io
from datetime import date
from decimal import Decimal
from itertools import chain

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font, PatternFill
from openpyxl.utils import get_column_letter

from .richtext import printable

CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
HEAD = {"fill": PatternFill("solid", fgColor="0A4A75"), "font": Font(bold=True, color="FFFFFF")}
FORMULA = ("=", "+", "-", "@", "\t", "\r")
LONGEST = 32_000  # characters; Excel takes 32,767 a cell


def safe_text(cell):
    """A cell of a CSV: a number stays one, a text that would run as a formula gets a mark before it."""
    if isinstance(cell, bool | int | float | Decimal | date):
        return cell
    text = printable(str(cell))
    return f"'{text}" if text.startswith(FORMULA) else text


def plain_book(columns, rows):
    """The bytes of a workbook with one sheet: a head that stays in sight, then `rows`."""
    return book_of(("报表", columns, rows))


def book_of(*sheets):
    """The bytes of a workbook of (title, columns, rows)."""
    book = Workbook(write_only=True)
    for title, columns, rows in sheets:
        sheet = book.create_sheet(title)
        sheet.freeze_panes = "A2"
        for number, width in enumerate(widths(columns, rows), start=1):
            sheet.column_dimensions[get_column_letter(number)].width = width
        sheet.append([_head(sheet, one) for one in columns])
        for row in rows:
            sheet.append([_cell(sheet, one) for one in row])
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def widths(columns, rows, most=50):
    """Twice the characters of the longest of the first rows: a Han character is two wide."""
    longest = [max(map(len, map(str, column))) for column in zip(columns, *rows[:100], strict=True)]
    return [min(2 * length + 2, most) for length in longest]


def _head(sheet, text):
    cell = WriteOnlyCell(sheet, text)
    cell.fill, cell.font = HEAD["fill"], HEAD["font"]
    return cell


def _cell(sheet, value):
    if isinstance(value, int | float | Decimal | date):
        cell = WriteOnlyCell(sheet, value)
        if isinstance(value, date):
            cell.number_format = "yyyy-mm-dd"
        return cell
    text = printable(str(value))[:LONGEST]
    cell = WriteOnlyCell(sheet, text)
    cell.data_type, cell.quotePrefix = "s", text.startswith(FORMULA)
    return cell


def csv_lines(columns, rows):
    """The file's text piece by piece, with the mark by which Excel knows UTF-8; long figures stay as they are written."""
    line = io.StringIO(newline="")
    writer = csv.writer(line)
    line.write("\ufeff")
    for row in chain([columns], rows):
        writer.writerow([_unchanged(safe_text(cell)) for cell in row])
        yield line.getvalue()
        line.seek(0)
        line.truncate()


def _unchanged(cell):
    """Excel would round 123456789012 and drop a leading zero."""
    is_code = isinstance(cell, str) and cell.isdecimal() and (len(cell) > 11 or cell.startswith("0"))
    return f"'{cell}" if is_code else cell


def write_long_book(file, columns, rows, title):
    """A workbook with one sheet of many rows, written row by row into `file` (open, binary)."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(title)
    sheet.freeze_panes = "A2"
    for number, label in enumerate(columns, start=1):
        sheet.column_dimensions[get_column_letter(number)].width = min(2 * len(label) + 6, 30)
    sheet.append([_head(sheet, one) for one in columns])
    for row in rows:
        sheet.append([_light_cell(sheet, value) for value in row])
    book.save(file)


def _light_cell(sheet, value):
    """A plain text as itself: a cell object each would take three times as long."""
    if not isinstance(value, str):
        return value
    text = printable(value)[:LONGEST]
    return _cell(sheet, text) if text.startswith(FORMULA) else text
