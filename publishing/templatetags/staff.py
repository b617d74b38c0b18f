"""What the staff's templates ask: names of people, a list's filters, a form's parts."""

from django import template
from django.utils import timezone

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


@register.inclusion_tag("admin/date_hierarchy.html")
def years_and_months(cl):
    """Django's way through the dates reads every row of the list; this one the first and the last."""
    name = cl.date_hierarchy
    year, month, day = (cl.params.get(f"{name}__{part}") for part in ("year", "month", "day"))

    def link(**parts):
        return cl.get_query_string({f"{name}__{part}": value for part, value in parts.items()}, [f"{name}__"])

    if year:
        back = {
            "link": link(**({"year": year} if month and day else {})),
            "title": f"{year}年" if day else "全部时间",
        }
        months = [{"link": link(year=year, month=one), "title": f"{one}月"} for one in range(1, 13)]
        if month:
            back, months = {"link": link(year=year), "title": f"{year}年"}, [{"title": f"{month}月"}]
        return {"show": True, "back": back, "choices": months}
    dates = cl.model._default_manager.exclude(**{name: None}).order_by(name).values_list(name, flat=True)
    first, last = dates.first(), dates.last()
    years = range(local_year(first), local_year(last) + 1) if first else []
    choices = [{"link": link(year=one), "title": f"{one}年"} for one in years[-12:]]
    return {"show": len(choices) > 1, "back": None, "choices": choices}


def local_year(moment):
    return timezone.localtime(moment).year if hasattr(moment, "hour") else moment.year


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
