"""What stands in a pack, in words only; the same policies in the same state give the same words."""

import re

from django.utils import timezone

from articles.models import PolicyDocument
from inquiries.models import Inquiry
from parks.calling import whom_to_call
from parks.figures import day_in_words
from publishing.models import SiteSettings
from publishing.richtext import printable

from .choosing import names_topic

LONGEST = {"audience": 600, "conditions": 1500, "support": 1500}
IN_FULL_ONLINE = "（以下略，全文扫码查看）"
UNBROKEN = re.compile(r"[^\s\u2e80-\uffef]{16}")
ZERO_WIDTH_SPACE = "\u200b"


def words_of(wanted, sections):
    """A dict for JSON; addresses are paths, so the words are the same on every host."""
    site = SiteSettings.current()
    call = whom_to_call(wanted.district)
    return {
        "site": line(site.site_name),
        "organisation": line(site.organisation or site.site_name),
        "district": line(where(wanted)),
        "industry": line(wanted.industry.name) if wanted.industry else "不限行业",
        "topic": Inquiry.Topic(wanted.topic).label,
        "sections": [section_words(section, wanted) for section in sections],
        "notes": notes(wanted, sections),
        "hotline": line(call["hotline"]),
        "hotline_label": call["hotline_label"],
        "hotline_hours": line(call["hotline_hours"]),
    }


def where(wanted):
    return wanted.district.official_name if wanted.district else "地区未定"


def section_words(section, wanted):
    left_out = section.count - len(section.policies)
    return {
        "level": f"{PolicyDocument.Level(section.level).label}政策",
        "count": section.count,
        "more": f"另有 {left_out} 件较早的未收录，可在网站政策库查阅。" if left_out else "",
        "policies": [policy_words(policy, wanted) for policy in section.policies],
    }


def notes(wanted, sections):
    """What somebody might miss in this pack, and why it is not there."""
    own = {PolicyDocument.Level.DISTRICT, PolicyDocument.Level.PARK}
    if wanted.district is None:
        return ["提交时没有选择地区，这里只收国家和市级政策。补充意向地区后，可重新生成含当地政策的汇编。"]
    if not own & {section.level for section in sections}:
        return [f"{line(wanted.district.name)}目前没有公开的区级和园区政策，具体条件请来电询问。"]
    return []


def policy_words(policy, wanted):
    return {
        "title": line(policy.title),
        "is_about": names_topic(policy, wanted.topic),
        "facts": [[label, line(said)] for label, said in facts(policy) if said],
        "summary": "" if policy.audience.strip() or policy.support.strip() else line(policy.summary),
        "parts": [
            [label, bounded(getattr(policy, name), LONGEST[name])]
            for name, label in (("audience", "适用对象"), ("conditions", "申报条件"), ("support", "支持标准"))
            if getattr(policy, name).strip()
        ],
        "path": policy.get_absolute_url(),
    }


def facts(policy):
    return [
        ("发文机关", policy.issuer),
        ("发文字号", policy.document_number),
        ("成文日期", policy.issued_on and day_in_words(policy.issued_on)),
        ("发布日期", policy.released_on and day_in_words(policy.released_on)),
        ("适用地区", policy.district.official_name if policy.district else "全国"),
        ("有效期", span(policy.valid_from, policy.valid_until, "发布之日", "长期有效") or "文件未注明"),
        ("申报期", application(policy)),
    ]


def application(policy):
    """Nothing for a policy that is not applied for: neither days nor conditions are named."""
    opens, closes = policy.application_opens_on, policy.application_closes_on
    said = span(opens, closes, "即日", "长期受理")
    if not said:
        return "以主管部门通知为准" if policy.conditions.strip() else ""
    return f"{said}（本期已截止）" if closes and closes < timezone.localdate() else said


def span(first, last, from_else, without_end):
    if last:
        return f"{day_in_words(first) if first else from_else}至{day_in_words(last)}"
    return f"自{day_in_words(first)}起{without_end}" if first else ""


def bounded(text, most):
    """Its paragraphs; of a long one the whole sentences that have room."""
    text = "\n".join(line(one, most + 1) for one in text.splitlines() if one.strip())
    if len(text) <= most:
        return text
    kept = text[:most]
    end = max(kept.rfind(stop) + 1 for stop in "。！？；\n")
    return kept[: end or most].rstrip() + IN_FULL_ONLINE


def line(text, most=600):
    """On one line, and with places to break in what has none."""
    text = " ".join(printable(text).split())[:most]
    return UNBROKEN.sub(rf"\g<0>{ZERO_WIDTH_SPACE}", text)
