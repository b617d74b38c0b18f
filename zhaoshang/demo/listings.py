"""The listings: land, factory halls, warehouses and offices, with figures that agree with each other."""

from datetime import timedelta
from decimal import Decimal

from django.utils import timezone

from parks.models import Industry, Listing, Park

from .writing import amount, some, to_html

# Rent and sale levels of 天津 as (low, high): the inner districts are dear, the far ones cheap.
CENTRE = {"tianjin-heping", "tianjin-hedong", "hexi", "nankai", "tianjin-hebei", "hongqiao"}
NEAR = {"dongli", "xiqing", "jinnan", "beichen", "tianjin-kaifaqu", "tianjin-baoshuiqu", "tianjin-gaoxinqu"}
FACTORY_DAY = {"near": (62, 90), "far": (50, 70)}  # 分/㎡/天
WAREHOUSE_DAY = {"near": (65, 100), "far": (50, 75)}
OFFICE_DAY = {"centre": (200, 400), "near": (150, 280), "far": (150, 200)}
FACTORY_SALE = {"near": (3800, 5600), "far": (2800, 4200)}  # 元/㎡
OFFICE_SALE = {"centre": (13000, 22000), "near": (7500, 11000), "far": (6000, 8000)}
LAND_MU_WAN = {"near": (48, 80), "far": (30, 50)}

# How the listings of a site are spread over the states a visitor and an editor meet.
STATUSES = ["vacant"] * 13 + ["reserved"] * 3 + ["taken"] * 3 + ["locked"]
VISIBILITY = ["public"] * 17 + ["draft", "scheduled", "expired", "outdated"]

FACTORY_NOTES = [
    "厂房南北两侧设卸货场地，十三米半挂车可以掉头。",
    "屋面预留光伏荷载，现有采光带占屋面一成左右。",
    "配电房在厂房东侧，增容须向供电部门申请，周期约两个月。",
    "地面为耐磨固化地坪，接缝完好，可以直接布置产线。",
    "室内设两层辅房，可作办公和更衣室。",
    "园区统一排污，生产废水预处理达标后接管。",
    "交付时带消防验收文件，承租方二次装修须另行报审。",
    "周边两公里内有职工公寓，园区班车早晚各两班。",
]
WAREHOUSE_NOTES = [
    "双面卸货，月台高 1.3 米，配液压升降平台。",
    "库内地面平整度满足高位叉车作业。",
    "自动喷淋，每个防火分区不超过 6,000 ㎡。",
    "库外有 12,000 ㎡ 共用停车与周转场地。",
    "可按防火分区分租，办公辅房另计面积。",
    "园区二十四小时值守，车辆凭预约进出。",
]
OFFICE_NOTES = [
    "标准交付为吊顶、地毯和照明，空调为集中供冷加分户计量。",
    "电梯厅与走廊已装修，承租方只需装修室内。",
    "可以分割出租，分割面积以测绘为准。",
    "楼内设共享会议室，租户按次预约。",
    "租期满三年的可洽谈装修期。",
    "宽带由三家运营商接入，机房可代管。",
    "设有货梯，适合布展和小型设备进出。",
]
# What is for sale has no tenants: of the notes above it takes those that speak of none.
SALE_NOTES = [
    "面积以不动产权证记载的为准。",
    "交易税费由双方依法各自承担。",
    "签约前可以查阅竣工图和验收资料。",
]
LAND_NOTES = [
    "地块地势平整，无地上附着物，四至以宗地图为准。",
    "道路、给水、雨污水、电力和燃气管线已到地块红线。",
    "竞买人须先与园区签订履约监管协议，投资强度和亩均税收写入协议。",
    "须在交地后一年内开工，三年内竣工。",
    "项目须符合园区产业准入要求，并按规定开展环境影响评价和节能审查。",
    "可以按弹性年期申请，具体以公告为准。",
]


def seed_listings(parks, now, rng):
    """Returns all listings, public or not; each carries its park."""
    today = timezone.localdate(now)
    drafts = []
    for park in parks.values():
        drafts += [make_listing(park, kind, today, rng) for kind in kinds_for(park, rng)]
    drafts += [alone(rng.choice(list(parks.values())), today, rng) for _ in range(14)]
    for listing in drafts:
        date_listing(listing, now, today, rng)
    listings = Listing.objects.bulk_create(drafts)
    link_industries(listings, rng)
    return listings


def kinds_for(park, rng):
    if park.kind == Park.Kind.INNOVATION and (park.land_available_mu or 0) > 200:
        return ["office", "office", "factory", "factory", "land"]
    if park.kind == Park.Kind.INNOVATION:
        return ["office"] * rng.randint(3, 5)
    if park.kind == Park.Kind.LOGISTICS:
        return ["warehouse"] * rng.randint(3, 4) + ["office", "land"]
    halls = ["factory"] * rng.randint(2, 4)
    return (
        halls
        + ["land"] * (bool(park.land_available_mu) + (rng.random() < 0.5))
        + some(rng, ["warehouse", "office"], rng.randint(0, 1))
    )


def alone(park, today, rng):
    """Something outside the parks, offered by its owner."""
    kind = "office" if park.kind == Park.Kind.INNOVATION else rng.choice(["factory", "warehouse"])
    listing = make_listing(park, kind, today, rng)
    listing.title = listing.title.replace(park.name, park.district.name)
    listing.park = None
    listing.address = f"天津市{park.district.name}（示例地址）"
    return listing


def make_listing(park, kind, today, rng):
    listing = Listing(kind=kind, park=park, district=park.district, address=park.address)
    listing.offered_in = today.year
    MAKERS[kind](listing, zone_of(park), rng)
    listing.status = rng.choice(STATUSES)
    listing.verified_on = today - timedelta(days=rng.choice([1, 2, 4, 6, 9, 12, 15, 20, 26, 33, 45, 70, 120]))
    listing.park_codes = park.codes
    return listing


def zone_of(park):
    slug = park.district.slug
    return "centre" if slug in CENTRE else "near" if slug in NEAR else "far"


def between(levels, zone, rng, step):
    """A price within the zone's level, on a round step; the far level serves a zone that has none of its own."""
    low, high = levels.get(zone) or levels["near"]
    return rng.randrange(low, high + 1, step)


def set_rent(listing, fen_a_day, rng):
    """The same rent in one of the units owners use."""
    day = Decimal(fen_a_day) / 100
    unit = rng.choice(["sqm_day"] * 5 + ["sqm_month"] * 3 + ["sqm_year"] * 2)
    listing.price_unit = unit
    month = day * 365 / 12
    listing.price = {
        "sqm_day": day,
        "sqm_month": month.quantize(Decimal("0.1")),
        "sqm_year": (day * 365).quantize(Decimal(1)),
    }[unit]


def set_price(listing, zone, rents, sales, rng):
    if listing.deal == "sale":
        listing.price, listing.price_unit = Decimal(between(sales, zone, rng, 100)), "sqm"
    elif listing.deal == "custom" or rng.random() < 0.08:
        listing.price, listing.price_unit = None, "negotiable"
    else:
        set_rent(listing, between(rents, zone, rng, 5), rng)


def divide(listing, rng, smallest):
    if rng.random() < 0.55 and listing.area >= smallest * 2:
        listing.is_divisible = True
        parts = [part for part in (smallest, smallest * 2) if part < listing.area]
        listing.min_area = Decimal(rng.choice(parts))


def describe(listing, notes, rng):
    if listing.deal == "sale":
        notes = [note for note in notes if "租" not in note] + SALE_NOTES
    listing.summary = some(rng, notes, 1)[0]
    wanted = [note for note in notes if note != listing.summary]
    listing.description = to_html(
        f"{listing.summary}\n## 现场情况\n" + "\n".join(f"- {note}" for note in some(rng, wanted, 3))
    )


def factory(listing, zone, rng):
    single = rng.random() < 0.6
    listing.deal = rng.choice(["rent"] * 7 + ["sale"] * 2 + ["custom"])
    listing.area = Decimal(rng.choice([1200, 1800, 2400, 3200, 4000, 5600, 7200, 9000, 12000, 16000]))
    listing.floors = 1 if single else rng.choice([2, 3, 4])
    listing.structure = "门式刚架钢结构" if single else "钢筋混凝土框架"
    listing.span_m = Decimal(rng.choice([18, 21, 24, 30] if single else [8, 9, 10]))
    listing.clear_height_m = Decimal(
        rng.choice(["8", "9", "10.5", "12", "13.5"] if single else ["5.4", "6", "7.2"])
    )
    listing.floor_load_t = Decimal(rng.choice([3, 5] if single else [2, 3]))
    upper = "、".join(
        f"{floor} 层 {load} t/㎡"
        for floor, load in zip(range(2, listing.floors + 1), ["1", "0.8", "0.8"], strict=False)
    )
    listing.floor_loads = f"首层 {listing.floor_load_t} t/㎡" + (f"、{upper}" if upper else "")
    listing.crane_t = Decimal(rng.choice([0, 5, 10, 16, 20])) if single else None
    listing.power_kva = Decimal(rng.choice([315, 400, 630, 800, 1000, 1250, 1600]))
    listing.property_fee = rng.choice(["0.6 元/㎡/月", "0.8 元/㎡/月", "1.0 元/㎡/月", "含在租金内"])
    listing.fire_rating = rng.choice(["丙类", "丁类", "戊类"])
    listing.eia_allowed = rng.random() < 0.8
    divide(listing, rng, 600)
    set_price(listing, zone, FACTORY_DAY, FACTORY_SALE, rng)
    form = "单层钢结构厂房" if single else f"{['二', '三', '四'][listing.floors - 2]}层框架厂房"
    extra = rng.choice(
        [
            f"{amount(listing.power_kva)}kVA",
            f"净高 {amount(listing.clear_height_m)} 米",
            "带辅房",
            "可环评" if listing.eia_allowed else "独立院落",
        ]
    )
    name_it(listing, form, extra, rng)
    describe(listing, FACTORY_NOTES, rng)


def warehouse(listing, zone, rng):
    listing.deal = rng.choice(["rent"] * 9 + ["custom"])
    listing.area = Decimal(rng.choice([2000, 3600, 6000, 9000, 12000, 18000, 24000]))
    listing.structure, listing.floors = "门式刚架钢结构", 1
    listing.span_m = Decimal(rng.choice([24, 30]))
    listing.clear_height_m = Decimal(rng.choice(["9", "10", "12"]))
    listing.floor_load_t = Decimal(rng.choice([3, 5]))
    listing.floor_loads = f"首层 {listing.floor_load_t} t/㎡"
    listing.power_kva = Decimal(rng.choice([200, 315, 400, 630]))
    listing.property_fee = rng.choice(["0.8 元/㎡/月", "1.2 元/㎡/月"])
    listing.fire_rating = "丙二类"
    divide(listing, rng, 1000)
    set_price(listing, zone, WAREHOUSE_DAY, FACTORY_SALE, rng)
    name_it(
        listing,
        rng.choice(
            [
                "高台仓库",
                "高标仓库",
                "平库",
                "保税仓库" if listing.park.kind == Park.Kind.CUSTOMS else "分拨仓",
            ]
        ),
        rng.choice(["双面卸货", "可分租", "带月台", "近高速口"]),
        rng,
    )
    describe(listing, WAREHOUSE_NOTES, rng)


def office(listing, zone, rng):
    listing.deal = rng.choice(["rent"] * 8 + ["sale"] * 2)
    listing.area = Decimal(rng.choice([120, 180, 260, 420, 600, 880, 1250, 1800, 2600]))
    floor = rng.randint(2, 22) if zone == "centre" else rng.randint(2, 9)
    listing.floor_label = f"{floor} 层" if listing.area < 1800 else f"{floor}–{floor + 1} 层"
    listing.efficiency_ratio = Decimal(rng.choice([65, 68, 70, 72, 75, 78]))
    listing.parking_spaces = int(listing.area // rng.choice([80, 100, 120]))
    listing.property_fee = rng.choice(["6 元/㎡/月", "8 元/㎡/月", "12 元/㎡/月"])
    listing.can_register = rng.random() < 0.9
    if listing.deal == "rent":
        listing.rent_free_months = Decimal(rng.choice([0, 1, "1.5", 2, 3]))
        divide(listing, rng, 120)
    set_price(listing, zone, OFFICE_DAY, OFFICE_SALE, rng)
    name_it(
        listing,
        rng.choice(["写字间", "整层办公", "研发办公", "精装办公"]),
        rng.choice(
            [
                f"{floor} 层",
                "可注册" if listing.can_register else "带会议室",
                "随时看房",
                f"得房率 {listing.efficiency_ratio}%",
            ]
        ),
        rng,
    )
    describe(listing, OFFICE_NOTES, rng)


def land(listing, zone, rng):
    listing.deal, listing.area_unit, listing.price_unit = "transfer", "mu", "mu_wan"
    largest = int(listing.park.land_available_mu or 60)
    listing.area = Decimal(min(rng.choice([18, 25, 32, 45, 60, 78, 96, 120, 180]), largest))
    listing.price = Decimal(between(LAND_MU_WAN, zone, rng, 1))
    listing.parcel_number = f"津示（挂）{listing.offered_in - rng.randint(0, 1)}-{rng.randint(1, 99):02}号"
    listing.land_use = rng.choice(
        [
            "工业用地",
            "工业用地",
            "工业用地（标准地）",
            "仓储用地" if listing.park.kind == Park.Kind.LOGISTICS else "工业用地",
        ]
    )
    listing.floor_area_ratio_min = Decimal(rng.choice(["1.0", "1.2", "1.5"]))
    listing.floor_area_ratio_max = Decimal(rng.choice(["2.0", "2.5"]))
    listing.building_density = Decimal(rng.choice([40, 45, 50]))
    listing.green_ratio = Decimal(rng.choice([10, 15, 20]))
    listing.tenure_years = rng.choice([20, 30, 50, 50])
    listing.starting_price_wan = listing.area * listing.price
    listing.deposit_wan = (listing.starting_price_wan / 5).quantize(Decimal(1))
    listing.investment_wan_per_mu = Decimal(rng.choice([300, 350, 400, 450]))
    listing.output_wan_per_mu = listing.investment_wan_per_mu + Decimal(rng.choice([150, 200, 250]))
    listing.tax_wan_per_mu = Decimal(rng.choice([15, 18, 20, 25]))
    listing.notice_stage = rng.choice(["planned", "planned", "listed", "listed", "listed", "sold", "failed"])
    name_it(
        listing,
        listing.land_use,
        rng.choice(["熟地", f"{listing.tenure_years} 年期", "已平整", "临主干路"]),
        rng,
    )
    describe(listing, LAND_NOTES, rng)


MAKERS = {"factory": factory, "warehouse": warehouse, "office": office, "land": land}


def name_it(listing, form, extra, rng):
    unit = "亩" if listing.area_unit == "mu" else "㎡"
    size = f"{amount(listing.area)} {unit}"
    listing.title = rng.choice(
        [
            f"{listing.park.name} {size}{form}",
            f"{listing.park.name}{form} {size}，{extra}",
            f"{form} {size}（{listing.park.name}，{extra}）",
        ]
    )


def date_listing(listing, now, today, rng):
    """When it was published, and for a few: that it is a draft, waits, or is over."""
    visibility = rng.choice(VISIBILITY)
    age = timedelta(days=rng.choice([*range(30), *range(30, 200, 10)]), minutes=rng.randint(20, 500))
    listing.valid_until = today + timedelta(days=rng.choice([60, 90, 120, 180, 365]))
    if visibility == "draft":
        listing.published_at = None
    elif visibility == "scheduled":
        listing.published_at = now + timedelta(days=rng.randint(2, 9))
    else:
        earlier = {"expired": 30, "outdated": 60}.get(visibility, 0)
        listing.published_at = now - age - timedelta(days=earlier)
    if visibility == "expired":
        listing.expires_at = now - timedelta(days=rng.randint(1, 20))
    if visibility == "outdated":
        listing.valid_until = today - timedelta(days=rng.randint(1, 40))
        listing.verified_on = min(listing.verified_on, listing.valid_until)
    if listing.published_at and listing.verified_on < timezone.localdate(listing.published_at) - timedelta(
        days=90
    ):
        listing.verified_on = min(today, timezone.localdate(listing.published_at))
    if listing.notice_stage == "sold":
        listing.status = "taken"
    elif listing.kind == "land":
        listing.status = "vacant"  # what found no buyer stands empty


def link_industries(listings, rng):
    """Half of the halls and all land say who may come; the rest is open to every trade."""
    industries = {industry.code: industry for industry in Industry.objects.all()}
    through = Listing.industries.through
    through.objects.bulk_create(
        through(listing=listing, industry=industries[code])
        for listing in listings
        if listing.kind == "land" or (listing.kind != "office" and rng.random() < 0.5)
        for code in listing.park_codes
    )
