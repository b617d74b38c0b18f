"""Inquiries over fourteen months: who asked for what, and over which pages he came. What became of them is in handling.py.

Nobody in here exists: 演示甲 and his like, on 022-0000 numbers, which no exchange gives out.
"""

from decimal import Decimal

from inquiries.models import Inquiry
from parks.models import Industry
from publishing.models import SiteSettings
from publishing.references import new_reference

from .handling import Stage, moments_of, seed_handling
from .parks import BRANDS, PRODUCTS
from .writing import amount

COUNTS = {
    Stage.NEW: 12, Stage.RESPONDED: 12, Stage.ASSESSED: 10, Stage.FOLLOWING: 16, Stage.NEGOTIATING: 14, Stage.SIGNED: 12,
    Stage.BUILDING: 9, Stage.OPERATING: 8, Stage.INVALID: 20, Stage.DECLINED: 13, Stage.UNREACHABLE: 12, Stage.LOST: 22,
}  # fmt: skip
KINDS = {
    "land": ["settle"],
    "factory": ["settle"],
    "policy": ["policy_pack", "contact"],
    "other": ["contact"],
}
STEMS, TITLES = "甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未申酉戌亥", ["先生", "女士"]
JOBS = ["总经理", "厂长", "行政经理", "选址负责人", "采购经理", "创始人", "财务经理"]
CHANNELS = ["百度"] * 7 + ["微信"] * 4 + ["直接访问"] * 4 + ["必应", "其他网站"]
OFFLINE = ["电话", "电话", "展会", "来访"]

MESSAGES = {
    "factory": ["想租 {area} ㎡左右的厂房，净高 8 米以上，需要 {kva} kVA 用电，请推荐。", "现有厂房租约明年到期，想在{district}找一处可以办环评的厂房，面积 {area} ㎡上下。", "{product}项目，两班生产，需要职工宿舍约 40 间，厂房最好是单层。", "看到网上的房源，请问还在吗？可否本周看房。", "准备把{product}产线从外地迁来，先租 {area} ㎡试产，合适再谈二期。", "需要带 10 吨行车的单层厂房，{area} ㎡以内，越靠近高速口越好。", "想了解园区的租金、物业费和起租面积，有没有装修免租期？"],
    "land": ["计划拿地 {mu} 亩自建，总投资约 {invest} 万元，想了解{district}的供地条件和时间。", "{product}扩产项目，希望年内取得土地，请介绍出让方式和履约要求。"],
    "policy": ["请问{product}类企业适用哪些现行有效的政策，需要什么条件？", "想要一份{district}的招商政策汇编，电子版即可。", "注意到有一份办法将到期，想确认是否有接续文件。"],
    "other": ["请问园区是否有通勤班车和公寓？", "想预约下周来{district}考察，一行 5 人。", "外资企业，想了解设立流程和所需公证材料。"],
}  # fmt: skip


def seed_inquiries(parks, listings, articles, policies, officers, now, rng):
    industries = {industry.code: industry for industry in Industry.objects.all()}
    consent = SiteSettings.current().privacy_version
    stages = [(stage, rank) for stage, count in COUNTS.items() for rank in range(count)]
    public = [listing for listing in listings if listing.is_published and listing.park]
    pages = Pages(list(parks.values()), public, articles, list(policies.values()), rng)
    inquiries = []
    for number, (stage, rank) in enumerate(stages):
        inquiry = make_inquiry(number, rng.choice(public), industries, rng)
        inquiry.stage, inquiry.rank, inquiry.moments = stage, rank, moments_of(stage, rank, now, rng)
        inquiry.created = inquiry.consented_at = inquiry.moments[0][1]
        inquiry.consent_version = consent
        inquiry.reference = new_reference(inquiry.REFERENCE_PREFIX)
        come_by(inquiry, pages, number, rng)
        inquiries.append(inquiry)
    pair_up(inquiries)
    seed_handling(inquiries, list(parks.values()), officers, now, rng)


def make_inquiry(number, listing, industries, rng):
    park = listing.park
    code = rng.choice(park.codes)
    product = rng.choice(PRODUCTS[code])
    topic = (
        "land" if listing.kind == "land" else rng.choice(["factory", "factory", "factory", "policy", "other"])
    )
    area = Decimal(rng.choice([800, 1500, 2400, 3600, 5000, 8000]))
    facts = {"area": amount(area), "kva": rng.choice(["400", "630", "1,000"]), "district": park.district.short_name, "product": product,
             "mu": rng.choice(["20", "35", "60"]), "invest": rng.choice(["3,000", "8,000", "20,000"])}  # fmt: skip
    named = topic in ("factory", "land")
    return Inquiry(
        kind=rng.choice(KINDS[topic]),
        topic=topic,
        company=f"示例{rng.choice(BRANDS)}{product}有限公司" if topic != "other" else "",
        contact_name=f"演示{STEMS[number % len(STEMS)]}{TITLES[number % 2]}",
        job_title=rng.choice([*JOBS, ""]),
        phone=f"+86220000{4001 + number}",
        email=f"yanshi{number + 1}@example.com" if number % 3 == 0 else "",
        call_slot=rng.choice(["morning", "afternoon", "any", ""]),
        industry=industries[code] if named else None,
        district=park.district,
        park=park if number % 4 else None,
        listing=listing if named and number % 3 == 0 else None,
        deal={"land": "transfer", "factory": rng.choice(["rent", "rent", "sale", "custom"])}.get(topic, ""),
        area_min=area if topic == "factory" else None,
        area_max=area * Decimal("1.5") if topic == "factory" and number % 2 else None,
        investment_wan=Decimal(facts["invest"].replace(",", "")) if named else None,
        landing_timeframe=rng.choice(["now", "half_year", "year", "later"]) if named else "",
        headcount=rng.choice([30, 60, 120, 200, None]) if named else None,
        message=rng.choice(MESSAGES[topic]).format(**facts),
    )


class Pages:
    """The addresses a visitor may have come over: public on that day, of the district he asks about."""

    def __init__(self, parks, listings, articles, policies, rng):
        self.rng = rng
        self.things = {
            "article": [one for one in articles if one.is_published],
            "policy": [one for one in policies if one.is_published],
            "park": [one for one in parks if one.is_published],
            "listing": listings,
        }

    def one(self, kind, district, at):
        """Its first few pages bring the most, as everywhere."""
        found = [
            one
            for one in self.things[kind]
            if one.published_at < at and (one.district is None or one.district == district)
        ]
        return self.rng.choice(found[: self.rng.choice([2, 2, 6])]).get_absolute_url() if found else "/"

    def entry(self, district, at):
        kind = self.rng.choice(
            ["article"] * 9 + ["policy"] * 3 + ["park"] * 3 + ["listing"] * 2 + ["home"] * 2
        )
        return "/" if kind == "home" else self.one(kind, district, at)

    def last(self, district, at, entry):
        kind = self.rng.choice(["entry"] * 6 + ["listing"] * 4 + ["park"] * 4 + ["policy", "district"])
        if kind == "district":
            return district.get_absolute_url()
        return entry if kind == "entry" else self.one(kind, district, at)


def come_by(inquiry, pages, number, rng):
    if number % 8 == 7:  # somebody called, or stood at the stand
        inquiry.source_channel = rng.choice(OFFLINE)
        return
    inquiry.source_channel = rng.choice(CHANNELS)
    inquiry.entry_page = pages.entry(inquiry.district, inquiry.created)
    inquiry.source_page = pages.last(inquiry.district, inquiry.created, inquiry.entry_page)


def pair_up(inquiries):
    """Who asks twice: one pair nobody has noticed yet, and one that was merged."""
    of = {stage: [one for one in inquiries if one.stage == stage] for stage in COUNTS}
    merged = of[Stage.INVALID][0]
    for first, second in [(of[Stage.FOLLOWING][2], of[Stage.NEW][0]), (of[Stage.NEGOTIATING][2], merged)]:
        first.company = first.company or "示例远帆机械有限公司"
        second.company, second.phone, second.contact_name = first.company, first.phone, first.contact_name
    merged.survivor = of[Stage.NEGOTIATING][2]
