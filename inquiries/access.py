"""Everything that is held about a sender, in words he can read and in a file he can keep: 个人信息保护法第四十五条."""

from datetime import date, datetime
from decimal import Decimal

from audit.models import Entry
from publishing.admin.columns import moment

from . import carried, phones
from .models import Inquiry, Transfer
from .retention import sent_with

WHAT_WAS_SENT = (
    "reference", "created_at", "kind", "topic", "company", "contact_name", "job_title", "phone", "wechat", "email",
    "call_slot", "industry", "district", "park", "listing", "deal", "area_min", "area_max", "height_min", "load_min",
    "investment_wan", "landing_timeframe", "headcount", "message", "source_channel", "entry_page", "source_page",
    "consent_version", "consented_at",
)  # fmt: skip
HOW_IT_IS_HANDLED = (
    "stage", "stage_since", "place", "first_place", "responded_at", "due_on", "grade", "grade_reason", "signed_on",
    "agreed_investment_wan", "settled_park", "settled_listing", "cause", "closing_reason", "closed_at",
)  # fmt: skip
OF_SUBMISSION = (
    "reference", "created_at", "title", "body", "author", "organisation", "phone", "district", "rights",
    "ai_generated", "attachment", "consent_version", "consented_at",
)  # fmt: skip
DECIDED = ("state", "reason", "closed_at")
# What the office calls otherwise among itself, by the column and by the value.
CALLED = {
    "deal": "取得方式", "message": "需求描述", "source_channel": "怎样来到本站", "entry_page": "最先打开的网页",
    "source_page": "填写前所在的网页", "consent_version": "您同意的隐私政策版本", "consented_at": "您同意的时间",
    "stage": "进展", "stage_since": "到这一步的时间", "place": "现在办理的地区", "first_place": "最初受理的地区",
    "responded_at": "第一次联系您的时间", "grade": "内部评级", "grade_reason": "评级理由", "cause": "结束的原因",
    "closing_reason": "结束的说明", "method": "联系方式", "summary": "联系内容", "stage_from": "从", "stage_to": "到",
    "from_district": "原来办理的地区", "to_district": "转给的地区", "accepted_at": "对方接收的时间",
    "declined_at": "对方退回的时间", "decline_reason": "退回的原因",
}  # fmt: skip
CALLED_OF = {
    (Inquiry, "due_on"): "最迟联系您的日期",
    (Transfer, "created_at"): "提出的时间",
    (Transfer, "reason"): "转出的原因",
}
Stage = Inquiry.Stage
STAGES = {
    Stage.NEW: "已收到", Stage.RESPONDED: "已与您联系", Stage.ASSESSED: "已研究您的需求", Stage.FOLLOWING: "跟进中",
    Stage.NEGOTIATING: "洽谈中", Stage.SIGNED: "已签约", Stage.BUILDING: "已开工", Stage.OPERATING: "已投产",
    Stage.INVALID: "已结束：内容无效", Stage.DECLINED: "已结束：不再跟进", Stage.UNREACHABLE: "已结束：联系不上您",
    Stage.LOST: "已结束：没有落地",
}  # fmt: skip
FOLLOWED_UP = ("created_at", "method", "summary", "next_action", "due_on")
STEPPED = ("at", "stage_from", "stage_to", "reason")
HANDED_OVER = (
    "created_at",
    "from_district",
    "to_district",
    "reason",
    "accepted_at",
    "declined_at",
    "decline_reason",
)
LOOKED_AT = "谁在什么时候看过您的联系方式"
EARLIER = ("replaced_at", "title", "body", "attachment", "reason")


def held_about(receipt):
    """[(heading, [[(label, words), …], …])]: under each heading its rows, of these what is filled in."""
    parts = _of_inquiry(receipt) if isinstance(receipt, Inquiry) else _of_submission(receipt)
    return [(heading, rows) for heading, rows in parts if any(rows)]


def _of_inquiry(inquiry):
    """All of it, and of what its sender sent besides; of what somebody else sent nothing, though it was merged."""
    _, *others = sent_with(inquiry)
    merged = [(f"合并的 {one}：{heading}", rows) for one in others for heading, rows in _of_one(one)]
    return [*_of_one(inquiry), *merged]


def _of_one(inquiry):
    packs = inquiry.packs_sent.select_related("version")
    return [
        ("您告诉我们的", [worded(inquiry, WHAT_WAS_SENT, carried.in_doubt(inquiry))]),
        ("办到哪一步", [worded(inquiry, HOW_IT_IS_HANDLED)]),
        ("与您联系的记录", [worded(row, FOLLOWED_UP) for row in inquiry.follow_ups.order_by("pk")]),
        ("一步一步的经过", [worded(row, STEPPED) for row in inquiry.stage_changes.order_by("pk")]),
        ("转给其他地区的经过", [worded(row, HANDED_OVER) for row in inquiry.transfers.order_by("pk")]),
        ("下载过的政策汇编", [[("版本", str(row.version)), ("时间", moment(row.at))] for row in packs]),
        (LOOKED_AT, looked_at(inquiry)),
    ]


def _of_submission(submission):
    return [
        ("您告诉我们的", [worded(submission, OF_SUBMISSION)]),
        ("处理情况", [worded(submission, DECIDED)]),
        ("此前的稿件", [worded(row, EARLIER) for row in submission.earlier_texts.order_by("pk")]),
        (LOOKED_AT, looked_at(submission)),
    ]


def looked_at(receipt):
    """When, and in which role: who it was is the office's own matter."""
    entries = Entry.objects.about(receipt).filter(action__in=[Entry.Action.VIEW, Entry.Action.ACCESS])
    rows = entries.select_related("person").prefetch_related("person__groups").order_by("at", "pk")
    return [
        [("时间", moment(one.at)), ("操作", one.get_action_display()), ("角色", role_of(one))] for one in rows
    ]


def role_of(entry):
    if entry.action == Entry.Action.ACCESS:
        return "本人"
    groups = entry.person.groups.all() if entry.person else []
    return "、".join(group.name for group in groups) or "工作人员"


def worded(row, names, instead=()):
    """(label, words) of each of these fields that says something; `instead` has other words for some of them."""
    said = [
        (label_of(row, name), instead[name] if name in instead else words_of(row, name)) for name in names
    ]
    return [(label, words) for label, words in said if words]


def label_of(row, name):
    own = CALLED_OF.get((type(row), name)) or CALLED.get(name)
    return own or str(row._meta.get_field(name).verbose_name)


def words_of(row, name):
    if name == "phone":
        return phones.display(row.phone)
    value = getattr(row, name)
    if value in STAGES and name.startswith("stage"):
        return STAGES[value]
    if shown := getattr(row, f"get_{name}_display", None):
        return str(shown())
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, datetime):
        return moment(value)
    if isinstance(value, Decimal):
        return f"{value.normalize():,f}"
    if isinstance(value, date):
        return value.isoformat()
    if name == "attachment":
        return "1 个" if value else ""
    return "" if value in (None, "") else str(value)


def as_plain_data(parts):
    """The same for a program: {heading: [{label: words}]}."""
    return {heading: [dict(row) for row in rows] for heading, rows in parts}


def as_text(parts):
    """The same to be read and printed: a line for each thing, a blank one between two records."""
    told = [
        "\n\n".join("\n".join(f"{label}：{words}" for label, words in row) for row in rows)
        for _, rows in parts
    ]
    return (
        "\n\n\n".join(f"【{heading}】\n{rows}" for (heading, _), rows in zip(parts, told, strict=True)) + "\n"
    )
