"""Checks that look beyond the text: at pages, files, policies and articles there are."""

from datetime import date

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.test import override_settings

from articles.models import Article
from parks.models import Remit
from tests import builders

from .checked import codes, found, said

pytestmark = pytest.mark.django_db


@pytest.fixture
def stored(tmp_path):
    with override_settings(MEDIA_ROOT=tmp_path):
        name = default_storage.save("library/gate.png", ContentFile(b"png"))
        yield f"/media/{name}"


def test_asks_for_what_pictures_show(stored):
    bare, told = f'<p>图：</p><img src="{stored}">', f'<p>图：</p><img src="{stored}" alt="园区大门">'
    [finding] = found(body=told + bare)
    assert (finding.code, finding.title, finding.passage) == ("alt", "第 2 张图没有说明", "gate.png")
    assert codes(told) == []


# --- Links


def linked(*addresses):
    body = "".join(f'<p><a href="{address}">页{number}</a></p>' for number, address in enumerate(addresses))
    return [(one.code, one.grade, one.about) for one in found(body=body) if one.code.startswith("link")]


def test_links_in_the_house_lead_to_what_is_public():
    article, draft = builders.article(), builders.article(**builders.DRAFT)
    policy, park, listing = builders.policy(), builders.park(), builders.listing()
    builders.channel("policy")
    good = [one.get_absolute_url() for one in (article, policy, park, listing, builders.district())]
    good += ["/", "/news/", "/districts/wuqing/policy/", f"{article.get_absolute_url()}?a=1#b"]
    assert linked(*good) == []
    assert linked("/news/999/", "/parks/nowhere/", "/nowhere/", "/districts/wuqing/nowhere/") == [
        ("link-dead", "error", "/news/999/"),
        ("link-dead", "error", "/parks/nowhere/"),
        ("link-dead", "error", "/nowhere/"),
        ("link-dead", "error", "/districts/wuqing/nowhere/"),
    ]
    hidden = draft.get_absolute_url()
    assert linked(hidden) == [("link-hidden", "advice", hidden)]


def test_a_link_to_a_former_address_leads_on():
    park = builders.park(slug="old-name")
    park.slug = "new-name"
    park.save()
    assert linked("/parks/old-name/", "/parks/new-name/") == []
    gone = builders.park(slug="was-here")
    gone.slug = "is-gone"
    gone.save()
    gone.delete()
    assert linked("/parks/was-here/") == [("link-dead", "error", "/parks/was-here/")]


@override_settings(ALLOWED_HOSTS=["invest.example.cn", "*"])
def test_links_to_our_own_host_are_links_in_the_house():
    address = "https://invest.example.cn/news/999/"
    assert linked(address, "https://www.gov.cn/news/999/") == [("link-dead", "error", address)]


def test_links_that_lead_behind_the_scenes():
    assert linked(
        "/admin/", "http://10.0.0.8/a", "http://[::1]/", "mailto:a@example.cn", "tel:02282100000"
    ) == [
        ("link-staff", "error", "/admin/"),
        ("link-address", "advice", "http://10.0.0.8/a"),
        ("link-address", "advice", "http://[::1]/"),
    ]


@pytest.mark.parametrize(
    "address", ["/news/" + "9" * 30 + "/", "/media/../settings.py", "/media/%00", "http://[", "/parks/%ff/"]
)
def test_odd_links_are_dead_links(address):
    assert [code for code, *_ in linked(address)] in (["link-dead"], [])


def test_files_of_ours_are_still_there(stored):
    gone = "/media/library/gone.png"
    assert linked(stored, gone) == [("link-dead", "error", gone)]
    [finding] = found(body=f'<p>图：</p><img src="{gone}" alt="大门"><img src="{stored}" alt="大门">')
    assert (finding.code, finding.grade, finding.about) == ("picture-lost", "error", gone)


def test_many_links_ask_as_often_as_one(django_assert_num_queries):
    numbers = [builders.article().pk for _ in range(3)]
    body = "".join(f'<p><a href="/news/{number}/">页</a></p>' for number in numbers)
    found(body=body)  # builds what is kept
    with django_assert_num_queries(3):  # the list of words' edition, the articles there are, the public ones
        found(body=body)
    with django_assert_num_queries(3):
        found(body='<p><a href="/news/1/">页</a></p>')


# --- Policies


def repealed(**values):
    after = builders.policy(title="新办法", document_number="武工信规〔2026〕8号")
    return builders.policy(repealed_on=date(2026, 1, 1), superseded_by=after, **values)


def test_policies_that_hold_no_longer():
    repealed(title="支持智能制造旧办法", document_number="武工信规〔2025〕3号")
    by_number = said("policy-outdated", "根据武工信规[2025]3号文件")
    by_title = said("policy-outdated", "根据《支持智能制造旧办法》")
    assert (by_number, by_title) == ([("武工信规[2025]3号", None)], [("《支持智能制造旧办法》", None)])
    [finding] = found(body="<p>根据武工信规〔2025〕3号文件</p>")
    assert finding.explanation == (
        "《支持智能制造旧办法》已废止（2026年1月1日），由《新办法》（武工信规〔2026〕8号）替代。"
    )
    assert said("policy-outdated", "根据武工信规〔2026〕8号文件") == []
    assert said("policy-outdated", "原武工信规〔2025〕3号同时废止") == []


def test_policies_tied_to_the_article_that_hold_no_longer():
    old = repealed()
    [finding] = found(body="<p>签约。</p>", policies=[old.pk, builders.policy().pk])
    assert (finding.code, finding.field, finding.about) == ("policy-outdated", "policies", str(old.pk))


def test_policies_that_lie_elsewhere_are_named_once_they_are_public():
    there = builders.district("dongli")
    after = builders.policy(title="密办法", district=there, **builders.DRAFT)
    ended = {"repealed_on": date(2026, 1, 1), "district": there}
    builders.policy(title="旧办法公开", superseded_by=after, **ended)
    builders.policy(title="旧办法密", document_number="津政发〔2019〕7号", **ended, **builders.DRAFT)
    bound = builders.staff("bound")
    Remit.objects.create(person=bound, district=builders.district())

    def said_to(reader):
        findings = found(reader=reader, body="<p>按《旧办法公开》和津政发〔2019〕7号。</p>")
        return [(one.found, "密办法" in one.explanation) for one in findings]

    assert said_to(bound) == said_to(None) == [("《旧办法公开》", False)]
    assert said_to(builders.staff("free")) == [("津政发〔2019〕7号", False), ("《旧办法公开》", True)]


# --- What was said before

SENTENCES = [
    "八月二十二日上午，武清区举行自行车产业链招商推介活动，来自江苏、浙江的二十余家企业代表到会。",
    "区投资促进部门介绍了京滨工业园的区位、用能和物流条件，并回答了企业关于环评和消防的问题。",
    "三家零部件企业与园区签订入驻协议，计划租用标准厂房一万二千平方米，明年三月投产。",
    "园区负责人说，下一步将围绕电机、车架和传动部件补齐链条，为企业提供从注册到开工的全程服务。",
]
PARAGRAPH = "".join(SENTENCES)


def test_shows_what_was_said_before():
    old = builders.article(title="旧文", body=f"<p>{PARAGRAPH}</p>")
    new = (
        f"<p>{SENTENCES[0]}</p><p>{SENTENCES[1].replace('介绍了', '说明了')}{SENTENCES[3]}另有两家在谈。</p>"
    )
    [finding] = found(body=new)
    assert (finding.code, finding.about, finding.passage) == ("duplicate", str(old.pk), SENTENCES[0])
    assert finding.title == "和已有的文章几乎相同"
    assert found(old, body=f"<p>{PARAGRAPH}</p>") == []  # it is not like itself


def test_what_lies_elsewhere_is_named_once_it_is_public():
    there = builders.district("dongli")
    secret = builders.article(body=f"<p>{PARAGRAPH}</p>", district=there, **builders.DRAFT)
    of_all = builders.article(body=f"<p>{PARAGRAPH}</p>", district=None, **builders.DRAFT)
    bound, free = builders.staff("bound"), builders.staff("free")
    Remit.objects.create(person=bound, district=builders.district())

    def named(reader, item=None):
        findings = found(item, reader=reader, body=f"<p>{PARAGRAPH}</p>")
        return [one.about for one in findings if one.code == "duplicate"]

    assert named(bound) == named(None) == []
    assert named(free, of_all) == [str(secret.pk)]
    Article.objects.filter(pk=secret.pk).update(published_at=builders.PUBLISHED_AT)
    assert named(bound) == named(None) == [str(secret.pk)]
    own = builders.article(body=f"<p>{PARAGRAPH}</p>", **builders.DRAFT)
    assert named(bound, secret) == [str(own.pk)]


def test_a_text_that_shares_little_is_a_text_of_its_own():
    builders.article(body=f"<p>{PARAGRAPH}</p>")
    own = "滨海新区的生物医药中试平台同日启用，首批九家企业带着样品进场，平台按小时计费并公开排期表。"
    assert (
        found(body=f"<p>{SENTENCES[0]}{own}{own.replace('滨海新区', '开发区').replace('九家', '十二家')}</p>")
        == []
    )


def test_figures_tell_two_notices_apart():
    notice = "编号{}的地块位于园区东侧，用途为工业用地，出让面积{}亩，起始价{}万元，竞买保证金{}万元。公告期{}天，由区自然资源部门组织，竞得人应当在成交后签订出让合同。"
    builders.article(body=f"<p>{notice.format('2025-35号', 40, 2400, 480, 20)}</p>")
    assert found(body=f"<p>{notice.format('2025-69号', 92, 5520, 1104, 30)}</p>") == []
    assert codes(f"<p>{notice.format('2025-35号', 40, 2400, 480, 20)}</p>") == ["duplicate"]


def test_asks_as_often_for_a_long_text_as_for_a_short_one(django_assert_num_queries):
    builders.article(body=f"<p>{PARAGRAPH}</p>")
    for number in range(5):
        repealed(title=f"旧办法第{number}号文件", document_number=f"武工信规〔2025〕{number + 50}号")
    short = f"<p>根据武工信规〔2025〕50号和《旧办法第1号文件》。{PARAGRAPH}</p>"
    long = "".join(
        f"<p>根据武工信规〔2025〕{number + 50}号和《旧办法第{number}号文件》，截止目前。{PARAGRAPH}</p>"
        for number in range(5)
    )
    found(body=short)
    with django_assert_num_queries(
        8
    ):  # words, 文号 twice, outdated, their successors, candidates, those to name, texts
        found(body=short)
    with django_assert_num_queries(8):
        found(body=long)
