import re
import time

import pytest
from bs4 import BeautifulSoup
from django.core import signing
from django.test import Client
from django.utils import timezone

from articles.models import Channel
from inquiries.models import Inquiry, PackSent, PackVersion
from inquiries.packs import composing, links
from inquiries.packs.choosing import Wanted, beforehand, sections
from inquiries.retention import erase
from parks.models import Remit
from tests.builders import DRAFT, article, district, industry, inquiry, listing, park, policy
from tests.staff_screens import enter, screen

pytestmark = pytest.mark.django_db


def asked(**values):
    return inquiry(kind="policy_pack", topic="policy", **values)


def wanted(**values):
    return Wanted(**({"district": district(), "industry": None, "topic": "policy"} | values))


@pytest.fixture(autouse=True)
def typeset(monkeypatch):
    """What was to be set, instead of setting it; one test sets a real one."""
    texts = []
    monkeypatch.setattr(composing, "composed", lambda text, moment: texts.append(text) or b"%PDF-1.7 fake")
    return texts


def sent_form(client, **values):
    typed = {"contact_name": "王女士", "phone": "13800138000", "topic": "policy", "consent": "on"} | values
    return client.post("/inquiries/policy-pack/", typed)["Location"]


def link_on(client, address):
    page = BeautifulSoup(client.get(address).content, "html.parser")
    return page.find("a", string="下载政策汇编（PDF）")


def test_the_receipt_hands_out_what_was_asked_for(client):
    policy()
    address = sent_form(client, district="wuqing")
    link = link_on(client, address)["href"]
    response = Client().get(link)
    assert (response.status_code, response["Content-Type"]) == (200, "application/pdf")
    assert set(response["Cache-Control"].split(", ")) == {"private", "no-store"}
    assert response["X-Robots-Tag"] == "noindex"
    Client().get(link)
    row = PackSent.objects.get()
    assert f"/inquiries/{row.inquiry.reference}/" == address
    assert row.version == PackVersion.objects.get()


def test_only_who_asked_for_a_pack_gets_one(client):
    policy()
    settle = {
        "contact_name": "王",
        "phone": "13800138000",
        "company": "某",
        "topic": "policy",
        "consent": "on",
    }
    assert link_on(client, client.post("/inquiries/settle/", settle)["Location"]) is None
    other = inquiry()
    assert client.get(links.address(other)).status_code == 404


def test_takes_the_district_of_what_the_inquiry_is_about(client):
    policy(title="武清")
    policy(title="东丽", district=district("dongli"))
    ground = park()
    for about in ({"park": ground}, {"listing": listing(park=ground)}):
        (section,) = sections(Wanted.by(asked(**about)))
        assert [one.title for one in section.policies] == ["武清"]


def test_says_where_there_is_nothing_to_hand_out(client):
    address = sent_form(client, district=district().slug)
    page = client.get(address).content.decode()
    assert "目前没有公开的现行政策" in page
    assert link_on(client, address) is None
    row = asked(district=district())
    refused = client.get(links.address(row)).content.decode()
    assert "暂无可收录的政策" in refused
    assert "022-82100000" in refused
    assert PackSent.objects.count() == 0


def test_a_link_ends_after_a_week_with_the_way_to_a_new_one(client, monkeypatch):
    policy()
    row = asked(district=district())
    a_week_ago = signing.b62_encode(int(time.time()) - 7 * 86400 - 5)
    with monkeypatch.context() as patched:
        patched.setattr(signing.TimestampSigner, "timestamp", lambda self: a_week_ago)
        old = links.address(row)
    response = client.get(old)
    assert (response.status_code, set(response["Cache-Control"].split(", "))) == (
        410,
        {"private", "no-store"},
    )
    assert "下载链接已过期" in response.content.decode()
    assert f'href="{row.get_absolute_url()}"' in response.content.decode()
    client.post(row.get_absolute_url(), {"reference": row.reference, "phone": "13800138000"})
    assert link_on(client, row.get_absolute_url()) is not None


@pytest.mark.parametrize(
    "token", ["x", "pack", "pack:1:a", "pack:1vMzzz:" + "A" * 43, "%00", "张", "a" * 3000]
)
def test_no_other_link_opens_it(client, token):
    policy()
    row = asked(district=district())
    assert client.get(f"{row.get_absolute_url()}pack/{token}/").status_code == 404


def test_one_inquirys_link_opens_no_others(client):
    policy()
    mine, other = asked(district=district()), asked(district=district())
    token = links.address(mine).rstrip("/").rpartition("/")[2]
    assert client.get(f"{other.get_absolute_url()}pack/{token}/").status_code == 404


def test_an_erased_inquiry_has_none(client):
    policy()
    row = asked(district=district())
    link = links.address(row)
    erase(row)
    assert client.get(link).status_code == 404


def test_one_address_gets_so_many_an_hour(client, settings):
    settings.FORM_RATE = 2
    policy()
    link = links.address(asked(district=district()))
    answers = [client.get(link).status_code for _ in range(3)]
    assert answers == [200, 200, 429]
    refused = client.get(link)
    assert "下载过于频繁" in refused.content.decode()
    assert int(refused["Retry-After"]) > 0


@pytest.mark.parametrize("method", ["post", "put", "delete"])
def test_is_only_read(client, method):
    assert getattr(client, method)(links.address(asked())).status_code == 405


def test_the_form_says_beforehand_what_is_inside(client):
    one = policy(industries=[industry()])
    policy(title="汽车", industries=[industry("36", "汽车制造业")])
    policy(**DRAFT)
    assert beforehand(Wanted(district(), industry(), "policy")) == (1, one.updated_at)
    page = BeautifulSoup(
        client.get("/inquiries/policy-pack/?district=wuqing&industry=37").content, "html.parser"
    )
    day = timezone.localdate(one.updated_at)
    assert page.select_one(".pack-inside").text == (
        "天津-武清区 · 铁路、船舶、航空航天和其他运输设备制造业：现行有效 1 件，"
        f"更新于 {day.year}年{day.month}月{day.day}日"
    )
    assert (
        BeautifulSoup(client.get("/inquiries/policy-pack/").content, "html.parser").select(".pack-inside")
        == []
    )
    empty = client.get(f"/inquiries/policy-pack/?from=district-{district('dongli').slug}").content.decode()
    assert "目前没有公开的现行政策" in empty


def pack_links(client, address):
    page = BeautifulSoup(client.get(address).content, "html.parser")
    return [a["href"] for a in page.select("main a[href^='/inquiries/policy-pack/']")]


def test_the_list_of_policies_leads_to_the_pack_of_what_was_chosen(client):
    policy(district=district(), industries=[industry()])
    door = "/inquiries/policy-pack/"
    for query in ("", "?district=wuqing", "?industry=37", "?district=wuqing&industry=37"):
        assert pack_links(client, f"/policies/{query}") == [f"{door}{query}"]
    assert pack_links(client, "/policies/?district=atlantis") == [door]


def test_the_list_of_policies_shows_what_the_pack_holds(client):
    bikes, trucks = industry("37"), industry("36", "汽车制造业")
    for title, named in {"自行车": [bikes], "汽车": [trucks], "制造业": [bikes.parent], "不限": []}.items():
        policy(title=title, industries=named)
    page = client.get("/policies/?district=wuqing&industry=37&validity=valid").context["page"]
    assert [one.title for one in page] == ["不限", "制造业", "自行车"]
    assert beforehand(wanted(industry=bikes))[0] == 3


@pytest.mark.parametrize(("name", "count"), [("policy", 1), ("incentive", 1), ("land", 0)])
def test_a_districts_pages_of_policy_lead_to_its_pack(client, name, count):
    article(channel=Channel.objects.get(slug=name))
    led = pack_links(client, f"/districts/wuqing/{name}/")
    assert led == ["/inquiries/policy-pack/?from=district-wuqing"] * count
    assert pack_links(client, f"/news/?channel={name}") == []


def test_an_articles_link_carries_its_district_and_industry(client):
    about = article(industry=industry())
    (link,) = pack_links(client, about.get_absolute_url())
    form = client.get(link).context["form"]
    assert form.wanted == Wanted(district(), industry(), "policy")


def pack_screen(row):
    return f"/admin/inquiries/inquiry/{row.pk}/pack/"


def test_staff_open_the_same_pack_and_nothing_is_noted_as_handed_out(client):
    policy()
    row = asked(district=district())
    assert client.get(pack_screen(row)).status_code == 302
    enter(client, "招商专员")
    response = client.get(pack_screen(row))
    assert (response.status_code, response["Content-Type"]) == (200, "application/pdf")
    assert PackSent.objects.count() == 0
    for odd in ("0", "x", "9" * 30):
        assert client.get(f"/admin/inquiries/inquiry/{odd}/pack/").status_code in (302, 404)


def test_the_screen_of_an_inquiry_names_what_was_handed_out(client):
    policy()
    row = asked(district=district())
    client.get(links.address(row))
    enter(client, "招商专员")
    page = BeautifulSoup(client.get(screen(Inquiry, "change", row.pk)).content, "html.parser")
    section = page.select_one("#pack-heading").parent
    assert section.a["href"] == pack_screen(row)
    version = PackVersion.objects.get().version
    assert re.search(rf"企业 \d{{4}}-\d\d-\d\d \d\d:\d\d 下载过版本 {version}（1 件）", section.text)


def test_staff_without_the_right_open_none(client):
    row = asked(district=district())
    enter(client, "编辑")
    assert client.get(pack_screen(row)).status_code in (403, 404)


def test_staff_of_another_district_open_none(client):
    policy()
    row = asked(district=district())
    person = enter(client, "招商专员")
    Remit.objects.create(person=person, district=district("dongli"))
    assert client.get(pack_screen(row)).status_code == 404
