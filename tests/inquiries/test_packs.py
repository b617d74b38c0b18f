import io
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from pypdf import PdfReader

from inquiries.models import PackSent, PackVersion
from inquiries.packs import composing, links, words
from inquiries.packs.choosing import MOST_OF_A_LEVEL, Wanted, sections
from publishing.models import SiteSettings
from tests.builders import HIDDEN, district, industry, inquiry, policy

pytestmark = pytest.mark.django_db
YESTERDAY = timezone.localdate() - timedelta(days=1)
HOME = "https://zs.example.cn"


def asked(**values):
    return inquiry(kind="policy_pack", topic="policy", **values)


def wanted(**values):
    return Wanted(**({"district": district(), "industry": None, "topic": "policy"} | values))


def titles(this):
    return [policy.title for section in sections(this) for policy in section.policies]


def said(this):
    return words.words_of(this, sections(this))


@pytest.fixture(autouse=True)
def typeset(monkeypatch):
    """What was to be set, instead of setting it; one test sets a real one."""
    texts = []
    monkeypatch.setattr(composing, "composed", lambda text, moment: texts.append(text) or b"%PDF-1.7 fake")
    return texts


def test_holds_what_is_public_and_valid_today():
    policy(title="现行")
    policy(title="已废止", repealed_on=YESTERDAY)
    policy(title="已到期", valid_until=YESTERDAY)
    policy(title="未施行", valid_from=timezone.localdate() + timedelta(days=1))
    for state in HIDDEN.values():
        policy(title="看不到", **state)
    assert titles(wanted()) == ["现行"]


def test_holds_what_applies_in_the_district_from_the_nation_down():
    policy(title="东丽", district=district("dongli"))
    policy(title="武清")
    policy(title="园区", level="park")
    policy(title="天津", level="municipal", district=district().parent)
    policy(title="全国", level="national", district=None)
    assert titles(wanted()) == ["全国", "天津", "武清", "园区"]


def test_without_a_district_holds_what_is_above_districts_and_says_so():
    policy(title="武清")
    policy(title="天津", level="municipal", district=district().parent)
    policy(title="全国", level="national", district=None)
    assert titles(wanted(district=None)) == ["全国", "天津"]
    assert "补充意向地区" in said(wanted(district=None))["notes"][0]


def test_holds_what_is_for_the_industry_its_parent_or_all():
    bikes, trucks = industry("37"), industry("36", "汽车制造业")
    policy(title="自行车", industries=[bikes])
    policy(title="汽车", industries=[trucks])
    policy(title="制造业", industries=[bikes.parent])
    policy(title="不限")
    assert titles(wanted(industry=bikes)) == ["不限", "制造业", "自行车"]
    assert titles(wanted(industry=bikes.parent)) == ["不限", "制造业", "汽车", "自行车"]


def test_puts_first_what_speaks_of_the_topic():
    policy(title="标准厂房租金补贴")
    policy(title="人才公寓")
    assert titles(wanted(topic="policy")) == ["人才公寓", "标准厂房租金补贴"]
    assert titles(wanted(topic="factory")) == ["标准厂房租金补贴", "人才公寓"]
    marks = [one["is_about"] for one in said(wanted(topic="factory"))["sections"][0]["policies"]]
    assert marks == [True, False]


def test_takes_the_newest_of_a_level_and_counts_the_rest():
    for _ in range(MOST_OF_A_LEVEL + 2):
        policy()
    section = said(wanted())["sections"][0]
    assert (len(section["policies"]), section["count"]) == (60, 62)
    assert section["more"] == "另有 2 件较早的未收录，可在网站政策库查阅。"
    assert titles(wanted())[0] == "支持智能制造发展若干措施62"


def test_says_that_a_district_has_none_of_its_own():
    policy(level="national", district=None)
    assert said(wanted())["notes"] == ["武清区目前没有公开的区级和园区政策，具体条件请来电询问。"]


def test_says_of_each_policy_what_an_investor_asks():
    one = policy(
        title="厂房\n租赁补贴",
        valid_from=date(2025, 1, 1),
        application_opens_on=date(2025, 3, 1),
        application_closes_on=date(2025, 4, 30),
        issued_on=date(2024, 12, 3),
        released_on=date(2024, 12, 10),
        summary="对本区企业给予支持。",
        audience="本区企业。",
        conditions="（一）在本区注册；\n\n（二）纳税正常。",
        support="  ",
    )
    printed = said(wanted())["sections"][0]["policies"][0]
    assert printed["title"] == "厂房 租赁补贴"
    assert printed["facts"] == [
        ["发文机关", "武清区工业和信息化局"],
        ["发文字号", "武工信规〔2025〕1号"],
        ["成文日期", "2024年12月3日"],
        ["发布日期", "2024年12月10日"],
        ["适用地区", "天津市武清区"],
        ["有效期", "自2025年1月1日起长期有效"],
        ["申报期", "2025年3月1日至2025年4月30日（本期已截止）"],
    ]
    assert printed["parts"] == [
        ["适用对象", "本区企业。"],
        ["申报条件", "（一）在本区注册；\n（二）纳税正常。"],
    ]
    assert printed["summary"] == ""
    assert printed["path"] == f"/policies/{one.pk}/"


def test_names_a_time_to_apply_only_where_one_is_applied_for():
    policy(title="备案", summary="对新备案项目给予便利。")
    policy(title="申报", conditions="纳税正常。")
    policy(title="受理", application_opens_on=date(2025, 3, 1))
    printed = {one["title"]: one for one in said(wanted())["sections"][0]["policies"]}
    assert {title: dict(one["facts"]).get("申报期") for title, one in printed.items()} == {
        "备案": None,
        "申报": "以主管部门通知为准",
        "受理": "自2025年3月1日起长期受理",
    }
    assert printed["备案"]["summary"] == "对新备案项目给予便利。"


def test_the_file_is_called_by_its_district_and_industry():
    policy()
    made = composing.pack_for(wanted(industry=industry("37", "自行车/摩托车制造业")), HOME)
    assert made.name == f"招商政策汇编-天津市武清区-自行车／摩托车制造业-{made.version.version}.pdf"
    assert composing.pack_for(wanted(), HOME).name == made.name.replace("-自行车／摩托车制造业", "").replace(
        made.version.version, PackVersion.objects.latest("pk").version
    )


def test_ends_a_long_text_with_a_sentence_and_the_way_to_the_rest():
    assert words.bounded("甲" * 8 + "。" + "乙" * 8, 12) == "甲" * 8 + "。（以下略，全文扫码查看）"
    assert words.bounded("甲" * 12, 12) == "甲" * 12
    assert words.bounded("甲" * 13, 12) == "甲" * 12 + "（以下略，全文扫码查看）"


def test_the_same_content_is_the_same_version():
    one = policy()
    first, again = (composing.pack_for(wanted(), HOME).version for _ in range(2))
    assert (first, PackVersion.objects.count()) == (again, 1)
    assert first.version == f"{timezone.localdate():%Y%m%d}-{first.digest[:8]}"
    assert first.policies == [[one.pk, one.updated_at.isoformat()]]
    one.title = "改了一个字"
    one.save()
    assert composing.pack_for(wanted(), HOME).version != first
    one.published_at = None
    one.save()
    assert composing.pack_for(wanted(), HOME) is None


def test_the_same_content_is_one_version_on_every_host(client, settings, typeset):
    settings.ALLOWED_HOSTS = ["a.example", "b.example"]
    policy()
    link = links.address(asked(district=district()))
    for host in settings.ALLOWED_HOSTS:
        client.get(link, headers={"host": host})
    assert PackVersion.objects.count() == PackSent.objects.count() == 1
    assert ['"home": "http://a.example"' in typeset[0], '"home": "http://b.example"' in typeset[1]] == [
        True
    ] * 2
    settings.SITE_ORIGIN = "https://zs.example.cn"
    client.get(link, headers={"host": "a.example"})
    assert '"home": "https://zs.example.cn"' in typeset[2]


def test_who_asks_for_the_head_alone_was_handed_nothing(client, typeset):
    policy()
    response = client.head(links.address(asked(district=district())))
    assert (response.status_code, response["Content-Type"]) == (200, "application/pdf")
    assert (typeset, PackVersion.objects.count(), PackSent.objects.count()) == ([], 0, 0)


def test_a_version_keeps_the_day_on_which_it_first_stood_so(typeset):
    policy()
    version = composing.pack_for(wanted(), HOME).version
    PackVersion.objects.update(composed_at=version.composed_at - timedelta(days=30))
    composing.pack_for(wanted(), HOME)
    day = timezone.localdate() - timedelta(days=30)
    assert f'"composed": "{day.year}年{day.month}月{day.day}日"' in typeset[-1]


def test_asks_the_database_for_six_as_often_as_for_one(django_assert_num_queries):
    SiteSettings.objects.create()
    policy(), policy(level="national", district=None)
    composing.pack_for(wanted(), HOME)
    with CaptureQueriesContext(connection) as few:
        composing.pack_for(wanted(), HOME)
    for _ in range(5):
        policy(), policy(level="national", district=None)
    composing.pack_for(wanted(), HOME)
    with django_assert_num_queries(len(few)):
        composing.pack_for(wanted(), HOME)


def test_sets_a_real_one(monkeypatch):
    monkeypatch.undo()
    policy(
        title='#read("/etc/passwd") 𠮷' + "长" * 150, support="按 3% 补助\t500 万元", conditions="$x$ *y* @z"
    )
    pdf = composing.pack_for(wanted(), HOME).pdf
    assert pdf.startswith(b"%PDF-")
    assert composing.pack_for(wanted(), HOME).pdf == pdf


def test_a_head_stands_on_the_page_of_its_text(monkeypatch):
    monkeypatch.undo()
    for number in range(1, 8):
        policy(title=f"第{number}号办法", audience=f"第{number}类企业", support="（一）甲。\n" * number)
    pdf = PdfReader(io.BytesIO(composing.pack_for(wanted(), HOME).pdf))
    assert pdf.metadata.title == "招商政策汇编（天津市武清区，不限行业）"
    pages = ["".join(page.extract_text().split()) for page in pdf.pages][2:]  # after cover and contents
    where = {
        number: [[word in page for page in pages] for word in (f"第{number}号办法", f"第{number}类企业")]
        for number in range(1, 8)
    }
    assert all(head == text and any(head) for head, text in where.values())
