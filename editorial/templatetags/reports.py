from django import template

register = template.Library()


@register.filter
def labelled(row, columns):
    """(column's name, cell, whether it is a number) of each cell."""
    return [(label, cell, isinstance(cell, int | float)) for label, cell in zip(columns, row, strict=True)]
