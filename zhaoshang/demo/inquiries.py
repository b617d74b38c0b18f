"""Inquiries in every stage, each with the follow-ups that brought it there, and a few submissions.

Nobody in here exists: 演示甲 and his like, on 022-0000 numbers, which no exchange gives out.
"""

from datetime import timedelta
from decimal import Decimal
from itertools import pairwise

from django.utils import timezone

from inquiries.models import FollowUp, Inquiry, Submission, Transfer
from parks.models import Industry
from publishing.models import SiteSettings
from publishing.placing import is_within, path_of
from publishing.references import new_reference

from .parks import BRANDS, PRODUCTS
from .writing import amount

Stage = Inquiry.Stage
PATH = [Stage.NEW, Stage.RESPONDED, Stage.ASSESSED, Stage.FOLLOWING, Stage.NEGOTIATING, Stage.SIGNED, Stage.BUILDING, Stage.OPERATING]  # fmt: skip
COUNTS = {
    Stage.NEW: 10, Stage.RESPONDED: 7, Stage.ASSESSED: 7, Stage.FOLLOWING: 9, Stage.NEGOTIATING: 7, Stage.SIGNED: 5,
    Stage.BUILDING: 3, Stage.OPERATING: 3, Stage.INVALID: 3, Stage.DECLINED: 2, Stage.UNREACHABLE: 2, Stage.LOST: 2,
}  # fmt: skip
# Days since it came in, by how far it is; among the new are some that wait too long.
AGES = {Stage.NEW: [0, 0, 0, 1, 1, 2, 3, 5], Stage.RESPONDED: [1, 2, 3, 5], Stage.ASSESSED: [4, 6, 9], Stage.FOLLOWING: [12, 20, 35],
        Stage.NEGOTIATING: [30, 45, 70], Stage.SIGNED: [80, 120], Stage.BUILDING: [200, 260], Stage.OPERATING: [420, 560]}  # fmt: skip
REASONS = {
    Stage.INVALID: ["广告推销电话", "重复提交，已并入另一条咨询", "测试信息"],
    Stage.DECLINED: ["工艺涉及电镀，不符合园区准入要求", "面积需求低于最小分割单元"],
    Stage.UNREACHABLE: ["三天内四次电话无人接听，短信未回复", "号码已停机"],
    Stage.LOST: ["已在外地签约", "集团暂停今年的投资计划"],
}
KINDS = {
    "land": ["settle"],
    "factory": ["settle"],
    "policy": ["policy_pack", "contact"],
    "other": ["contact"],
}
STEMS, TITLES = "甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未申酉戌亥", ["先生", "女士"]
JOBS = ["总经理", "厂长", "行政经理", "选址负责人", "采购经理", "创始人", "财务经理"]

MESSAGES = {
    "factory": ["想租 {area} ㎡左右的厂房，净高 8 米以上，需要 {kva} kVA 用电，请推荐。", "现有厂房租约明年到期，想在{district}找一处可以办环评的厂房，面积 {area} ㎡上下。", "{product}项目，两班生产，需要职工宿舍约 40 间，厂房最好是单层。", "看到网上的房源，请问还在吗？可否本周看房。", "准备把{product}产线从外地迁来，先租 {area} ㎡试产，合适再谈二期。", "需要带 10 吨行车的单层厂房，{area} ㎡以内，越靠近高速口越好。", "想了解园区的租金、物业费和起租面积，有没有装修免租期？"],
    "land": ["计划拿地 {mu} 亩自建，总投资约 {invest} 万元，想了解{district}的供地条件和时间。", "{product}扩产项目，希望年内取得土地，请介绍出让方式和履约要求。"],
    "policy": ["请问{product}类企业适用哪些现行有效的政策，需要什么条件？", "想要一份{district}的招商政策汇编，电子版即可。", "注意到有一份办法将到期，想确认是否有接续文件。"],
    "other": ["请问园区是否有通勤班车和公寓？", "想预约下周来{district}考察，一行 5 人。", "外资企业，想了解设立流程和所需公证材料。"],
}  # fmt: skip
STEPS = {
    Stage.RESPONDED: ("phone", ["首次电话联系，对方说明主要需求，约定补发设备清单。", "电话接通，确认面积和时间，对方希望先看资料。", "已加微信，发送园区简介和在租房源表。"], "收集用电和工艺资料"),
    Stage.ASSESSED: ("meeting", ["与园区联审：产业方向相符，用电可满足，环评类别为报告表。", "园区答复可以安排，排水须自建预处理。", "联审意见：建议优先看单层厂房，拿地方案作为备选。"], "安排看房"),
    Stage.FOLLOWING: ("tour", ["带看两处厂房，对方认可净高，要求核实增容时间。", "现场踏勘，测量大门和柱网，对方取走图纸。", "来访考察，参观了同类企业，问得最多的是用工。"], "回复增容方案"),
    Stage.NEGOTIATING: ("visit", ["来访谈租金和递增，双方差距在每天 0.05 元以内。", "讨论投资协议初稿，对交付标准提出三处修改。", "就履约监管指标达成一致，待集团审批。"], "修改协议文本"),
    Stage.SIGNED: ("meeting", ["协议签订，项目公司设立材料已受理。", "签订租赁合同，约定下月 1 日交房。"], "协助设立登记"),
    Stage.BUILDING: ("tour", ["装修进场，消防报审已受理。", "现场查看进度，外线施工完成一半。"], "协调消防验收"),
    Stage.OPERATING: ("phone", ["试生产一个月，首批产品发货。", "投产回访：用工基本到位，希望增加班车。"], "三个月后回访"),
}  # fmt: skip


def seed_inquiries(parks, listings, officers, now, rng):
    industries = {industry.code: industry for industry in Industry.objects.all()}
    consent = SiteSettings.current().privacy_version
    stages = [stage for stage, count in COUNTS.items() for _ in range(count)]
    public = [listing for listing in listings if listing.is_published and listing.park]
    inquiries = []
    for number, stage in enumerate(stages):
        inquiry = make_inquiry(number, rng.choice(public), industries, rng)
        inquiry.stage, inquiry.created = stage, arrival(stage, now, rng)
        inquiry.consent_version, inquiry.consented_at = consent, inquiry.created
        inquiry.closing_reason = REASONS[stage][number % len(REASONS[stage])] if stage in REASONS else ""
        inquiry.officer = officer_for(inquiry, officers, number) if stage != Stage.NEW else None
        inquiry.grade = rng.choice("abc") if stage in PATH[2:] else ""
        inquiry.reference = new_reference(inquiry.REFERENCE_PREFIX)
        inquiry.note_closing()
        inquiries.append(inquiry)
    Inquiry.objects.bulk_create(inquiries)
    set_moments(inquiries)
    seed_follow_ups(inquiries, now, rng)
    seed_transfers([one for one in inquiries if one.stage in PATH[3:6]][:7], list(parks.values()), rng)


def officer_for(inquiry, officers, number):
    """In turn, of those in whose districts it lies."""
    able = [one for one in officers if is_within(one, path_of(inquiry))]
    return able[number % len(able)] if able else None


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
        source_page=rng.choice(
            [f"/parks/{park.slug}/", f"/listings/{listing.pk}/", f"/districts/{park.district.slug}/", "/"]
        ),
        source_channel=rng.choice(["网站"] * 5 + ["电话", "展会", "微信"]),
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


def arrival(stage, now, rng):
    days = rng.choice(AGES.get(stage, [15, 40, 90]))
    return now - timedelta(days=days, minutes=rng.randint(15, 400))


def set_moments(receipts):
    """The database stamps what it receives; the demo's rows came in earlier."""
    for receipt in receipts:
        receipt.created_at = receipt.created
    type(receipts[0]).objects.bulk_update(receipts, ["created_at"])


def stages_of(inquiry):
    """The stages it went through, the present one last."""
    if inquiry.stage in PATH:
        return PATH[: PATH.index(inquiry.stage) + 1]
    return [Stage.NEW, Stage.RESPONDED, inquiry.stage]


def seed_follow_ups(inquiries, now, rng):
    notes = []
    for inquiry in inquiries:
        stages = stages_of(inquiry)
        span = (now - inquiry.created) / len(stages)
        for step, (before, after) in enumerate(pairwise(stages), start=1):
            notes.append(follow_up(inquiry, before, after, inquiry.created + span * (step - 0.5), rng))
    FollowUp.objects.bulk_create(notes)
    set_moments(notes)
    shown = FollowUp.listings.through
    shown.objects.bulk_create(
        shown(followup=note, listing=note.inquiry.listing)
        for note in notes
        if note.method == "tour" and note.inquiry.listing
    )


def follow_up(inquiry, before, after, at, rng):
    method, summaries, next_action = STEPS.get(after, ("phone", [inquiry.closing_reason], ""))
    note = FollowUp(
        inquiry=inquiry,
        person=inquiry.officer,
        method=method,
        summary=rng.choice(summaries),
        next_action=next_action,
        due_on=timezone.localdate(at) + timedelta(days=rng.choice([3, 7, 10, 14])) if next_action else None,
    )
    note.created = at
    return note


def seed_transfers(inquiries, parks, rng):
    """Handed to a district that fits better; the first one keeps its credit."""
    transfers = []
    for number, inquiry in enumerate(inquiries):
        elsewhere = rng.choice([park.district for park in parks if park.district_id != inquiry.district_id])
        transfer = Transfer(
            inquiry=inquiry,
            from_district=elsewhere,
            to_district=inquiry.district,
            first_contact_district=elsewhere,
            reason=rng.choice(["面积超出本区现有载体", "企业希望靠近港口", "产业方向与受让区园区更相符"]),
            requested_by=inquiry.officer,
        )
        transfer.created = inquiry.created + timedelta(days=2)
        transfer.accepted_at = transfer.created + timedelta(hours=20) if number < 5 else None
        transfers.append(transfer)
    Transfer.objects.bulk_create(transfers)
    set_moments(transfers)


SUBMISSIONS = [
    ("pending", "我公司通过智能工厂评估", "我公司近日通过智能工厂评估，产线自动化率达到八成，欢迎同行交流。", ""),
    ("pending", "园区企业联合开展消防演练", "上周，园区六家企业联合开展消防演练，检验了疏散路线和微型消防站的响应。", ""),
    ("pending", "一家小企业的用工经验", "招工难，我们的办法是把宿舍和班车先安排好，再谈工资结构。下面谈几点体会。", ""),
    ("pending", "对厂房租赁合同的一点建议", "建议各园区提供统一的合同范本，把面积口径和复原条款写清楚。", ""),
    ("adopted", "零部件企业入园一年记", "入园一年，我们记下了办理手续、招工和配套的全部时间，供后来者参考。", ""),
    ("adopted", "从租厂房到买厂房", "租了三年以后，我们决定买下半栋厂房，这里谈谈当时是怎么算的。", ""),
    ("returned", "公司产品获奖", "我公司产品获奖。", "内容过短，请补充奖项名称、颁发单位和日期。"),
    ("returned", "转发：行业动态", "转自其他网站的一篇文章，供参考。", "转载稿件请附授权说明。"),
    ("declined", "特价厂房转让", "急转厂房，价格面谈。", "广告信息请到载体栏目登记，投稿不予采用。"),
]  # fmt: skip


def seed_submissions(districts, articles, now, rng):
    drafts = [article for article in articles if article.state == "draft"]
    consent = SiteSettings.current().privacy_version
    submissions = []
    for number, (state, title, body, reason) in enumerate(SUBMISSIONS):
        submission = Submission(
            state=state,
            title=title,
            body=body,
            reason=reason,
            author=f"演示{STEMS[number]}{TITLES[number % 2]}",
            organisation=f"示例{BRANDS[number]}有限公司",
            phone=f"+86220000{5001 + number}",
            district=districts[rng.choice(["wuqing", "xiqing", "beichen", "jinghai"])],
            rights="reprint" if title.startswith("转发") else "original",
            article=drafts[number % len(drafts)] if state == "adopted" else None,
            consent_version=consent,
        )
        submission.reference = new_reference(submission.REFERENCE_PREFIX)
        submission.note_closing()
        submission.created = submission.consented_at = now - timedelta(
            days=number * 4, hours=rng.randint(1, 9)
        )
        submissions.append(submission)
    Submission.objects.bulk_create(submissions)
    set_moments(submissions)
