from django import template

register = template.Library()


@register.filter
def kinds(table):
    """(column's name, whether it holds numbers) of each column; a cell may be empty."""
    cells = zip(*table.rows, strict=True)
    return [(label, any(map(is_number, column))) for label, column in zip(table.columns, cells, strict=True)]


@register.filter
def labelled(row, columns):
    """(column's name, cell, whether the column holds numbers) of each cell."""
    return [(label, cell, numeric) for (label, numeric), cell in zip(columns, row, strict=True)]


def is_number(cell):
    return isinstance(cell, int | float) or (isinstance(cell, str) and cell.endswith("%"))
