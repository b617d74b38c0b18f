"""The parks: what `park_facts.py` says, and figures, distances and companies that agree with it."""

from datetime import date, timedelta
from decimal import Decimal
from math import asin, cos, radians, sin, sqrt

from django.utils import timezone

from parks.models import Industry, Park, ParkCompany, ParkDistance

from .park_facts import PARKS, STATIONS, TARGETS
from .writing import amount, some, to_html

ROADS_WIND = 1.25  # a road is about a quarter longer than the straight line

OUTPUT_YI_PER_KM2 = {"national": (45, 90), "provincial": (25, 50), "district": (12, 30)}

BRANDS = "恒远 启衡 瑞川 联拓 佳禾 中砺 明澜 拓川 祥科 博远 新桥 海川 津澄 弘测 景云 泰屿 创衡 立诺 远帆 同砺 安朗 德泽 嘉衡 盛屿 驰远 晨屹".split()  # noqa: SIM905
PRODUCTS = {
    "13": ["粮油", "冷冻食品"], "14": ["烘焙食品", "调味品"], "15": ["酒业", "饮用水"], "17": ["地毯", "纱线"], "18": ["家纺", "服饰"],
    "22": ["纸制品", "包装"], "25": ["石化"], "26": ["新材料", "精细化工"], "27": ["制药", "生物试剂"], "29": ["橡塑", "密封件"],
    "30": ["建材", "玻璃"], "31": ["焊管"], "32": ["有色金属"], "33": ["紧固件", "金属制品", "车架"], "34": ["泵阀", "轴承", "机械"],
    "35": ["智能装备", "模具", "医疗器械"], "36": ["汽车零部件", "热管理", "线束"], "37": ["自行车", "电动车", "航空部件"],
    "38": ["电机", "储能", "电气"], "39": ["电子", "传感器", "微电子"], "40": ["仪器仪表"], "42": ["再生资源"], "51": ["贸易"],
    "52": ["电子商务"], "54": ["物流"], "55": ["航运服务"], "58": ["供应链"], "59": ["仓储"], "64": ["网络科技"], "65": ["软件", "信息技术"],
    "66": ["金融服务"], "71": ["融资租赁"], "72": ["企业管理"], "73": ["技术研究"], "74": ["检测", "设计"], "75": ["技术推广"],
    "77": ["环保"], "87": ["影视文化"],
}  # fmt: skip

AMENITIES = {
    "factory": [
        "职工公寓和单身宿舍，步行十分钟内可到",
        "两处综合食堂，可为企业送餐",
        "园区与地铁站、高铁站之间的通勤班车",
        "政务服务站，设立登记、项目备案可就近办理",
        "集中供热、天然气和工业蒸汽",
        "污水集中处理，企业预处理后接管",
        "110 千伏变电站，双电源用户可申请第二路供电",
        "园区消防站和安全监管平台",
        "技能培训基地，可按企业岗位开班",
    ],
    "office": [
        "楼内食堂和便利店",
        "共享会议室与路演厅",
        "地下停车场，按月租用",
        "步行范围内的公交与地铁站",
        "工商、税务代办窗口",
        "公共实验和打样空间",
        "人才公寓，租期满一年可续租",
    ],
}


def seed_parks(districts, now, rng):
    """Returns the parks by slug, each with its theme and its industries' codes."""
    industries = {industry.code: industry for industry in Industry.objects.all()}
    parks = [make_park(facts, number, districts, now, rng) for number, facts in enumerate(PARKS, start=1)]
    Park.objects.bulk_create(parks)
    leading = Park.industries.through
    leading.objects.bulk_create(
        leading(park=park, industry=industries[code]) for park in parks for code in park.codes
    )
    ParkDistance.objects.bulk_create(distance for park in parks for distance in distances(park))
    ParkCompany.objects.bulk_create(company for park in parks for company in companies(park, industries, rng))
    return {park.slug: park for park in parks}


def make_park(facts, number, districts, now, rng):
    district = districts[facts.district]
    park = Park(
        slug=facts.slug,
        name=facts.name,
        district=district,
        level=facts.level,
        kind=facts.kind,
        approved_on=date.fromisoformat(facts.approved_on) if facts.approved_on else None,
        planned_area_km2=Decimal(str(facts.planned_km2)),
        built_area_km2=Decimal(str(facts.built_km2)),
        land_available_mu=facts.land_mu or None,
        address=f"天津市{district.name}{facts.name}管理服务中心（示例地址）",
        latitude=Decimal(str(facts.latitude)),
        longitude=Decimal(str(facts.longitude)),
        summary=facts.summary,
        contact_name="招商部（演示）",
        contact_phone=f"022-0000{3000 + number}",
        **yearly_figures(facts, rng),
    )
    park.theme, park.codes = facts.theme, facts.industries.split()
    describe(park, rng)
    age = rng.choice([3, 8, 12, 20, 27, 35, 48, 60, 75, 110])
    park.verified_on = timezone.localdate(now) - timedelta(days=age)
    park.published_at = now - timedelta(days=rng.randint(200, 700), hours=rng.randint(1, 8))
    return park


def yearly_figures(facts, rng):
    """Output by area and level, tax as a share of it; offices employ more people on a km² than factories."""
    output = round(
        facts.built_km2 * rng.uniform(*OUTPUT_YI_PER_KM2[facts.level]), 1 if facts.built_km2 < 1 else 0
    )
    of_offices = facts.kind == "innovation" and facts.built_km2 < 3
    thousands = round(facts.built_km2 * rng.uniform(*((9, 14) if of_offices else (1.2, 2.2))))
    return {
        "output_yi_yuan": Decimal(str(output)),
        "tax_yi_yuan": Decimal(str(round(output * rng.uniform(0.035, 0.06), 1))),
        "employees": thousands * 1000 or 800,
    }


def describe(park, rng):
    innovation = park.kind == Park.Kind.INNOVATION
    park.site_preparation = "" if innovation else rng.choice("7779" if park.level == "national" else "557")
    park.transport = transport(park)
    park.amenities = "\n".join(some(rng, AMENITIES["office" if innovation else "factory"], 5))
    park.intro = to_html(intro(park, rng))


def straight_km(park, latitude, longitude):
    """Great-circle distance, haversine."""
    here, there = radians(park.latitude), radians(latitude)
    half_chord = (
        sin((there - here) / 2) ** 2
        + cos(here) * cos(there) * sin((radians(longitude) - radians(park.longitude)) / 2) ** 2
    )
    return 2 * 6371 * asin(sqrt(half_chord))


def road_km(park, latitude, longitude):
    return max(1, round(straight_km(park, latitude, longitude) * ROADS_WIND))


def targets(park):
    """The nearest railway station, then airport, port and the other airport, with road kilometres."""
    station = min(STATIONS, key=lambda one: straight_km(park, *one[1:]))
    return [(name, road_km(park, *where)) for name, *where in [station, *TARGETS]]


def distances(park):
    return [
        ParkDistance(park=park, target=name, km=km, position=position)
        for position, (name, km) in enumerate(targets(park))
    ]


def transport(park):
    (station, near), (_, airport), (_, port), _ = targets(park)
    return f"距{station}约 {near} 公里，距天津滨海国际机场约 {airport} 公里，距天津港约 {port} 公里。"


def intro(park, rng):
    theme = park.theme
    land = (
        f"目前可供工业用地约 {amount(park.land_available_mu)} 亩，可以整宗出让，也可以按项目分期供地。"
        if park.land_available_mu
        else "园区已基本建成，新项目以租用现有楼宇和厂房为主。"
    )
    fits = [
        f"{theme}是园区的主要方向，上下游企业之间的运输大多在半小时以内，新项目容易找到配套和外协。",
        f"园区围绕{theme}安排空间和公共设施，招商时优先考虑能与现有企业互为配套的项目。",
        f"入驻企业以{theme}为主，园区为同类项目预留了电力、给排水和物流条件。",
    ]
    services = [
        "项目从洽谈到投产由同一名专员跟进，备案、环评、施工许可等事项列成一张清单，办到哪一步随时可查。",
        "园区为每个在谈项目建立联系单，答复时限和责任人写在单上；涉及多个部门的事项由园区召集会商。",
        "设立登记、项目备案和用工招聘可以在园区服务站一次提交，材料不全时当场告知。",
    ]
    return (
        f"{park.name}位于天津市{park.district.name}，规划面积 {amount(park.planned_area_km2)} 平方公里，"
        f"已建成 {amount(park.built_area_km2)} 平方公里。{park.summary}\n"
        f"## 主导产业\n{rng.choice(fits)}\n"
        f"## 空间与用地\n{land}\n{park.transport}\n"
        f"## 服务方式\n{rng.choice(services)}"
    )


def companies(park, industries, rng):
    innovation = park.kind == Park.Kind.INNOVATION
    ways = (
        ["租用整层", "区域总部", "研发中心", "运营中心"]
        if innovation
        else ["自有厂房", "租用厂房", "分期建设", "区域总部"]
    )
    count = min(8, 3 + int(park.built_area_km2 // 3))
    for position, brand in enumerate(rng.sample(BRANDS, count)):
        code = park.codes[position % len(park.codes)]
        product = rng.choice(PRODUCTS[code])
        yield ParkCompany(
            park=park,
            name=f"示例{brand}{product}（天津）有限公司",
            industry=industries[code],
            note=f"{rng.randint(2012, 2024)} 年入驻，{rng.choice(ways)}",
            position=position,
        )
