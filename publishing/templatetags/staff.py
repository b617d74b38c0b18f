"""What the staff's templates ask: names of people, a list's filters, a form's parts."""

from django import template

from publishing.admin import staff_name

register = template.Library()
register.filter("staff_name", staff_name)


@register.simple_tag
def active_filters(cl):
    """What is set: the filter's title, the value's words and the address without it."""
    found = []
    for spec in cl.filter_specs:
        choices = list(spec.choices(cl))
        is_set = set(spec.expected_parameters()) & set(cl.params)
        chosen = next((one for one in choices[1:] if one["selected"]), None)
        if is_set and chosen and not choices[0]["selected"]:
            words = str(chosen["display"]).strip("　 ")
            found.append({"title": spec.title, "value": words, "without": choices[0]["query_string"]})
    return found


@register.simple_tag
def form_parts(adminform, formsets):
    """(anchor, name) of each named part; the first fields, which have no name, are 基本."""
    parts = []
    for number, fieldset in enumerate(adminform):
        if fieldset.name:
            parts.append((f"fieldset-0-{number}-heading", fieldset.name))
        elif number == 0:
            parts.append((f"{adminform.form._meta.model._meta.model_name}_form", "基本"))
    for inline in formsets or ():
        parts.append((f"{inline.formset.prefix}-group", inline.opts.verbose_name_plural))
    return parts
