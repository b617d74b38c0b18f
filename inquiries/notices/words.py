"""What a notice says, of the inquiry as it is now."""

from typing import NamedTuple

from django.conf import settings
from django.urls import reverse

from inquiries.desk.clocks import what_is_due
from inquiries.models import Inquiry
from parks.models import District
from publishing.admin import staff_name

TITLES = {
    "received": "新咨询，由{person}负责",
    "assigned": "有咨询分派给{person}",
    "reopened": "有咨询重新打开，由{person}负责",
    "taken": "{person}负责的咨询已改由他人负责",
    "erased": "{person}负责的咨询应本人申请已终止并清除个人信息，请勿再联系",
    "merged": "{person}负责的咨询已并入另一条，随那一条办理",
    "parted": "并入{person}负责的咨询的一条已取消合并，重新单独办理",
    "offered": "有咨询流转到{district}，请接收或退回",
    "accepted": "{person}转出的咨询，{district}已接收",
    "declined": "{person}转出的咨询，{district}已退回",
}
TITLES_IN_POOL = {
    "received": "新咨询，待认领",
    "reopened": "有咨询重新打开，待认领",
    "released": "有咨询退回，待认领",
    "handed_over": "有咨询从别的地区转来，待认领",
}
NOT_FOUND = "咨询已不在"
LOG_IN = "请登录招商后台查看。"


class Notice(NamedTuple):
    title: str
    lines: list

    @property
    def text(self):
        return "\n".join([self.title, *self.lines])


class Outdated(Exception):
    """Nothing to be told any more; the reason is what the list shows."""

    def __init__(self, reason):
        super().__init__(reason)
        self.reason = reason


def compose(payload, person, is_to_person):
    """The notice of an inquiry; `person` is who is meant, None for a pool. Raises Outdated."""
    rows = Inquiry.objects.select_related("place__parent", "officer", "merged_into")
    inquiry = rows.filter(pk=payload["inquiry"]).first()
    district = District.objects.select_related("parent").filter(pk=payload.get("district")).first()
    if reason := outdated(inquiry, payload, person):
        raise Outdated(reason)
    titles = TITLES_IN_POOL if payload.get("pool") else TITLES
    title = titles[payload["event"]].format(
        person="您" if is_to_person else staff_name(person),
        district=district.full_name if district else "对方",
    )
    return Notice(title, [*facts(inquiry), address_of(inquiry)])


def outdated(inquiry, payload, person):
    """Why nobody need hear of it any more, or ""."""
    if inquiry is None:
        return NOT_FOUND
    if payload["event"] == "erased":
        return ""
    if inquiry.erased_at:
        return "个人信息已清除"
    if payload["event"] == "merged":
        return "" if inquiry.merged_into_id else "已取消合并"
    if inquiry.merged_into_id:
        return "已并入另一条咨询"
    if inquiry.is_closed:
        return "咨询已经办结"
    return overtaken(inquiry, payload, person)


def overtaken(inquiry, payload, person):
    """The same of one that is open and stands alone."""
    event = payload["event"]
    if event == "offered":
        return "" if inquiry.offered_to_id == payload["district"] else "流转已有答复"
    if event in ("accepted", "declined"):
        return ""
    if event == "taken":
        return "又由本人负责" if person and inquiry.officer_id == person.pk else ""
    if payload.get("pool"):
        return "已有负责人" if inquiry.officer_id else ""
    return "" if person and inquiry.officer_id == person.pk else "负责人已经变更"


def facts(inquiry):
    place, due = inquiry.place, what_is_due(inquiry.stage)
    until = f"{inquiry.due_on}（{due}）" if inquiry.due_on and due else f"{inquiry.due_on or '未定'}"
    lines = [
        f"编号：{inquiry.reference}",
        f"主题：{inquiry.get_topic_display()}",
        f"经办地区：{place.full_name if place else '未定'}",
    ]
    if inquiry.merged_into_id:
        lines.append(f"并入：{inquiry.merged_into}")
    return lines if inquiry.is_closed else [*lines, f"办理期限：{until}"]


def address_of(inquiry):
    return link("admin:inquiries_inquiry_change", inquiry.pk)


def link(name, *args):
    """An address that works in a mail; without SITE_ORIGIN the site does not know its own."""
    return settings.SITE_ORIGIN + reverse(name, args=args) if settings.SITE_ORIGIN else LOG_IN
