from datetime import date

import pytest

from outcomes.pages import sources
from outcomes.periods import Period
from outcomes.scope import Scope
from outcomes.tables import Linked
from readership.models import Reading
from tests import builders

from .days import inquiry

pytestmark = pytest.mark.django_db

DESK = "/admin/inquiries/inquiry/?tab=all&"


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
