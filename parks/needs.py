"""What was asked of a list: each need in words, and which one stands in the way when nothing is found."""

from typing import NamedTuple

from django.http import QueryDict

from .figures import figure
from .forms.directory import is_stated

# What is one need, or has a shorter name than its label.
NAMED = {
    "面积": ["area_min", "area_max", "area_unit"],
    "价格": ["price_min", "price_max", "price_unit"],
    "净高": ["height_min"],
    "承重": ["load_min"],
    "供电": ["power_min"],
}
NARROWS_NOTHING = {"sort", "page"}


class Need(NamedTuple):
    label: str
    words: str
    query: str  # the address's query without this need


def needs_of(form):
    """Those that were stated and understood, in the form's order. `form` has been validated."""
    stated = [
        (label, names, [name for name in names if is_stated(form.cleaned_data.get(name))])
        for label, names in grouped(form)
    ]
    return [
        Need(label, in_words(form, label, said), query_without(form, names))
        for label, names, said in stated
        if any(not name.endswith("_unit") for name in said)
    ]


def grouped(form):
    label_of = {name: label for label, names in NAMED.items() for name in names}
    groups = {}
    for name, field in form.fields.items():
        if name not in NARROWS_NOTHING:
            groups.setdefault(label_of.get(name, field.label), []).append(name)
    return groups.items()


def in_words(form, label, names):
    """`面积 1,000–5,000 ㎡`, `净高 ≥ 9 m`, `武清区`, `“自行车”`."""
    ends = [name for name in names if name.endswith(("_min", "_max"))]
    if not ends:
        return word_for(form, names[0])
    said = list(dict.fromkeys(figure(form.cleaned_data[name], 4) for name in ends))
    sign = "" if len(ends) == 2 else "≥ " if ends[0].endswith("_min") else "≤ "
    return f"{label} {sign}{'–'.join(said)} {unit_of(form, ends[0])}"


def word_for(form, name):
    field, value = form.fields[name], form.cleaned_data[name]
    if value is True:
        return field.label
    if name == "q":
        return f"“{value}”"
    return dict(field.choices).get(value, "") if isinstance(value, str) else value.name


def unit_of(form, name):
    unit = name.rpartition("_")[0] + "_unit"
    if unit in form.fields:
        return (
            dict(form.fields[unit].choices).get(form.cleaned_data.get(unit))
            or form.fields[unit].choices[0][1]
        )
    return form.fields[name].label.partition("（")[2].rstrip("）")


def query_without(form, names):
    query = form.data.copy()
    for name in [*names, "page"]:
        query.pop(name, None)
    return query.urlencode()


def relaxed(form, count):
    """[(need, how many)]: each that, given up alone, lets something be found.

    `form` is a filter form that finds nothing, `count(form)` says how many another one finds.
    """
    found = [(need, count(type(form)(QueryDict(need.query)))) for need in needs_of(form)]
    return [(need, number) for need, number in found if number]
