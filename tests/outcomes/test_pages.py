from datetime import date

import pytest
from django.urls import reverse

from outcomes.arrivals import COMPARING, splits
from outcomes.pages import sources
from outcomes.periods import Period
from outcomes.scope import Scope
from outcomes.tables import Linked
from parks.models import Remit
from readership.models import Reading
from tests import builders
from tests.staff_screens import enter

from .days import inquiry

pytestmark = pytest.mark.django_db

DESK = "/admin/inquiries/inquiry/?tab=all&counted=2026-03-01..2026-03-18&"


@pytest.fixture
def march():
    return Scope(builders.staff("chief", is_superuser=True), Period(date(2026, 3, 1), date(2026, 3, 18)))


def linked(field, page, count):
    return Linked(count, f"{DESK}{field}={page.replace('/', '%2F')}")


def test_tells_which_article_brought_the_company_that_signed(march):
    article, other = builders.article(title="三家企业落户"), builders.article(title="园区扩建")
    page, second = article.get_absolute_url(), other.get_absolute_url()
    inquiry(3.02, ("responded", 3.03), source_page=page)
    inquiry(
        3.02, ("signed", 3.10), source_page=page, entry_page=page, signed_on=date(2026, 3, 10), agreed_investment_wan=1000
    )  # fmt: skip
    inquiry(3.05, ("responded", 3.06), source_page="/siting/", entry_page=page)
    inquiry(
        1.05, ("signed", 3.04), entry_page=page, source_page="/", signed_on=date(2026, 3, 4), agreed_investment_wan=800
    )  # fmt: skip
    inquiry(3.06, source_page=second)
    inquiry(3.06, ("invalid", 3.07), source_page=second, cause="spam")
    Reading.objects.create(kind="article", number=article.pk, day=date(2026, 3, 5), count=7)
    Reading.objects.create(kind="article", number=article.pk, day=date(2026, 2, 28), count=100)
    assert sources(march, "article").rows == [
        [
            Linked("三家企业落户", page), 7,
            linked("source_page", page, 2), linked("entry_page", page, 2), 3, 2, 0, 1800,
        ],
        [Linked("园区扩建", second), 0, linked("source_page", second, 1), 0, 0, 0, 0, 0],
    ]  # fmt: skip


def test_counts_an_operation_when_it_began(march):
    park = builders.park(name="京滨工业园")
    page = park.get_absolute_url()
    inquiry(1.05, ("operating", 3.04), source_page=page, entry_page=page, signed_on=date(2026, 1, 9))
    inquiry(1.05, ("operating", 2.04), source_page=page, signed_on=date(2026, 1, 9))
    assert sources(march, "park").rows == [[Linked("京滨工业园", page), 0, 0, 0, 0, 0, 1, 0]]


@pytest.mark.parametrize("kind", ["policy", "listing"])
def test_names_every_kind_of_page(march, kind):
    thing = getattr(builders, kind)()
    inquiry(3.02, source_page=thing.get_absolute_url())
    assert [row[0] for row in sources(march, kind).rows] == [Linked(thing.title, thing.get_absolute_url())]


def test_keeps_what_pages_brought_that_are_gone(march):
    for page in ["/news/999999/", "/news/", "/news/99999999999999999999999999999/", "/news/²/"]:
        inquiry(3.02, source_page=page)
    assert [row[0] for row in sources(march, "article").rows] == [
        "文章列表",
        "/news/999999/（已删除）",
        "/news/99999999999999999999999999999/（已删除）",
        "/news/²/（已删除）",
    ]


@pytest.mark.parametrize(
    ("sort", "order"),
    [
        ("last", ["asked", "signed", "read"]),
        ("signed", ["signed", "asked"]),
        ("agreed", ["signed", "asked"]),
        ("read", ["read", "asked"]),
    ],
)
def test_sorts_by(march, sort, order):
    things = {name: builders.article(title=name) for name in ["read", "asked", "signed"]}
    pages = {name: one.get_absolute_url() for name, one in things.items()}
    inquiry(3.02, source_page=pages["asked"])
    inquiry(3.02, source_page=pages["asked"])
    inquiry(
        3.02,
        ("signed", 3.05),
        source_page=pages["signed"],
        signed_on=date(2026, 3, 5),
        agreed_investment_wan=9,
    )
    if sort == "last":
        inquiry(3.02, entry_page=pages["read"])
    Reading.objects.create(kind="article", number=things["read"].pk, day=date(2026, 3, 5), count=70)
    Reading.objects.create(kind="article", number=things["asked"].pk, day=date(2026, 3, 5), count=7)
    assert [row[0].value for row in sources(march, "article", sort).rows] == order


def test_takes_a_comparison_for_no_park(march):
    for page in ["/parks/compare/", "/listings/compare/"]:
        inquiry(3.02, entry_page=page, source_page=page)
    inquiry(3.02, entry_page="/parks/compare/", source_page="/parks/")
    assert [row[:3] for row in sources(march, "park").rows] == [
        ["园区列表", 0, linked("source_page", "/parks/", 1)]
    ]
    assert sources(march, "listing").rows == []
    assert splits(march)[0].rows == [["对比", 2, "67%"], ["园区", 1, "33%"]]
    assert (reverse("parks:park_compare"), reverse("parks:listing_compare")) == COMPARING


def test_counts_a_renamed_park_by_its_present_name(march):
    park = builders.park(slug="before", name="京滨工业园")
    inquiry(3.02, ("responded", 3.02), source_page="/parks/before/", entry_page="/parks/before/")
    park.slug = "now"
    park.save()
    inquiry(3.03, ("responded", 3.03), source_page="/parks/now/", entry_page="/parks/before/")
    signed = {"signed_on": date(2026, 3, 9), "agreed_investment_wan": 10}
    inquiry(1.05, ("signed", 3.09), source_page="/parks/now/", entry_page="/parks/before/", **signed)
    both = "%2Fparks%2Fnow%2F%2C%2Fparks%2Fbefore%2F"
    assert sources(march, "park").rows == [
        [
            Linked("京滨工业园", "/parks/now/"), 0, Linked(2, f"{DESK}source_page__in={both}"),
            Linked(2, f"{DESK}entry_page__in={both}"), 2, 1, 0, 10,
        ]
    ]  # fmt: skip


def listed(client, address):
    return sorted(one.pk for one in client.get(address).context["cl"].queryset)


def test_links_a_number_to_exactly_what_it_counts(client):
    wuqing, dongli = builders.district(), builders.district("dongli")
    officer = enter(client, "招商专员")
    Remit.objects.create(person=officer, district=wuqing)
    park = builders.park(slug="before", district=wuqing)
    park.slug = "now"
    park.save()
    there = {"source_page": "/parks/now/", "place": wuqing}
    mine = [inquiry(3.02, **there), inquiry(3.18, **there | {"source_page": "/parks/before/"})]
    inquiry(2.28, **there)
    inquiry(3.02, ("invalid", 3.03), **there, cause="spam")
    inquiry(3.02, ("invalid", 3.03), **there, cause="duplicate", merged_into=mine[0])
    inquiry(3.02, **there | {"place": dongli, "offered_to": wuqing})
    period = Period(date(2026, 3, 1), date(2026, 3, 18))
    for district in [None, wuqing]:
        number = sources(Scope(officer, period, district), "park").rows[0][2]
        assert (number.value, listed(client, number.address)) == (2, sorted(one.pk for one in mine))


ODD = ["", "2026-03-01", "2026-02-30..2026-03-01", "2026-03-02..2026-03-01", "0001-01-01..9999-12-31", "٢٠٢٦-٠٣-٠١..٢٠٢٦-٠٣-٠٢", "%00", "9" * 30]  # fmt: skip


@pytest.mark.parametrize("value", ODD)
def test_lists_all_where_the_days_cannot_be_read(client, value):
    enter(client, "站长")
    inquiry(3.02)
    assert len(listed(client, f"/admin/inquiries/inquiry/?tab=all&counted={value}")) == 1
