"""The policies: their texts are set from `policy_facts.py`, their dates count back from the moment of seeding."""

from datetime import timedelta

from django.utils import timezone

from articles.models import PolicyDocument
from parks.models import Industry

from .policy_facts import DRAFT, POLICIES, REPLACED, SCHEDULED
from .writing import to_html

ORDINALS = ["（一）", "（二）", "（三）", "（四）"]


def seed_policies(districts, now):
    """Returns the policies by key."""
    today = timezone.localdate(now)
    policies = {
        facts.key: make_policy(facts, number, districts, now, today)
        for number, facts in enumerate(POLICIES, start=3)
    }
    for old, new in REPLACED.items():
        policies[old].repealed_on = policies[new].valid_from
    PolicyDocument.objects.bulk_create(policies.values())
    for old, new in REPLACED.items():
        policies[old].superseded_by = policies[new]
    PolicyDocument.objects.bulk_update([policies[old] for old in REPLACED], ["superseded_by"])
    industries = {industry.code: industry for industry in Industry.objects.all()}
    through = PolicyDocument.industries.through
    through.objects.bulk_create(
        through(policydocument=policies[facts.key], industry=industries[code])
        for facts in POLICIES
        for code in facts.industries.split()
    )
    return policies


def make_policy(facts, number, districts, now, today):
    issued = working_day(today - timedelta(days=facts.days_ago))
    policy = PolicyDocument(
        title=facts.title,
        index_number=f"示-{issued:%Y}-{number:05}",
        issuer=facts.issuer,
        document_number=f"{facts.prefix}〔{issued.year}〕{number}号",
        issued_on=issued,
        released_on=issued + timedelta(days=2),
        level=facts.level,
        district=districts[facts.district] if facts.district else None,
        valid_from=issued + timedelta(days=15),
        valid_until=years_later(issued, facts.years) if facts.years else None,
        audience=facts.audience,
        conditions=numbered(facts.conditions),
        support=numbered(facts.support),
        summary=f"适用于{facts.audience}。{facts.support.split('；')[0]}。",
        published_at=publication(facts, now),
    )
    if facts.level in ("district", "park") and facts.years and facts.days_ago < 300:
        policy.application_opens_on = policy.valid_from
        policy.application_closes_on = policy.valid_from + timedelta(days=270)
    policy.body = to_html(document_text(policy, facts.conditions, facts.support))
    policy.interpretation = to_html(interpretation_text(policy, facts.conditions))
    return policy


def publication(facts, now):
    if facts.key == DRAFT:
        return None
    if facts.key == SCHEDULED:
        return now + timedelta(days=3)
    return now - timedelta(days=facts.days_ago - 2, hours=3)


def working_day(day):
    return day - timedelta(days=max(0, day.weekday() - 4))


def years_later(day, years):
    """The day before the anniversary; 29 February counts as the 28th."""
    if (day.month, day.day) == (2, 29):
        day = day.replace(day=28)
    return day.replace(year=day.year + years) - timedelta(days=1)


def numbered(sentences):
    """`甲；乙` becomes one line each: （一）甲。"""
    return "\n".join(
        f"{ordinal}{one}。" for ordinal, one in zip(ORDINALS, sentences.split("；"), strict=False)
    )


def chinese_date(day):
    return f"{day.year}年{day.month}月{day.day}日"


def document_text(policy, conditions, support):
    until = f"，有效期至{chinese_date(policy.valid_until)}" if policy.valid_until else ""
    kind = next(
        (
            word
            for word in ("办法", "措施", "方案", "指引", "指南", "规范", "细则", "意见", "通知")
            if policy.title.endswith(word)
        ),
        "文件",
    )
    return f"""
        ## 第一条　目的
        为规范工作程序，方便企业了解要求、提前准备，结合实际制定本{kind}。
        ## 第二条　适用范围
        本{kind}适用于{policy.audience}。
        ## 第三条　条件
        申请的企业和项目应当符合下列条件：
        {numbered(conditions)}
        ## 第四条　支持与服务
        {numbered(support)}
        ## 第五条　办理
        企业向{"项目所在区的" if policy.district_id is None or policy.level == "municipal" else ""}投资促进部门提交申请，受理后五个工作日内告知是否齐全，需要补正的一次列明。涉及其他部门的，由受理部门统一转办并答复。
        ## 第六条　监督
        提供虚假材料的，终止办理并记入信用档案。执行中的意见可以向发文机关反映。
        ## 第七条　施行
        本{kind}自{chinese_date(policy.valid_from)}起施行{until}。
    """


def interpretation_text(policy, conditions):
    first, *others = conditions.split("；")
    return f"""
        ## 谁适用
        {policy.audience}可以对照文件第三条自查。首先要看的是：{first}。{"其次，" + "；".join(others) + "。" if others else ""}
        ## 怎么用
        建议在选址阶段就把文件发给负责前期工作的同事，与园区洽谈时逐条核对，避免签约后再补材料。
        ## 找谁问
        可以拨打本页所列热线，或在线留下联系方式，由专人在一个工作日内答复。
    """
