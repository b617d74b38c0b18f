"""When nothing was found: which single need stands in the way."""

# What is given up together, or has a shorter name than its label. Sorting narrows nothing.
TOGETHER = {
    "面积": ["area_min", "area_max"],
    "价格": ["price_min", "price_max", "price_unit"],
    "净高": ["height_min"],
    "承重": ["load_min"],
    "供电": ["power_min"],
    "空置": ["available"],
}
KEPT = {"sort", "page"}


def relaxed(form, rows):
    """[(label, query string, count)]: each need that, given up alone, lets something be found.

    `form` is a filter form that has narrowed `rows` to nothing. One query for each stated need.
    """
    found = []
    for label, names in needs_of(form):
        query = form.data.copy()
        for name in [*names, "page"]:
            query.pop(name, None)
        if count := type(form)(query).narrow(rows).count():
            found.append((label, query.urlencode(), count))
    return found


def needs_of(form):
    """[(label, [field names])] of what was asked and understood."""
    stated = {name for name in form.fields if form.cleaned_data.get(name) not in (None, "", False)} - KEPT
    groups = {label: [name for name in names if name in form.fields] for label, names in TOGETHER.items()}
    together = {name for names in groups.values() for name in names}
    single = {field.label: [name] for name, field in form.fields.items() if name not in together}
    return [(label, names) for label, names in (groups | single).items() if stated & {*names}]
