"""Everything that is held about a sender, in words he can read and in a file he can keep: 个人信息保护法第四十五条."""

from datetime import date, datetime
from decimal import Decimal

from audit.models import Entry
from publishing.admin.columns import moment

from . import carried, phones
from .models import Inquiry
from .retention import sent_with

WHAT_WAS_SENT = (
    "reference", "created_at", "kind", "topic", "company", "contact_name", "job_title", "phone", "wechat", "email",
    "call_slot", "industry", "district", "park", "listing", "deal", "area_min", "area_max", "investment_wan",
    "landing_timeframe", "headcount", "message", "source_channel", "entry_page", "source_page", "consent_version",
    "consented_at",
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
LOOKED_AT = "工作人员查看联系方式、本人查阅的记录"
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
        ("您填写的和登记的", [worded(inquiry, WHAT_WAS_SENT, carried.in_doubt(inquiry))]),
        ("办理情况", [worded(inquiry, HOW_IT_IS_HANDLED)]),
        ("跟进记录", [worded(row, FOLLOWED_UP) for row in inquiry.follow_ups.order_by("pk")]),
        ("阶段变更", [worded(row, STEPPED) for row in inquiry.stage_changes.order_by("pk")]),
        ("流转", [worded(row, HANDED_OVER) for row in inquiry.transfers.order_by("pk")]),
        ("下载过的政策汇编", [[("版本", str(row.version)), ("时间", moment(row.at))] for row in packs]),
        (LOOKED_AT, looked_at(inquiry)),
    ]


def _of_submission(submission):
    return [
        ("您填写的和登记的", [worded(submission, OF_SUBMISSION)]),
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
    fields = [(name, str(row._meta.get_field(name).verbose_name)) for name in names]
    labelled = [(label, instead[name] if name in instead else words_of(row, name)) for name, label in fields]
    return [(label, words) for label, words in labelled if words]


def words_of(row, name):
    if name == "phone":
        return phones.display(row.phone)
    value = getattr(row, name)
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
