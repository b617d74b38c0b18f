from django import template

from library.models import Picture

register = template.Library()


@register.filter
def sheet(changelist):
    """(picture, its form or None, whether something shows it) for each row of the list."""
    rows = list(changelist.result_list)
    forms = changelist.formset.forms if changelist.formset else [None] * len(rows)
    used = set(Picture.objects.used().filter(pk__in=[row.pk for row in rows]).values_list("pk", flat=True))
    return [
        (form.instance if form else row, form, row.pk in used) for row, form in zip(rows, forms, strict=True)
    ]
