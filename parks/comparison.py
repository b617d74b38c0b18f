"""Parks side by side."""

ROWS = [
    ("所属地区", lambda park: park.district.full_name),
    ("级别", lambda park: park.get_level_display()),
    ("类型", lambda park: park.get_kind_display()),
    ("主导产业", lambda park: "、".join(one.name for one in park.industries.all())),
    ("规划面积（km²）", lambda park: park.planned_area_km2),
    ("建成面积（km²）", lambda park: park.built_area_km2),
    ("可供地（亩）", lambda park: park.land_available_mu),
    ("基础设施", lambda park: park.get_site_preparation_display()),
    ("批准时间", lambda park: park.approved_on),
    ("年产值（亿元）", lambda park: park.output_yi_yuan),
    ("就业人数", lambda park: park.employees),
    ("地址", lambda park: park.address),
    ("核实日期", lambda park: park.verified_on),
]


def compared(parks):
    """[{"label", "values", "differs"}]: one row a fact, one value a park; facts nobody states are left out."""
    rows = []
    for label, read in ROWS:
        values = [read(park) for park in parks]
        if any(value not in (None, "") for value in values):
            rows.append({"label": label, "values": values, "differs": len(set(values)) > 1})
    return rows
