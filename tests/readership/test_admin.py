from datetime import UTC, date, datetime, timedelta
from io import BytesIO

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from parks.models import Remit
from readership.models import Reading
from tests import builders
from tests.staff_screens import enter

pytestmark = pytest.mark.django_db

TODAY = date(2026, 11, 22)
SCREENS = {
    "article": ("articles/article", builders.article),
    "policy": ("articles/policydocument", builders.policy),
    "park": ("parks/park", builders.park),
    "listing": ("parks/listing", builders.listing),
}


@pytest.fixture(autouse=True)
def _noon(monkeypatch):
    monkeypatch.setattr("django.utils.timezone.now", lambda: datetime(2026, 11, 22, 4, tzinfo=UTC))


@pytest.fixture
def chief(client):
    enter(client, "站长")
    return client


def read(kind, number, **days_ago):
    """`read("park", 7, today=3, past=4)`: so often today and 40 days ago."""
    back = {"today": 0, "month": 29, "before": 30, "past": 40}
    for word, count in days_ago.items():
        day = TODAY - timedelta(days=back[word])
        Reading.objects.create(kind=kind, number=number, day=day, count=count)


def page_at(client, address):
    answer = client.get(address)
    assert answer.status_code == 200
    return BeautifulSoup(answer.content, "html.parser")


def column(client, address):
    return [cell.get_text() for cell in page_at(client, address).select("td.field-readings")]


@pytest.mark.parametrize("kind", SCREENS)
def test_lists_say_how_often_each_was_read(chief, kind):
    address, build = SCREENS[kind]
    first, second, other = build(), build(), build()
    read(kind, first.pk, today=1000, month=4, before=30, past=200)
    read(kind, second.pk, past=7)
    read("district", other.pk, today=9)
    cells = column(chief, f"/admin/{address}/?o=-1")
    assert sorted(cells) == ["0 / 7", "1,004 / 1,234", "—"]


@pytest.mark.parametrize("kind", SCREENS)
def test_six_rows_ask_as_often_as_one(chief, kind):
    address, build = SCREENS[kind]
    counts = []
    for _ in range(2):
        read(kind, build().pk, today=1)
        with CaptureQueriesContext(connection) as asked:
            chief.get(f"/admin/{address}/")
        counts.append(len(asked))
        for _ in range(4):
            read(kind, build().pk, today=1)
    assert counts[0] == counts[1]


@pytest.mark.parametrize("kind", SCREENS)
def test_a_form_shows_thirty_days(chief, kind):
    address, build = SCREENS[kind]
    item = build()
    read(kind, item.pk, today=12, month=3, before=30, past=200)
    page = page_at(chief, f"/admin/{address}/{item.pk}/change/")
    assert page.select_one(".reads svg")["aria-label"] == "近 30 天阅读 15 次，最多的一天 12 次"
    bars = [(bar["x"], bar["y"], bar["height"], bar.title.get_text()) for bar in page.select(".reads rect")]
    assert bars == [("0", "36", "12", "10月24日：3 次"), ("290", "0", "48", "11月22日：12 次")]
    assert page.select_one(".reads-sum").get_text().startswith("近 30 天 15 次，全部 245 次。")


@pytest.mark.parametrize("kind", SCREENS)
def test_a_new_form_shows_none(chief, kind):
    assert page_at(chief, f"/admin/{SCREENS[kind][0]}/add/").select(".reads") == []


def test_an_odd_order_in_the_address_is_ignored(chief):
    builders.article()
    assert column(chief, "/admin/articles/article/?o=10") == ["—"]


# --- 报表


def rows(client, query=""):
    page = page_at(client, f"/admin/reports/readings/{query}")
    return [[cell.get_text(strip=True) for cell in row.select("th, td")] for row in page.select("tbody tr")]


def test_the_report_names_the_most_read_of_a_time(chief):
    article, park, hidden = builders.article(), builders.park(), builders.policy(**builders.DRAFT)
    read("article", article.pk, today=5, past=100)
    read("park", park.pk, today=7)
    read("policy", hidden.pk, today=6)
    read("listing", 10**17, today=50)
    read("district", park.district.pk, today=1)
    assert rows(chief) == [
        [park.name, "园区", "天津-武清区", "7"],
        [hidden.title, "政策", str(hidden.district), "6"],
        [article.title, "文章", "天津-武清区", "5"],
        ["天津-武清区", "地区", "天津-武清区", "1"],
    ]
    assert rows(chief, "?since=2026-10-01&until=2026-10-31") == [
        [article.title, "文章", "天津-武清区", "100"]
    ]


def test_the_report_shows_fifty(chief):
    for _ in range(52):
        read("article", builders.article().pk, today=1)
    assert len(rows(chief)) == 50


def test_the_report_counts_what_lies_in_his_districts(client):
    ours, theirs = builders.article(), builders.article(district=builders.district("dongli"))
    for one in (ours, theirs):
        read("article", one.pk, today=5)
        read("district", one.district.pk, today=2)
    Remit.objects.create(person=enter(client, "站长"), district=ours.district)
    assert rows(client) == [
        [ours.title, "文章", "天津-武清区", "5"],
        ["天津-武清区", "地区", "天津-武清区", "2"],
    ]


def test_the_report_is_a_file_too(chief):
    article = builders.article()
    read("article", article.pk, today=5)
    sheet = load_workbook(BytesIO(chief.get("/admin/reports/readings/?format=xlsx").content)).active
    assert list(sheet.values) == [
        ("页面", "类别", "地区", "阅读量"),
        (article.title, "文章", "天津-武清区", 5),
    ]
