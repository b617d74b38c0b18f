"""What each kind of listing says about itself, in the order a site manager asks. What nobody states is left out."""

from django.utils import timezone

from .figures import figure
from .models import Listing, Park
from .units import SQM_PER_MU, AreaUnit

YES_OR_NO = {True: "可以", False: "不可以", None: ""}

# The usual reading of 几通； 一平 is the levelled ground.
PREPARED = {
    Park.SitePreparation.THREE: "通水、通电、通路",
    Park.SitePreparation.FIVE: "通水、通电、通路、通讯、排水",
    Park.SitePreparation.SEVEN: "通给水、排水、电、路、通讯、燃气、热力",
    Park.SitePreparation.NINE: "通给水、雨水、污水、电、路、通讯、燃气、热力、有线电视",
}


def measure(label, column, unit):
    def read(listing):
        value = getattr(listing, column)
        if value is None:
            return ""
        return f"{figure(value)}{joint}{unit}" if value else "无"

    joint = "" if unit == "%" else " "
    return label, read


def words(label, column):
    return label, lambda listing: getattr(listing, column)


def answer(label, column):
    return label, lambda listing: YES_OR_NO[getattr(listing, column)]


def floor_area_ratio(listing):
    """`1.5–2.5`, or the one end that is stated."""
    low, high = figure(listing.floor_area_ratio_min), figure(listing.floor_area_ratio_max)
    if low and high:
        return low if low == high else f"{low}–{high}"
    return f"不低于 {low}" if low else high and f"不高于 {high}"


def storeys(listing):
    if not listing.floors:
        return ""
    return "单层" if listing.floors == 1 else f"{listing.floors} 层"


def smallest_part(listing):
    unit = AreaUnit(listing.area_unit).label
    if listing.min_area == listing.area:  # the whole is no part
        return ""
    if listing.min_area is not None:
        return f"可分割，{figure(listing.min_area)} {unit} 起"
    return "可分割" if listing.is_divisible else ""


def delivery(listing):
    """When one may move in. Of what is taken, and of land, only a day that somebody stated says something."""
    if listing.available_on and listing.available_on > timezone.localdate():
        day = listing.available_on
        return f"{day.year}年{day.month}月{day.day}日起可交付"
    vacant = listing.status == Listing.Status.VACANT and listing.kind != Listing.Kind.LAND
    return "随时可交付" if vacant else ""


def starting_price(listing):
    """`4,560 万元（≈ 76 万元/亩）`: the whole plot's, and what that is for one 亩."""
    if not listing.starting_price_wan:
        return ""
    price = f"{figure(listing.starting_price_wan)} 万元"
    if not listing.area:
        return price
    mu = listing.area if listing.area_unit == AreaUnit.MU else listing.area / SQM_PER_MU
    return f"{price}（≈ {figure(listing.starting_price_wan / mu, 1)} 万元/亩）"


FLOOR_AREA_RATIO = ("容积率", floor_area_ratio)
TENURE = measure("年限", "tenure_years", "年")
STARTING_PRICE = ("起始价", starting_price)
STARTING_PRICE_ALONE = measure("起始价", "starting_price_wan", "万元")
NOTICE = ("公告阶段", lambda listing: listing.get_notice_stage_display())
CLEAR_HEIGHT = measure("净高", "clear_height_m", "m")
FLOOR_LOAD = measure("承重", "floor_load_t", "t/㎡")
POWER = measure("供电", "power_kva", "kVA")
STOREYS = ("层数", storeys)
FLOOR = words("楼层", "floor_label")
EFFICIENCY = measure("得房率", "efficiency_ratio", "%")
RENT_FREE = measure("免租期", "rent_free_months", "个月")
DELIVERY = ("交付", delivery)

HALL = [
    DELIVERY,
    ("分割", smallest_part),
    words("结构", "structure"),
    STOREYS,
    CLEAR_HEIGHT,
    measure("跨度", "span_m", "m"),
    measure("首层承重", "floor_load_t", "t/㎡"),
    words("各层承重", "floor_loads"),
    POWER,
    measure("行车", "crane_t", "t"),
    words("消防等级", "fire_rating"),
    answer("办理环评", "eia_allowed"),
    words("物业费", "property_fee"),
]
FACTS = {
    Listing.Kind.LAND: [
        words("宗地编号", "parcel_number"),
        words("用途", "land_use"),
        NOTICE,
        STARTING_PRICE,
        measure("保证金", "deposit_wan", "万元"),
        TENURE,
        DELIVERY,
        FLOOR_AREA_RATIO,
        measure("建筑系数", "building_density", "%"),
        measure("绿地率", "green_ratio", "%"),
        measure("投资强度", "investment_wan_per_mu", "万元/亩"),
        measure("亩均产出", "output_wan_per_mu", "万元/亩"),
        measure("亩均税收", "tax_wan_per_mu", "万元/亩"),
    ],
    Listing.Kind.FACTORY: HALL,
    Listing.Kind.WAREHOUSE: HALL,
    Listing.Kind.OFFICE: [
        DELIVERY,
        ("分割", smallest_part),
        FLOOR,
        EFFICIENCY,
        measure("车位", "parking_spaces", "个"),
        RENT_FREE,
        answer("注册公司", "can_register"),
        words("物业费", "property_fee"),
    ],
}
POINTS = {
    Listing.Kind.LAND: [NOTICE, FLOOR_AREA_RATIO, TENURE],
    Listing.Kind.FACTORY: [CLEAR_HEIGHT, FLOOR_LOAD, POWER],
    Listing.Kind.WAREHOUSE: [CLEAR_HEIGHT, FLOOR_LOAD, STOREYS],
    Listing.Kind.OFFICE: [FLOOR, EFFICIENCY, RENT_FREE],
}

# What stands large on its own page: a plot's stage is drawn there as a path.
LEAD = POINTS | {Listing.Kind.LAND: [STARTING_PRICE_ALONE, FLOOR_AREA_RATIO, TENURE]}


def facts(listing):
    """[(label, words)] for the listing's own page."""
    return said(listing, FACTS)


def points(listing):
    """The two or three that stand on its card."""
    return said(listing, POINTS)


def lead(listing):
    return said(listing, LEAD)


def notice_path(listing):
    """[(stage, "done", "now" or "")] of a plot's way to its buyer; nothing for what has no notice."""
    if listing.kind != Listing.Kind.LAND or not listing.notice_stage:
        return []
    stage = Listing.NoticeStage
    ends = stage.FAILED if listing.notice_stage == stage.FAILED else stage.SOLD
    stages = [stage.PLANNED, stage.LISTED, ends]
    reached = stages.index(listing.notice_stage)
    marks = ["done"] * reached + ["now"] + [""] * (len(stages) - reached - 1)
    return [(one.label, mark) for one, mark in zip(stages, marks, strict=True)]


def what_is_prepared(park):
    """What 七通一平 and the like stand for."""
    return f"{PREPARED[park.site_preparation]}，场地平整" if park.site_preparation else ""


def site_preparation(park):
    """`七通一平：通给水……，场地平整`; nothing where nobody states it."""
    if not park.site_preparation:
        return ""
    return f"{park.get_site_preparation_display()}：{what_is_prepared(park)}"


def said(listing, of_kind):
    rows = [(label, read(listing)) for label, read in of_kind.get(listing.kind, [])]
    return [(label, text) for label, text in rows if text]
