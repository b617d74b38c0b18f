"""What an inquiry needs before it enters a stage, and where to fill it in."""

from typing import NamedTuple

from inquiries.models import FollowUp, Inquiry

from .chains import numbers_merged_into

Stage, Method = Inquiry.Stage, FollowUp.Method
PATH = (
    Stage.NEW, Stage.RESPONDED, Stage.ASSESSED, Stage.FOLLOWING, Stage.NEGOTIATING, Stage.SIGNED, Stage.BUILDING,
    Stage.OPERATING,
)  # fmt: skip
SIGNED = PATH[PATH.index(Stage.SIGNED) :]
FACE_TO_FACE = {Method.VISIT, Method.TOUR, Method.MEETING}
IN_NEEDS, IN_SIGNING, IN_FOLLOW_UP = "请在“需求”里填写", "请在“签约”里填写", "请写入“记跟进”"


class Need(NamedTuple):
    label: str
    where: str
    is_met: bool

    @property
    def words(self):
        return f"缺{self.label}：{self.where}。"


def stages_after(stage):
    """The stages still before it, the next one first; none for one that ended."""
    return PATH[PATH.index(stage) + 1 :] if stage in PATH else ()


def stages_before(stage):
    """Where it can be taken back to, the nearest first; nobody becomes unanswered again."""
    return PATH[1 : PATH.index(stage)][::-1] if stage in PATH else ()


def needs(inquiry, stage, noting=""):
    """What `inquiry` needs to enter `stage`, and each stage it would skip, as it stands in memory.

    `noting` is the method of a follow-up that is being written and counts as well.
    """
    skipped = [one for one in stages_after(inquiry.stage) if PATH.index(one) <= PATH.index(stage)]
    return [need for one in skipped for need in GATES[one](inquiry, noting)]


def missing(inquiry, stage, noting=""):
    return [need.words for need in needs(inquiry, stage, noting) if not need.is_met]


def follow_ups(inquiry):
    """Its own and those of what was merged into it."""
    return FollowUp.objects.filter(inquiry__in=[inquiry.pk, *numbers_merged_into(inquiry)])


def to_respond(inquiry, noting):
    return [Need("首次跟进", IN_FOLLOW_UP, bool(noting) or follow_ups(inquiry).exists())]


def to_assess(inquiry, noting):
    figures = (inquiry.area_min, inquiry.area_max, inquiry.investment_wan)
    return [
        Need("行业", IN_NEEDS, inquiry.industry_id is not None),
        Need("面积或总投资", IN_NEEDS, any(one is not None for one in figures)),
        Need("意向地区", IN_NEEDS, inquiry.wanted_place is not None),
    ]


def to_follow(inquiry, noting):
    return [
        Need("负责人", "请先认领或分派", inquiry.officer_id is not None),
        Need("等级", "请在“定级”里选择", bool(inquiry.grade)),
    ]


def to_negotiate(inquiry, noting):
    met = noting in FACE_TO_FACE or follow_ups(inquiry).filter(method__in=FACE_TO_FACE).exists()
    return [Need("一次来访、考察或会议", IN_FOLLOW_UP, met)]


def to_sign(inquiry, noting):
    settled = inquiry.settled_park_id or inquiry.settled_listing_id
    return [
        Need("企业名称", "请在“咨询人”里填写", bool(inquiry.company)),
        Need("签约日期", IN_SIGNING, inquiry.signed_on is not None),
        Need("协议投资", IN_SIGNING, inquiry.agreed_investment_wan is not None),
        Need("落户园区或载体", IN_SIGNING, settled is not None),
    ]


def emptied(before, after):
    """The labels of what was there when it was signed and would be missing `after`: what is signed stays on record."""
    if before.stage not in PATH[PATH.index(Stage.SIGNED) :]:
        return []
    both = zip(to_sign(before, ""), to_sign(after, ""), strict=True)
    return [was.label for was, will_be in both if was.is_met and not will_be.is_met]


def to_build(inquiry, noting):
    """What was signed stands, and somebody has asked since how it goes."""
    since = inquiry.stage_since if inquiry.stage in (Stage.SIGNED, Stage.BUILDING) else None
    later = follow_ups(inquiry).filter(created_at__gt=since) if since else FollowUp.objects.none()
    words = "开工后的跟进" if inquiry.stage == Stage.BUILDING else "签约后的跟进"
    return [*to_sign(inquiry, noting), Need(words, IN_FOLLOW_UP, bool(noting) or later.exists())]


GATES = {
    Stage.RESPONDED: to_respond,
    Stage.ASSESSED: to_assess,
    Stage.FOLLOWING: to_follow,
    Stage.NEGOTIATING: to_negotiate,
    Stage.SIGNED: to_sign,
    Stage.BUILDING: to_build,
    Stage.OPERATING: to_build,
}
