"""Parks side by side."""

from .figures import figure


def amount(value, unit):
    return f"{figure(value)} {unit}" if value is not None else ""


def day(value):
    return value.isoformat() if value else ""


ROWS = [
    ("所属地区", lambda park: park.district.full_name),
    ("级别", lambda park: park.get_level_display()),
    ("类型", lambda park: park.get_kind_display()),
    ("主导产业", lambda park: "；".join(one.name for one in park.industries.all())),
    ("可供地", lambda park: amount(park.land_available_mu, "亩")),
    ("规划面积", lambda park: amount(park.planned_area_km2, "km²")),
    ("建成面积", lambda park: amount(park.built_area_km2, "km²")),
    ("基础设施", lambda park: park.get_site_preparation_display()),
    ("年产值", lambda park: amount(park.output_yi_yuan, "亿元")),
    ("年税收", lambda park: amount(park.tax_yi_yuan, "亿元")),
    ("就业", lambda park: amount(park.employees, "人")),
    ("批准时间", lambda park: day(park.approved_on)),
    ("地址", lambda park: park.address),
    ("核实日期", lambda park: day(park.verified_on)),
]


def compared(parks):
    """[{"label", "values", "differs"}]: one row a fact, one value a park, in words; facts nobody states are left out."""
    rows = [(label, [read(park) for park in parks]) for label, read in ROWS]
    rows[-2:-2] = distances(parks)
    return [
        {"label": label, "values": values, "differs": len(set(values)) > 1}
        for label, values in rows
        if any(values)
    ]


def distances(parks):
    """A row for each target that more than one of the parks measures its way to."""
    known = [{one.target: one.km for one in park.distances.all()} for park in parks]
    targets = dict.fromkeys(target for distances in known for target in distances)
    shared = [target for target in targets if sum(target in distances for distances in known) > 1]
    return [
        (f"距{target}", [amount(distances.get(target), "km") for distances in known]) for target in shared
    ]
