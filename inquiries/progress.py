"""What a sender is told: what we received, and how far it is. In fewer and kinder words than staff use."""

from django.utils import timezone

from . import carried, phones
from .desk import clocks
from .masking import mask_email, mask_name, mask_word
from .models import Inquiry, ServiceStandard

Stage = Inquiry.Stage
STEPS = [
    ("已收到", [Stage.NEW]),
    ("已响应", [Stage.RESPONDED, Stage.ASSESSED]),
    ("跟进中", [Stage.FOLLOWING]),
    ("洽谈中", [Stage.NEGOTIATING]),
    ("已签约", [Stage.SIGNED, Stage.BUILDING, Stage.OPERATING]),
]
IN_TIME = {
    Stage.NEW: "我们已收到您的咨询，招商专员会在{}下班前回电。",
    Stage.ASSESSED: "招商专员已研究过您的需求，会在{}下班前与您联系，说明{}。",
}
STANDING = {
    Stage.NEW: "我们已收到您的咨询，但没能按时回电，抱歉。请直接致电招商热线并说出编号。",
    Stage.RESPONDED: "招商专员已与您联系，正在研究您的需求。",
    Stage.ASSESSED: "招商专员已研究过您的需求，正在准备答复。",
    Stage.FOLLOWING: "招商专员正在跟进您的项目。",
    Stage.NEGOTIATING: "双方正在洽谈落地条件。",
    Stage.SIGNED: "项目已签约，招商专员继续协助办理落地手续。",
    Stage.BUILDING: "项目已签约并开工建设。",
    Stage.OPERATING: "项目已投产，这次咨询已经办结。",
}
ENDED = "这次咨询已经办结。如需继续，请致电招商热线并说出编号，或重新提交。"
WEEKDAYS = "一二三四五六日"


def stage_of(inquiry):
    """Whoever has been called has been answered, also where the desk has not said so yet."""
    called = inquiry.stage == Stage.NEW and inquiry.responded_at
    return Stage.RESPONDED if called else Stage(inquiry.stage)


def standing(inquiry):
    """How far it is, in a sentence that holds in its stage; a day only where it has not passed."""
    stage = stage_of(inquiry)
    if stage in IN_TIME and inquiry.due_on and not inquiry.is_overdue:
        return IN_TIME[stage].format(day_and_weekday(inquiry.due_on), question(inquiry))
    return STANDING.get(stage, ENDED)


def agreed(handled, inquiry):
    """The day to come that was agreed with who sent `inquiry`, as it is `handled`; "" without, or with somebody else."""
    talk = clocks.agreed(handled)
    is_his = talk and talk.inquiry.phone == inquiry.phone
    return day_and_weekday(talk.due_on) if is_his and talk.due_on >= timezone.localdate() else ""


def day_and_weekday(day):
    """`11月24日（周二）`, with its year where that is another one."""
    year = f"{day.year}年" if day.year != timezone.localdate().year else ""
    return f"{year}{day.month}月{day.day}日（周{WEEKDAYS[day.weekday()]}）"


def ahead(inquiry):
    """(what, when) of the steps still to come for one that is new."""
    if stage_of(inquiry) != Stage.NEW or inquiry.is_overdue or inquiry.due_on is None:
        return []
    standard = ServiceStandard.current()
    return [
        ("回电", f"{day_and_weekday(inquiry.due_on)}下班前"),
        ("核对需求和条件", f"回电后 {standard.assess_days} 个工作日内"),
        (f"答复{question(inquiry)}", f"再过 {standard.feedback_days} 个工作日内"),
    ]


def question(inquiry):
    """What the answer will be about."""
    is_of_policy = inquiry.kind == Inquiry.Kind.POLICY_PACK
    return "适用哪些政策、怎样申报" if is_of_policy else "能否落地、落在哪里"


def first_call_if_sent_now():
    """The day by which somebody who asks today is called."""
    return day_and_weekday(clocks.due_on(Stage.NEW, timezone.localdate()))


def steps(inquiry):
    """(word, reached) from first to last; nothing for an inquiry that ended without result."""
    stage = stage_of(inquiry)
    reached = [index for index, (_, stages) in enumerate(STEPS) if stage in stages]
    return [(word, index <= reached[0]) for index, (word, _) in enumerate(STEPS)] if reached else []


def area(inquiry):
    low, high = (
        f"{figure.normalize():,f}" if figure else "" for figure in (inquiry.area_min, inquiry.area_max)
    )
    if low and high:
        return f"{low} ㎡" if low == high else f"{low}–{high} ㎡"
    return f"{low} ㎡以上" if low else f"{high} ㎡以内" if high else ""


def at_least(figure, unit):
    return "" if figure is None else f"{figure.normalize():,f} {unit}"


def needs(inquiry):
    """{field: (label, words)} of what the second step asks; both ends of an area are said once."""
    total, instead = inquiry.investment_wan, carried.in_doubt(inquiry)
    return {
        "company": ("企业名称", instead.get("company", inquiry.company)),
        "email": ("邮箱", instead.get("email", mask_email(inquiry.email))),
        "wechat": ("微信号", instead.get("wechat", mask_word(inquiry.wechat))),
        "district": ("意向地区", inquiry.district and inquiry.district.full_name),
        "industry": ("所属行业", inquiry.industry and inquiry.industry.name),
        "deal": ("取得方式", inquiry.get_deal_display()),
        "area_min": ("面积", area(inquiry)),
        "height_min": ("最低净高", at_least(inquiry.height_min, "m")),
        "load_min": ("最低承重", at_least(inquiry.load_min, "t/㎡")),
        "investment_wan": ("总投资", total is not None and f"{total.normalize():,f} 万元"),
        "landing_timeframe": ("落地时间", inquiry.get_landing_timeframe_display()),
        "call_slot": ("回电时段", inquiry.get_call_slot_display()),
        "message": ("需求描述", inquiry.message),
    }


def needs_in_words(inquiry, names):
    names = {"area_min" if name == "area_max" else name for name in names}
    return [(label, word) for name, (label, word) in needs(inquiry).items() if name in names and word]


def stated(inquiry):
    """`面积、落地时间`: which of the needs that a first answer rests on are said."""
    rested_on = ["area_min", "industry", "investment_wan", "landing_timeframe"]
    return "、".join(label for label, _ in needs_in_words(inquiry, rested_on))


def what_was_asked(inquiry):
    """Label and words of everything that was filled in, who asked only as far as they know themselves again."""
    words = [
        ("类型", "一般咨询" if inquiry.kind == Inquiry.Kind.CONTACT else inquiry.get_kind_display()),
        ("主题", inquiry.get_topic_display()),
        ("联系人", mask_name(inquiry.contact_name)),
        ("手机", phones.mask(inquiry.phone)),
        ("意向载体", inquiry.listing and inquiry.listing.title),
        ("意向园区", inquiry.park and inquiry.park.name),
        *needs(inquiry).values(),
    ]
    return [(label, word) for label, word in words if word]


def what_was_offered(submission):
    words = [
        ("标题", submission.title),
        ("正文", f"{len(submission.body):,} 字"),
        ("投稿人", mask_name(submission.author)),
        ("单位", submission.organisation),
        ("手机", phones.mask(submission.phone)),
        ("相关地区", submission.district and submission.district.full_name),
        ("稿件来源", submission.get_rights_display()),
        ("AI 生成", "含 AI 生成内容" if submission.ai_generated else ""),
        ("附件", submission.attachment and "1 个，只有编辑能看到"),
    ]
    return [(label, word) for label, word in words if word]
