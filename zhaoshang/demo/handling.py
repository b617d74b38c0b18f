"""What became of the demo's inquiries: each step with the contact behind it, its deadline, who has it, and the end.

Every one ends `now` where its stage says; how long each step took is drawn, and the rest is counted back from there.
"""

from datetime import timedelta
from decimal import Decimal

from django.utils import timezone

from inquiries.desk import workdays
from inquiries.desk.clocks import STEP_OF
from inquiries.models import (
    AssignmentRule,
    DayException,
    FollowUp,
    Inquiry,
    ServiceStandard,
    StageChange,
    Transfer,
)
from parks.models import District
from publishing.placing import is_within

Stage, Cause = Inquiry.Stage, Inquiry.Cause
PATH = [Stage.NEW, Stage.RESPONDED, Stage.ASSESSED, Stage.FOLLOWING, Stage.NEGOTIATING, Stage.SIGNED, Stage.BUILDING, Stage.OPERATING]  # fmt: skip
# Days from the step before: the fewest and the most.
TAKES = {
    Stage.RESPONDED: (0.05, 0.9), Stage.ASSESSED: (1, 3.5), Stage.FOLLOWING: (2, 7), Stage.NEGOTIATING: (8, 35),
    Stage.SIGNED: (12, 55), Stage.BUILDING: (25, 70), Stage.OPERATING: (50, 110), Stage.INVALID: (0.05, 0.8),
    Stage.DECLINED: (1, 9), Stage.UNREACHABLE: (2, 9), Stage.LOST: (15, 50),
}  # fmt: skip
# Days since the last step; an end may lie a year back.
SINCE = {
    Stage.NEW: (0.02, 0.7), Stage.RESPONDED: (0.1, 2.8), Stage.ASSESSED: (0.2, 4.5), Stage.FOLLOWING: (3, 45), Stage.NEGOTIATING: (5, 70),
    Stage.SIGNED: (4, 110), Stage.BUILDING: (10, 120), Stage.OPERATING: (5, 120),
}  # fmt: skip
LONG_AGO = (1, 300)
OVERDUE = {Stage.NEW: 3, Stage.RESPONDED: 2, Stage.ASSESSED: 2, Stage.FOLLOWING: 2, Stage.NEGOTIATING: 2, Stage.SIGNED: 2, Stage.BUILDING: 2}  # fmt: skip
DUE_TODAY = 1  # of every stage from 已响应 on: promised for today

ENDS = {
    Stage.INVALID: [
        (Cause.DUPLICATE, "与同一企业的另一条咨询重复，已并入"), (Cause.SPAM, "广告推销"), (Cause.SPAM, "群发的贷款广告"),
        (Cause.OTHER, "网站测试信息"), (Cause.SPAM, "代办公司推销"),
    ],
    Stage.DECLINED: [(Cause.UNFIT, "工艺涉及电镀，不符合园区准入要求"), (Cause.NO_SPACE, "面积需求低于最小分割单元"), (Cause.UNFIT, "能耗高于园区准入上限")],
    Stage.UNREACHABLE: [(Cause.SILENT, "三天内四次电话无人接听，短信未回复"), (Cause.SILENT, "号码已停机")],
    Stage.LOST: [
        (Cause.ELSEWHERE, "已在外地签约"), (Cause.POSTPONED, "集团暂停今年的投资计划"), (Cause.PRICE, "租金预期与报价相差三成"),
        (Cause.NO_SPACE, "需要单层 12 米净高，区内暂无"), (Cause.POLICY, "对方要求的扶持条件没有政策依据"),
    ],
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


TOUCHES = {
    Stage.FOLLOWING: ["电话回访，对方正在比较三处场地，下周给意见。", "补发增容方案和消防资料，对方收到。", "微信沟通，对方确认设备荷载，要求再看一次现场。"],
    Stage.NEGOTIATING: ["就付款方式和免租期交换意见，未达成一致。", "对方法务提出修改意见，已转园区。", "电话确认董事会日期，材料已补齐。"],
    Stage.SIGNED: ["项目公司名称已核准，正在办理登记。", "施工图送审，协助联系图审机构。"],
    Stage.BUILDING: ["现场巡查，进度正常。", "协调临时用电，供电公司已受理。", "设备进场，预计下月调试。"],
}  # fmt: skip
GRADES = {"a": "投资额较大，时间明确，产业相符", "b": "需求明确，选址仍在比较", "c": "意向早期，先保持联系"}
REASONS_TO_HAND_OVER = ["面积超出本区现有载体", "企业希望靠近港口", "产业方向与对方园区更相符"]


def stages_to(stage, rank):
    """The way to `stage`; some skip the assessment, some were given up once and came back."""
    if stage == Stage.INVALID:
        return [Stage.NEW, stage]
    if stage == Stage.UNREACHABLE:
        return [*PATH[: 1 + rank % 2], stage]
    if stage == Stage.DECLINED:
        return [*PATH[:3], stage]
    if stage == Stage.LOST:
        return [*PATH[: 4 + rank % 2], stage]
    stages = PATH[: PATH.index(stage) + 1]
    if len(stages) > 3 and rank % 5 == 3:
        stages = [one for one in stages if one != Stage.ASSESSED]
    elif len(stages) > 3 and rank % 7 == 6:
        stages = [*PATH[:2], Stage.UNREACHABLE, *stages[3:]]
    return stages


def moments_of(stage, rank, now, rng):
    """[(stage, when)] from its arrival to `stage`."""
    stages = stages_to(stage, rank)
    days = [
        rng.uniform(*((3, 5) if one == Stage.RESPONDED and rank % 5 == 4 else TAKES[one]))
        for one in stages[1:]
    ]
    drawn = at = now - timedelta(days=rng.uniform(*since(stage, rank)) + sum(days))
    found = [(Stage.NEW, at)]
    for one, gap in zip(stages[1:], days, strict=True):
        drawn += timedelta(days=gap)  # what is moved to a Monday does not push the next step on
        at = max(in_the_office(drawn, rng), at + timedelta(minutes=rng.randint(15, 90)))
        found.append((one, at))
    return [
        (one, min(at, now - timedelta(minutes=11 * left)))
        for left, (one, at) in zip(range(len(found), 0, -1), found, strict=True)
    ]


def since(stage, rank):
    """How many days ago its last step was: long for what is overdue, before today for what is due today."""
    if is_late(stage, rank):
        return (12, 16) if stage == Stage.NEW else (6, 9)
    return (1.2, 2.5) if is_for_today(stage, rank) else SINCE.get(stage, LONG_AGO)


def is_late(stage, rank):
    return rank < OVERDUE.get(stage, 0)


def is_for_today(stage, rank):
    return stage in OVERDUE and stage != Stage.NEW and rank == OVERDUE[stage]


def in_the_office(at, rng):
    at = timezone.localtime(at)
    while at.weekday() > 4:
        at += timedelta(days=1)
    return at if 9 <= at.hour < 18 else at.replace(hour=rng.randint(9, 17))


def seed_handling(inquiries, parks, officers, now, rng):
    """Saves `inquiries`, each with its `moments`, `rank` and `created`, and all that happened to them."""
    transfers = hand_over(inquiries, parks, officers, now, rng)
    for inquiry in inquiries:
        settle(inquiry, officers, rng)
    notes, steps = [], []
    deadlines = Deadlines()
    for inquiry in inquiries:
        live(inquiry, deadlines, notes, steps, now, rng)
        inquiry.derive()
    Inquiry.objects.bulk_create(inquiries)
    FollowUp.objects.bulk_create(notes)
    StageChange.objects.bulk_create(steps)
    Transfer.objects.bulk_create(transfers)
    for rows in (inquiries, notes, transfers):
        set_moments(rows)
    merge(inquiries)
    show_listings(notes)
    seed_rules(officers, now)


def set_moments(rows):
    """The database stamps what it receives; the demo's rows came in earlier."""
    for row in rows:
        row.created_at = row.created
    type(rows[0]).objects.bulk_update(rows, ["created_at"], batch_size=200)


def hand_over(inquiries, parks, officers, now, rng):
    """To a district that fits better: some accepted there, some sent back, some not answered yet."""
    far = [one for one in inquiries if one.stage in PATH[3:]]
    near = [one for one in inquiries if one.stage in PATH[1:3] and not is_late(one.stage, one.rank)]
    transfers = []
    for number, inquiry in enumerate([*far[5::6], *near[2::6]]):
        elsewhere = rng.choice([park.district for park in parks if park.district_id != inquiry.district_id])
        transfer = Transfer(
            inquiry=inquiry,
            from_district=inquiry.district,
            to_district=elsewhere,
            first_contact_district=inquiry.district,
            reason=REASONS_TO_HAND_OVER[number % 3],
            requested_by=officer_at(inquiry.district, officers, number),
        )
        transfer.created = inquiry.moments[1][1] + timedelta(minutes=5)
        answered = min(transfer.created + timedelta(hours=20), now)
        if inquiry in near:
            inquiry.offered_to = elsewhere
        elif number % 4 == 3:
            transfer.declined_at, transfer.decline_reason = (
                answered,
                "我区同类载体也已满租，建议原地区继续跟进",
            )
        else:
            transfer.accepted_at, inquiry.place = answered, elsewhere
        if inquiry not in near:
            transfer.answered_by = officer_at(elsewhere, officers, number)
        transfers.append(transfer)
    return transfers


def officer_at(district, officers, number):
    """In turn, of those in whose districts it lies."""
    able = [one for one in officers if is_within(one, district.path)]
    return able[number % len(able)] if able else None


def settle(inquiry, officers, rng):
    """What its stage and its way there say about it."""
    stages, (_, arrived), (_, last) = (
        [one for one, _ in inquiry.moments],
        inquiry.moments[0],
        inquiry.moments[-1],
    )
    inquiry.place, inquiry.first_place = inquiry.place or inquiry.district, inquiry.district
    in_pool = inquiry.stage == Stage.NEW and inquiry.rank >= 5
    inquiry.officer = None if in_pool else officer_at(inquiry.place, officers, inquiry.rank)
    inquiry.assigned_at = arrived + timedelta(minutes=8) if inquiry.officer else None
    inquiry.stage_since = last
    inquiry.responded_at = next((at for stage, at in inquiry.moments if stage in PATH[1:]), None)
    if inquiry.is_closed:
        inquiry.closed_at = last
    if inquiry.stage in ENDS:
        inquiry.cause, inquiry.closing_reason = ENDS[inquiry.stage][inquiry.rank % len(ENDS[inquiry.stage])]
    if {Stage.ASSESSED, Stage.FOLLOWING} & set(stages):
        inquiry.grade = rng.choice("abbc")
        inquiry.grade_reason = GRADES[inquiry.grade]
    if Stage.SIGNED in stages:
        sign(inquiry, dict(inquiry.moments)[Stage.SIGNED], rng)


def sign(inquiry, at, rng):
    inquiry.signed_on = timezone.localdate(at)
    planned = inquiry.investment_wan or Decimal(rng.choice([2000, 5000]))
    inquiry.agreed_investment_wan = planned * Decimal(rng.choice(["0.8", "1", "1.2"]))
    if inquiry.place == inquiry.district:
        inquiry.settled_park = inquiry.park or (inquiry.listing and inquiry.listing.park)
        inquiry.settled_listing = inquiry.listing


class Deadlines:
    """办理期限 as the office counts them, its table and its calendar read once."""

    def __init__(self):
        self.standard, self.known = ServiceStandard.current(), workdays.exceptions()

    def after(self, stage, at, promised):
        if stage not in STEP_OF:
            return None
        due = workdays.after(timezone.localdate(at), getattr(self.standard, STEP_OF[stage]), self.known)
        return min(due, promised) if promised else due


def live(inquiry, deadlines, notes, steps, now, rng):
    """Its contacts, its steps, and until when the next thing is due."""
    contacts = contacts_of(inquiry, now, rng)
    before, due = Stage.NEW, deadlines.after(Stage.NEW, inquiry.created, None)
    for (stage, at), (_, following) in zip(contacts, [*contacts[1:], (None, None)], strict=False):
        note = follow_up(inquiry, stage, stage == before, at, rng)
        if note.next_action:
            note.due_on = promised_day(inquiry, at, following, now, rng)
        notes.append(note)
        if stage != before:
            reason = "对方来电，重新开始" if before in ENDS else ""
            steps.append(
                StageChange(
                    inquiry=inquiry, stage_from=before, stage_to=stage, person=inquiry.officer, follow_up=note,
                    due_on=due, at=at, reason=reason,
                )
            )  # fmt: skip
        before, due = stage, deadlines.after(stage, at, note.due_on)
    inquiry.due_on = due


def contacts_of(inquiry, now, rng):
    """[(stage after it, when)]: the steps after its arrival, and the talks between them."""
    found, late = [], is_late(inquiry.stage, inquiry.rank) or is_for_today(inquiry.stage, inquiry.rank)
    ends = [*[at for _, at in inquiry.moments[1:]], now][1:]
    for (stage, at), end in zip(inquiry.moments[1:], ends, strict=True):
        found.append((stage, at))
        if late and stage == inquiry.stage:
            break
        while stage in TOUCHES and (at := in_the_office(at + timedelta(days=rng.randint(5, 8)), rng)) < end:
            found.append((stage, at))
    return found


def promised_day(inquiry, at, following, now, rng):
    """The day agreed upon at `at`: about when the next contact then was; of the last one, what the desk shows."""
    day, today = timezone.localdate(at), timezone.localdate(now)
    if following:
        return max(timezone.localdate(following) + timedelta(days=rng.choice([0, 0, 1, 2, -1])), day)
    if is_late(inquiry.stage, inquiry.rank):
        return day + timedelta(days=2)
    return today if is_for_today(inquiry.stage, inquiry.rank) else today + timedelta(days=rng.randint(1, 9))


def follow_up(inquiry, stage, is_talk, at, rng):
    method, summaries, next_action = STEPS.get(
        stage, ("phone", [f"{inquiry.closing_reason or '暂时联系不上'}。"], "")
    )
    note = FollowUp(
        inquiry=inquiry,
        person=inquiry.officer,
        method=rng.choice(["phone", "wechat"]) if is_talk else method,
        summary=rng.choice(TOUCHES[stage] if is_talk else summaries),
        next_action=next_action if stage != inquiry.stage or not inquiry.is_closed else "",
    )
    note.created = at
    return note


def merge(inquiries):
    """What was merged points to what it was merged into; what ended long ago is archived."""
    changed = []
    for inquiry in inquiries:
        survivor = getattr(inquiry, "survivor", None)
        if survivor:
            inquiry.merged_into = survivor
        if inquiry.stage in ENDS and inquiry.rank % 4 == 1:
            inquiry.archived_at = inquiry.closed_at + timedelta(hours=2)
        if survivor or inquiry.archived_at:
            changed.append(inquiry)
    Inquiry.objects.bulk_update(changed, ["merged_into", "archived_at"])


def show_listings(notes):
    shown = FollowUp.listings.through
    shown.objects.bulk_create(
        shown(followup=note, listing=note.inquiry.listing)
        for note in notes
        if note.method == "tour" and note.inquiry.listing
    )


def seed_rules(officers, now):
    """Who gets what, and a Saturday on which the office is open."""
    day = timezone.localdate(now) + timedelta(days=30)
    day += timedelta(days=(5 - day.weekday()) % 7)
    DayException.objects.create(day=day, is_working=True, name="演示：集中接待日")
    bound = [one for one in officers if one.remits.exists()]
    for position, (district, topic, people) in enumerate(
        [("wuqing", "", bound), ("", "land", officers), ("", "", officers[:1])]
    ):
        if people:
            rule = AssignmentRule.objects.create(
                district=District.objects.get(slug=district) if district else None,
                topic=topic,
                position=position + 1,
            )
            rule.officers.set(people)
