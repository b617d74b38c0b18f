"""A few 投稿, in every state."""

from datetime import timedelta

from inquiries.models import Submission
from publishing.models import SiteSettings
from publishing.references import new_reference

from .handling import set_moments
from .inquiries import STEMS, TITLES
from .parks import BRANDS

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
