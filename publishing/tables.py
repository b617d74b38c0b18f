"""Rows of spreadsheets and of CSV, as they stand in the file: (number of the line, its cells)."""

import csv
import io

from openpyxl import load_workbook

from .files import DAMAGED, Refusal

ROWS = 20_000


def csv_rows(text):
    """([(line, [text, …])], a Refusal or None): what could be read before the quotes went wrong counts."""
    csv.field_size_limit(max(csv.field_size_limit(), len(text)))
    delimiter = max(",\t;", key=text[: text.find("\n") if "\n" in text else None].count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    rows, before = [], 0
    try:
        for row in reader:
            rows.append((before + 1, row))
            before = reader.line_num
    except csv.Error:
        return rows, Refusal("引号不成对，从这一行起读不下去", before + 1)
    return rows, None


def sheets(data, columns, with_formulas=False):
    """[(name, [(line, (value, …))])] of a workbook `checked_names` found harmless, `columns` wide at most.

    A formula is read as the result the file holds; `with_formulas` as itself, "=A1+1".
    """
    try:
        book = load_workbook(io.BytesIO(data), read_only=True, data_only=not with_formulas)
        return [(sheet.title, list(_numbered(sheet, columns))) for sheet in book.worksheets]
    except Refusal:
        raise
    except Exception:  # whatever a damaged workbook makes of the reader
        raise Refusal(DAMAGED) from None


def _numbered(sheet, columns):
    for number, row in enumerate(sheet.iter_rows(max_col=columns, values_only=True), start=1):
        if number > ROWS:
            raise Refusal(f"表格超过 {ROWS} 行，请拆开再导入。")
        yield number, row
