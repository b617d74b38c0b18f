from datetime import timedelta
from decimal import Decimal

import pytest
from django.http import QueryDict
from django.utils import timezone

from inquiries.forms import ContactForm, PolicyPackForm, SettleForm
from inquiries.matching import listings_for
from inquiries.models import Inquiry
from publishing.references import new_token
from tests.builders import DRAFT, HIDDEN, article, district, industry, listing, park, policy

pytestmark = pytest.mark.django_db
TOKEN = "abcdefghijklmnopqrstuvwx"


def said(**values):
    values = {
        "contact_name": "王女士",
        "phone": "138 0013 8000",
        "company": "某某自行车有限公司",
        "topic": "factory",
        "consent": "on",
        "token": TOKEN,
    } | values
    query = QueryDict(mutable=True)
    for name, value in values.items():
        query[name] = value
    return query


def errors(form_class=SettleForm, **values):
    return {name: list(words) for name, words in form_class(said(**values)).errors.items()}


def saved(form_class=SettleForm, **values):
    form = form_class(said(**values))
    assert form.errors == {}
    return Inquiry.objects.get(pk=form.save().pk)


def opened(query, form_class=SettleForm):
    return form_class(query=QueryDict(query))


def test_stores_what_was_said():
    row = saved()
    names = ["kind", "topic", "contact_name", "phone", "company", "source_channel", "stage"]
    assert [getattr(row, name) for name in names] == [
        "settle",
        "factory",
        "王女士",
        "+8613800138000",
        "某某自行车有限公司",
        "网站",
        "new",
    ]
    assert (row.consent_version, row.token) == ("2026-11", TOKEN)
    assert abs((row.consented_at - row.created_at).total_seconds()) < 5
    assert row.reference.startswith("ZX-")


def test_stores_what_was_wished_for():
    bike = industry()
    row = saved(
        industry=bike.code,
        deal="rent",
        area_min="1,000 ㎡",
        area_max="３２００",
        investment_wan="5000万元",
        landing_timeframe="half_year",
        call_slot="morning",
        email="a@example.com",
        wechat="wang-2025",
        message="净高 9 m。\r\n\r\n\r\n可环评。",
    )
    assert (row.area_min, row.area_max, row.investment_wan) == (Decimal(1000), Decimal(3200), Decimal(5000))
    assert (row.industry, row.deal, row.landing_timeframe) == (bike, "rent", "half_year")
    assert (row.call_slot, row.email, row.wechat) == ("morning", "a@example.com", "wang-2025")
    assert row.message == "净高 9 m。\n\n可环评。"


def test_stores_with_a_listing_its_park_its_district_and_its_page():
    hall = listing(park=park())
    row = saved(**{"from": f"listing-{hall.pk}", "listing": str(hall.pk)})
    assert (row.listing, row.park, row.district) == (hall, hall.park, hall.district)
    assert row.source_page == f"/listings/{hall.pk}/"


def test_asks_for_what_it_needs():
    empty = {"contact_name": "", "phone": "", "company": "", "topic": "", "consent": ""}
    asked = {
        "contact_name": ["请填写联系人。"],
        "phone": ["请填写手机号或座机号。"],
        "topic": ["请选择咨询主题。"],
        "consent": ["请阅读个人信息处理说明，同意后再提交。"],
    }
    assert errors(ContactForm, **empty) == asked
    assert errors(PolicyPackForm, **empty) == asked
    assert errors(SettleForm, **empty) == asked | {"company": ["请填写企业名称。"]}


def test_refuses_what_it_does_not_know_and_keeps_it():
    hidden = park(**DRAFT)
    values = {
        "topic": "__nope__",
        "district": "atlantis",
        "park": hidden.slug,
        "listing": "99999999999999999999",
        "industry": "ZZ",
        "deal": "steal",
        "email": "a@",
    }
    assert errors(**values) == {
        "topic": ["请从列出的选项中选择。"],
        "district": ["没有找到这个地区，请重新选择。"],
        "park": ["没有找到这个园区，可能已经下线；取消勾选后可以继续提交。"],
        "listing": ["没有找到这个载体，可能已经下线；取消勾选后可以继续提交。"],
        "industry": ["没有找到这个行业，请重新选择。"],
        "deal": ["请从列出的选项中选择。"],
        "email": ["邮箱格式不对，请写成 name@example.com 的样子。"],
    }
    html = SettleForm(said(**values)).as_div()
    for kept in ["atlantis", hidden.slug, "99999999999999999999", "ZZ", "a@"]:
        assert f'value="{kept}"' in html


def test_wants_the_smaller_area_first():
    assert errors(area_min="3000", area_max="2000") == {"area_max": ["最大面积不能小于最小面积。"]}


@pytest.mark.parametrize("state", HIDDEN)
def test_names_no_place_the_public_may_not_see(state):
    hidden_park, hidden_listing = park(**HIDDEN[state]), listing(**HIDDEN[state])
    assert set(errors(park=hidden_park.slug, listing=str(hidden_listing.pk))) == {"park", "listing"}
    for code in (f"park-{hidden_park.slug}", f"park-{hidden_park.pk}", f"listing-{hidden_listing.pk}"):
        form = opened(f"from={code}")
        assert (form.origin, form.carried) == (None, [])


def test_takes_a_place_by_slug_or_by_number():
    wanted = park()
    assert saved(park=wanted.slug).park == wanted
    assert saved(park=str(wanted.pk), contact_name="李先生").park == wanted
    assert saved(district=str(wanted.district.pk)).district == wanted.district


def test_names_what_a_visitor_came_from():
    """The page, and what the form already knows by it."""
    place = district()
    hall, plot, ground = listing(), listing(kind="land", deal="transfer"), park()
    news, rule = article(), policy()
    cases = {
        f"listing-{hall.pk}": ({"listing": str(hall.pk), "topic": "factory"}, [hall.title]),
        f"listing-{plot.pk}": ({"listing": str(plot.pk), "topic": "land"}, [plot.title]),
        f"park-{ground.slug}": ({"park": ground.slug}, [ground.name]),
        f"park-{ground.pk}": ({"park": ground.slug}, [ground.name]),
        f"district-{place.slug}": ({"district": "wuqing"}, ["天津-武清区"]),
        f"article-{news.pk}": ({"district": "wuqing"}, ["天津-武清区"]),
        f"policy-{rule.pk}": ({"district": "wuqing", "topic": "policy"}, ["天津-武清区"]),
    }
    for code, (known, names) in cases.items():
        form = opened(f"from={code}")
        initial = {name: value for name, value in form.initial.items() if name != "token"}
        assert (code, initial) == (code, known)
        assert (code, [name for _, name in form.carried]) == (code, names)


@pytest.mark.parametrize(
    "query",
    [
        "from=article-1",
        "from=listing-99999999999999999999999",
        "from=district-%00",
        "from=park-" + "a" * 5000,
        "from=user-1",
        "from=../../etc",
        "topic=__nope__&district=nowhere&park=nowhere&listing=x&industry=99",
        "area_min=NaN&area_max=1e400&investment_wan=-1&deal=steal&company=a%00b&message=%00",
        "height_min=NaN&load_min=%00&power_min=-3&kind=castle",
        "contact_name=x&phone=13800138000&email=a@example.com&wechat=x&consent=on&token=x",
    ],
)
def test_ignores_what_a_link_may_not_say(query):
    form = opened(query)
    assert (form.origin, form.carried) == (None, [])
    assert list(form.initial) == ["token"]


def test_takes_over_a_search_for_a_place():
    district()
    form = opened(
        "kind=land&deal=transfer&district=wuqing&area_min=20000&height_min=9&load_min=3&power_min=630"
    )
    initial = {name: value for name, value in form.initial.items() if name != "token"}
    assert initial == {
        "topic": "land",
        "deal": "transfer",
        "district": "wuqing",
        "area_min": "20000",
        "height_min": "9",
        "load_min": "3",
        "message": "要找土地，供电不低于 630 kVA。",
    }
    assert [words for _, words in form.carried] == [
        "天津-武清区",
        "取得方式：拿地自建",
        "面积 20,000 ㎡以上",
        "净高 9 m 以上",
        "承重 3 t/㎡以上",
        "需求描述：要找土地，供电不低于 630 kVA。",
    ]


def test_takes_over_what_it_has_no_field_for_in_words():
    district(), district("dongli", name="东丽区")
    day = timezone.localdate() + timedelta(days=30)
    form = opened(
        "kind=warehouse&kind=factory&district=wuqing&district=dongli&area_min=30&area_unit=mu&price_min=10"
        f"&price_max=22.5&price_unit=sqm_month&load_min=3&ready_by={day}&must=load&must=price"
    )
    initial = {name: value for name, value in form.initial.items() if name != "token"}
    assert initial == {
        "topic": "factory",
        "area_min": "20000",
        "load_min": "3",
        "landing_timeframe": "now",
        "message": "要找厂房或仓库，面积 30 亩以上，地区为东丽区或武清区，价格不低于 10 元/㎡/月、不高于 22.5 元/㎡/月（必须），"
        f"承重不低于 3 t/㎡（必须），{day.year}年{day.month}月{day.day}日前交付。",
    }


@pytest.mark.parametrize(
    ("query", "held", "words"),
    [
        ("load_min=1000", None, "要找厂房，承重不低于 1000 t/㎡。"),
        ("load_min=999.99", "999.99", "要找厂房。"),
        ("height_min=9.125", None, "要找厂房，净高不低于 9.125 m。"),
        ("height_min=9.", "9", "要找厂房。"),
    ],
)
def test_says_in_words_a_figure_its_field_does_not_hold(query, held, words):
    initial = opened(f"kind=factory&{query}").initial
    assert (initial.get(query.partition("=")[0]), initial["message"]) == (held, words)


@pytest.mark.parametrize(
    ("query", "ends", "words"),
    [
        # 50 亩 are 33,333.33 ㎡, 40 亩 are 26,666.67: whole metres that leave nothing out.
        ("area_min=50", ("33333", None), "面积 50 亩以上。"),
        ("area_max=40", (None, "26667"), "面积 40 亩以下。"),
        ("area_min=40&area_max=50", ("26666", "33334"), "面积 40–50 亩。"),
    ],
)
def test_says_an_area_as_it_was_said(query, ends, words):
    initial = opened(f"area_unit=mu&{query}").initial
    assert (initial.get("area_min"), initial.get("area_max")) == ends
    assert initial["message"] == words


def test_the_district_of_what_is_asked_about_stands_above_those_looked_in():
    wuqing, dongli = district(), district("dongli", name="东丽区")
    hall, ground = listing(district=wuqing), park(district=wuqing)
    for code in (f"listing-{hall.pk}", f"park-{ground.slug}"):
        assert "district" not in opened(f"from={code}&district=dongli").initial
        initial = opened(f"from={code}&district=wuqing&district=dongli").initial
        assert ("district" in initial, initial["message"]) == (False, "地区为东丽区或武清区。")
    assert saved(listing=str(hall.pk)).district == wuqing
    assert saved(park=ground.slug).district == wuqing
    assert opened("district=dongli").initial["district"] == dongli.slug


def test_a_place_is_asked_about_within_all_that_was_looked_through():
    hall, elsewhere = listing(), listing(district=district("dongli", name="东丽区"))
    form = opened(f"from=listing-{hall.pk}&district=tianjin&kind=factory")
    assert [words for _, words in form.carried][:2] == [hall.title, "天津市"]
    row = saved(listing=str(hall.pk), district="tianjin")
    assert (row.district.slug, row.place, row.first_place) == ("tianjin", hall.district, hall.district)
    assert {one.listing for one in listings_for(row).shown} == {hall, elsewhere}


def test_leaves_open_which_of_several_districts_it_will_be():
    district(), district("dongli", name="东丽区")
    initial = opened("district=wuqing&district=dongli").initial
    assert "district" not in initial
    assert initial["message"] == "地区为东丽区或武清区。"


@pytest.mark.parametrize(
    ("days", "timeframe"),
    [
        (0, "now"),
        (91, "now"),
        (92, "half_year"),
        (183, "half_year"),
        (184, "year"),
        (365, "year"),
        (366, "later"),
    ],
)
def test_a_day_of_moving_in_says_when_it_will_land(days, timeframe):
    day = timezone.localdate() + timedelta(days=days)
    assert opened(f"ready_by={day}").initial["landing_timeframe"] == timeframe
    assert opened(f"ready_by={day}&landing_timeframe=half_year").initial["landing_timeframe"] == "half_year"


def test_keeps_a_message_a_link_brings():
    assert opened("kind=land&message=请尽快联系").initial["message"] == "请尽快联系"


def test_lets_a_subject_be_taken_out():
    hall = listing()
    assert saved(**{"from": f"listing-{hall.pk}"}).listing is None


def test_offers_districts_where_somebody_would_answer():
    park(district=district("dongli", hotline=""))
    listing(district=district("jinnan", hotline=""))
    park(district=district("beichen", hotline=""), **DRAFT)
    district("wuqing")
    assert [slug for slug, _ in opened("")["district"].field.widget.choices] == [
        "",
        "dongli",
        "jinnan",
        "wuqing",
    ]


def test_stores_the_same_form_once():
    first, again = saved(), saved()
    assert (again.pk, again.reference, Inquiry.objects.count()) == (first.pk, first.reference, 1)


@pytest.mark.parametrize(
    "other", [{"contact_name": "李四"}, {"phone": "13900139000"}, {"message": "又及"}, {"token": new_token()}]
)
def test_stores_other_content_or_another_form_as_another_row(other):
    assert saved().pk != saved(**other).pk
    assert Inquiry.objects.count() == 2


def test_stores_the_same_words_at_another_door_as_another_row():
    assert saved(SettleForm).pk != saved(ContactForm).pk


@pytest.mark.parametrize("token", ["", "not-a-token", "a" * 10_000, "\0" * 24])
def test_takes_a_token_it_did_not_make_for_none(token):
    first, second = saved(token=token), saved(token=token)
    assert first.pk != second.pk
    assert len(first.token) == 24
    assert first.token != token


def test_assigns_nothing_it_did_not_ask_for():
    row = saved(stage="signed", officer="1", grade="a", reference="ZX-1", id="7", created_at="1999-01-01")
    assert (row.stage, row.officer, row.grade, row.created_at.year > 2000) == ("new", None, "", True)
    assert row.reference != "ZX-1"
