"""The facts an article is about. All that can be looked up comes from the demo's own parks and listings."""

from collections import defaultdict
from datetime import timedelta
from decimal import Decimal

from django.utils import timezone

from zhaoshang.demo.parks import PRODUCTS, targets
from zhaoshang.demo.writing import amount

CITIES = ["北京", "上海", "深圳", "杭州", "苏州", "青岛", "宁波", "佛山", "无锡", "石家庄", "济南", "常州"]
FACILITIES = ["检测实验室", "中试车间", "打样中心", "培训中心", "冷链仓库"]
SUPPLIES = ["表面处理", "精密注塑", "模具加工", "线束", "包装", "铸件"]
WEEKDAYS = "一二三四五六日"


class Town:
    """What is public in one district: its parks and listings, gathered once for all its articles."""

    def __init__(self, district, parks, listings, policies):
        self.district, self.parks, self.policies = district, parks, policies
        self.listings = defaultdict(list)
        for listing in listings:
            self.listings[listing.kind].append(listing)

    def parks_with(self, kind):
        """The parks that offer something of `kind`; all of them where no kind is asked."""
        parks = [
            park for park in self.parks if not kind or any(one.park == park for one in self.listings[kind])
        ]
        # A park of banks may have a hall to let, but its companies make nothing to write about.
        return [park for park in parks if kind != "factory" or len(park.maker_names) >= 3]


def makes_things(code):
    """制造业 is 13 to 43."""
    return "13" <= code <= "43"


def facts_for(town, topic, at, towns, rng):
    """A dict of facts for one article, or None where the town has nothing to say on the topic.

    `park` and `policy` objects are in it too, under their own names with an underscore.
    """
    parks = town.parks_with(topic.needs)
    if not parks:
        return None
    park = rng.choice(parks)
    others = [other for other in town.parks if other != park]
    facts = place_facts(town) | time_facts(at) | number_facts(rng)
    facts |= (
        park_facts(park, topic, rng) | price_facts(town, park, towns, rng) | parcel_facts(park, town, rng)
    )
    facts |= policy_facts(town, rng)
    if others:
        facts["park_count"] = str(len(town.parks))
        other = facts["_park2"] = rng.choice(others)
        facts |= {"park2": other.name, "built2": amount(other.built_area_km2), "summary2": other.summary}
        facts["land2"] = amount(other.land_available_mu or 0)
    return facts


def place_facts(town):
    district = town.district
    return {
        "district": district.short_name,
        "place": f"天津{district.short_name}"
        if not district.short_name.startswith("天津")
        else district.short_name,
        "hotline": district.hotline,
    }


def time_facts(at):
    day = timezone.localdate(at) - timedelta(days=1)
    month_before = day.replace(day=1) - timedelta(days=1)
    quarter = (day.month - 1) // 3  # of those that are over; none in January to March
    return {
        "day": f"{day.month}月{day.day}日",
        "weekday": WEEKDAYS[day.weekday()],
        "month": f"{month_before.month}月",
        "year": str(month_before.year),
        "quarter": f"{day.year}年{'一二三'[quarter - 1]}季度" if quarter else f"{day.year - 1}年四季度",
        "founded": str(day.year - 4),
    }


def number_facts(rng):
    area = rng.choice([2400, 3200, 4500, 6000, 7200, 9600, 12000])
    issues = [rng.randint(4, 9), rng.randint(4, 8), rng.randint(2, 6), rng.randint(3, 7)]
    minutes = rng.choice([35, 40, 50])
    return {
        "n": str(rng.randint(3, 6)),
        "n2": str(rng.randint(12, 38)),
        "few": str(rng.randint(3, 6)),
        "visitors": str(rng.randint(9, 26)),
        "invest": amount(Decimal(rng.randint(12, 90)) / 10),
        "months": str(rng.randint(6, 14)),
        "lines": str(rng.randint(3, 6)),
        "staff": str(rng.choice([120, 160, 180, 240, 320])),
        "staff_small": str(rng.choice([18, 26, 35, 48, 60])),
        "value": amount(Decimal(rng.randint(6, 30)) / 10),
        "area": amount(area),
        "area_small": amount(area // 4),
        "percent": str(rng.choice([35, 40, 45, 55])),
        "issues": str(sum(issues)),
        **{f"issue{number}": str(count) for number, count in enumerate(issues, start=1)},
        "issue2_done": str(issues[1] - 2),
        "phase": rng.choice("二三"),
        "kva": rng.choice(["630", "800", "1,000", "1,250"]),
        "minutes": str(minutes),
        "minutes_after": str(minutes // 4),
        "city": rng.choice(CITIES),
        "facility": rng.choice(FACILITIES),
        "supply": rng.choice(SUPPLIES),
    }


def park_facts(park, topic, rng):
    (station, station_km), (_, airport_km), (_, port_km), (_, daxing_km) = targets(park)
    making = topic.needs == "factory"
    companies = rng.sample(park.maker_names if making else park.company_names, 3)
    codes = [code for code in park.codes if makes_things(code)] if making else park.codes
    land = park.land_available_mu
    return {
        "_park": park,
        "park": park.name,
        "theme": park.theme,
        "summary": park.summary,
        "planned": amount(park.planned_area_km2),
        "built": amount(park.built_area_km2),
        "station": station,
        "station_km": str(station_km),
        "airport_km": str(airport_km),
        "port_km": str(port_km),
        "daxing_km": str(daxing_km),
        "company": companies[0],
        "company2": companies[1],
        "company3": companies[2],
        "product": rng.choice(PRODUCTS[rng.choice(codes)]),
        "factory_form": rng.choice(["单层钢结构厂房", "三层框架厂房"]),
        "land_sentence": f"目前可供地约 {amount(land)} 亩。" if land else "新项目以租用现有载体为主。",
    } | ({"land": amount(land)} if land else {})


def priced(listing):
    if listing.price is None:
        return "面议"
    return f"{amount(listing.price)} {listing.get_price_unit_display()}"


def listing_table(listings, rng):
    """Four of them at most, as rows of title, size and price."""
    chosen = sorted(rng.sample(listings, min(4, len(listings))), key=lambda one: one.area)
    is_land = chosen[0].kind == "land"  # each 亩 has its price, in the unit the column names
    head = "| 地块 | 面积 | 起始单价（万元/亩） |" if is_land else "| 房源 | 面积 | 报价 |"
    rows = [
        f"| {one.title} | {amount(one.area)} {one.get_area_unit_display()} | "
        f"{amount(one.price) if is_land else priced(one)} |"
        for one in chosen
    ]
    return "\n".join([head, *rows])


def price_facts(town, park, towns, rng):
    facts = {}
    halls = town.listings["factory"]
    on_offer = [one for one in town.listings["land"] if one.notice_stage != "sold"]
    tables = {
        "factories": [one for one in halls if one.deal == "rent"],
        "sales": [one for one in halls if one.deal == "sale"],
        "warehouses": town.listings["warehouse"],
        "offices": town.listings["office"],
        "lands": on_offer,
        "park_lands": [one for one in on_offer if one.park == park],
    }
    for name, listings in tables.items():
        if listings:
            facts[name] = listing_table(listings, rng)
    if rents := [rent_per_day(one) for one in tables["factories"] if one.price]:
        total = amount(sum(one.area for one in tables["factories"]))
        facts["rent_summary"] = (
            f"在架出租厂房 {len(tables['factories'])} 处，合计 {total} ㎡。"
            f"折合每平方米每天 {amount(min(rents))} 至 {amount(max(rents))} 元，平均 {amount(sum(rents) / len(rents))} 元。"
        )
    if lands := tables["lands"]:
        facts["plots"] = "一两三四"[min(4, len(lands)) - 1]
        facts["land_low"] = amount(min(one.price for one in lands))
        facts["land_high"] = amount(max(one.price for one in lands))
    facts["rent_by_district"] = rent_by_district(towns, rng)
    return facts


def rent_per_day(listing):
    factor = {"sqm_day": Decimal(1), "sqm_month": Decimal(12) / 365, "sqm_year": Decimal(1) / 365}
    return listing.price * factor[listing.price_unit]


def rent_by_district(towns, rng):
    rows = []
    for town in rng.sample(towns, len(towns)):
        halls = [one for one in town.listings["factory"] if one.deal == "rent" and one.price]
        if len(halls) >= 2:
            mean = sum(rent_per_day(one) for one in halls) / len(halls)
            rows.append(
                f"| {town.district.short_name} | {len(halls)} | {amount(mean)} | {amount(mean * 365 / 12)} |"
            )
    return "\n".join(["| 地区 | 房源数 | 元/㎡/天 | 元/㎡/月 |", *rows[:7]])


def parcel_facts(park, town, rng):
    parcels = [one for one in town.listings["land"] if one.park == park]
    if not parcels:
        return {}
    parcel = rng.choice(parcels)
    return {
        "parcel": parcel.parcel_number,
        "parcel_area": amount(parcel.area),
        "parcel_use": parcel.land_use,
        "parcel_years": str(parcel.tenure_years),
        "parcel_price": amount(parcel.starting_price_wan),
        "parcel_deposit": amount(parcel.deposit_wan),
        "parcel_investment": amount(parcel.investment_wan_per_mu),
        "parcel_ratio": f"{parcel.floor_area_ratio_min} 至 {parcel.floor_area_ratio_max}",
    }


def policy_facts(town, rng):
    policy = rng.choice(town.policies)
    until = policy.valid_until
    chosen = rng.sample(town.policies, min(4, len(town.policies)))
    return {
        "_policy": policy,
        "policy": policy.title,
        "policy_number": policy.document_number,
        "policy_audience": policy.audience,
        "policy_conditions": plain(policy.conditions),
        "policy_support": plain(policy.support),
        "policy_from": chinese(policy.valid_from),
        "policy_until": f"至 {chinese(until)}" if until else "长期",
        "policies": "\n".join(f"- 《{one.title}》（{one.document_number}）" for one in chosen),
    }


def plain(numbered):
    """`（一）甲。（二）乙。` as one sentence's middle: `甲；乙`."""
    return "；".join(line[3:].rstrip("。") for line in numbered.splitlines())


def chinese(day):
    return f"{day.year}年{day.month}月{day.day}日"
