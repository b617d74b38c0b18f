"""What a sender is told: what we received, and how far it is. In fewer and kinder words than staff use."""

from . import phones
from .masking import mask_email, mask_name, mask_word
from .models import Inquiry

Stage = Inquiry.Stage
STEPS = [
    ("已收到", [Stage.NEW]),
    ("已响应", [Stage.RESPONDED, Stage.ASSESSED]),
    ("跟进中", [Stage.FOLLOWING]),
    ("洽谈中", [Stage.NEGOTIATING]),
    ("已签约", [Stage.SIGNED, Stage.BUILDING, Stage.OPERATING]),
]


def steps(inquiry):
    """(word, reached) from first to last; nothing for an inquiry that ended without result."""
    reached = [index for index, (_, stages) in enumerate(STEPS) if inquiry.stage in stages]
    return [(word, index <= reached[0]) for index, (word, _) in enumerate(STEPS)] if reached else []


def area(inquiry):
    low, high = (
        f"{figure.normalize():,f}" if figure else "" for figure in (inquiry.area_min, inquiry.area_max)
    )
    if low and high:
        return f"{low}–{high} ㎡"
    return f"{low} ㎡以上" if low else f"{high} ㎡以内" if high else ""


def what_was_asked(inquiry):
    """Label and words of everything that was filled in, who asked only as far as they know themselves again."""
    words = [
        ("类型", inquiry.get_kind_display()),
        ("主题", inquiry.get_topic_display()),
        ("企业名称", inquiry.company),
        ("联系人", mask_name(inquiry.contact_name)),
        ("手机", phones.mask(inquiry.phone)),
        ("邮箱", mask_email(inquiry.email)),
        ("微信号", mask_word(inquiry.wechat)),
        ("意向载体", inquiry.listing and inquiry.listing.title),
        ("意向园区", inquiry.park and inquiry.park.name),
        ("意向地区", inquiry.district and inquiry.district.full_name),
        ("所属行业", inquiry.industry and inquiry.industry.name),
        ("取得方式", inquiry.get_deal_display()),
        ("面积", area(inquiry)),
        ("总投资", inquiry.investment_wan and f"{inquiry.investment_wan.normalize():,f} 万元"),
        ("落地时间", inquiry.get_landing_timeframe_display()),
        ("回电时段", inquiry.get_call_slot_display()),
        ("需求描述", inquiry.message),
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
