import io
from datetime import date

import pytest
from bs4 import BeautifulSoup
from django.core.cache import caches
from django.db import connection
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from outcomes.charts import steps_for
from outcomes.quantiles import median_of
from parks.models import Remit
from tests import builders
from tests.staff_screens import enter

from .days import MARCH, inquiry

pytestmark = pytest.mark.django_db

PAGE = "/admin/outcomes/"


def page_of(client, query=MARCH):
    response = client.get(f"{PAGE}{query}")
    assert response.status_code == 200
    return BeautifulSoup(response.content, "html.parser")


def words(parts):
    return [one.get_text(" ", strip=True) for one in parts]


@pytest.mark.parametrize(
    ("role", "status"), [("招商专员", 200), ("站长", 200), ("审计", 200), ("编辑", 403), ("终审", 403)]
)
def test_opens_to_who_may_see_outcomes(client, role, status):
    enter(client, role)
    assert client.get(PAGE).status_code == status
    assert client.get(f"{PAGE}?table=funnel").status_code == status
    menu = client.get("/admin/").content.decode()
    assert (f'href="{PAGE}"' in menu) is (status == 200)


def test_shows_nobodys_name_or_number(client):
    enter(client, "站长")
    inquiry(3.02, ("lost", 3.05), message="请回电", closing_reason="王女士说价格高", source_page="/")
    text = client.get(f"{PAGE}{MARCH}").content.decode()
    assert "失联" not in text
    assert "流失" in text
    for personal in ["王女士", "13800138000", "天津某某自行车有限公司", "请回电", "ZX-"]:
        assert personal not in text


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("?from=昨天&to=2026-03-18", ["日期请写成 2026-11-22 的样子，已按近 90 天统计。"]),
        ("?from=2026-03-18&to=2026-03-01", ["结束日期不能早于开始日期，已按近 90 天统计。"]),
        ("?from=2001-03-18&to=2026-03-01", ["一次最多统计五年，已按近 90 天统计。"]),
        ("?district=huoxing", ["没有这个地区，或者不归您负责，已按全部地区统计。"]),
        ("?from=2026-03-01", []),
    ],
)
def test_says_what_it_could_not_read(client, query, said):
    enter(client, "站长")
    page = page_of(client, query)
    assert words(page.select(".asked .errors .aside")) == said


HOSTILE = ["%00", "%ED%A0%80", "9" * 30, "0001-01-01", "9999-12-31", "2026-02-30", "<b>", "￿"]


@pytest.mark.parametrize("value", HOSTILE)
@pytest.mark.parametrize("name", ["from", "to", "district", "kind", "sort"])
def test_bears_any_parameter(client, name, value):
    enter(client, "站长")
    assert client.get(f"{PAGE}?{name}={value}").status_code == 200


@pytest.mark.parametrize("value", HOSTILE)
def test_has_no_other_tables(client, value):
    enter(client, "站长")
    assert client.get(f"{PAGE}?table={value}").status_code == 404


def test_narrows_to_a_district_and_what_lies_below_it(client):
    enter(client, "站长")
    inquiry(3.02, district=builders.district())
    inquiry(3.02, district=builders.district("wuhou", parent=builders.district("chengdu", parent=None)))
    figures = [page_of(client, f"{MARCH}&district={name}").select_one(".figures strong").text for name in ("tianjin", "wuqing", "wuhou")]  # fmt: skip
    assert figures == ["2", "1", "1"]


def test_offers_an_officer_his_districts_only(client):
    officer = enter(client, "招商专员")
    wuqing, dongli = builders.district(), builders.district("dongli")
    Remit.objects.create(person=officer, district=wuqing)
    inquiry(3.02, district=wuqing)
    inquiry(3.02, district=dongli)
    page = page_of(client, f"{MARCH}&district=dongli")
    assert words(page.select("[name=district] option")) == ["全部地区", "武清区"]
    assert page.select_one(".figures strong").text == "1"


def test_names_the_period_shown(client):
    enter(client, "站长")
    page = page_of(client, "?from=2025-01-01&to=2025-12-31")
    assert words(page.select(".tabs [aria-current=page]")) == ["去年"]
    links = [one["href"] for one in page.select(".outcomes > .tabs a")]
    assert links == [
        "?from=2026-02-17&to=2026-03-18",
        "?from=2025-12-19&to=2026-03-18",
        "?from=2026-01-01&to=2026-03-18",
        "?from=2025-01-01&to=2025-12-31",
    ]


def test_draws_a_chart_that_can_be_read_without_seeing_it(client):
    enter(client, "站长")
    inquiry(3.02)
    inquiry(3.02)
    page = page_of(client, "?from=2026-03-01&to=2026-03-03")
    assert page.select_one("svg.columns desc").text == "03-01：0；03-02：2；03-03：0"
    assert words(page.select("#arrivals tbody tr")) == ["03-01 0", "03-02 2", "03-03 0"]
    bar = page.select_one("svg.columns rect")
    assert (bar["x"], bar["width"], bar["y"], bar["height"]) == ("37.333%", "25.333%", "0.0", "160.0")


TABLES = [
    "arrivals",
    "kinds",
    "districts",
    "topics",
    "channels",
    "funnel",
    "ends",
    "clocks",
    "officers",
    "credit",
]
TABLES += ["sources-article", "sources-policy", "sources-park", "sources-listing"]


@pytest.mark.parametrize("name", TABLES)
def test_gives_every_table_as_a_file(client, name):
    enter(client, "站长")
    wuqing, dongli = builders.district(), builders.district("dongli")
    for page in ["/news/7/", "/policies/7/", "/parks/gone/", "/listings/7/"]:
        inquiry(
            3.02,
            ("responded", 3.04, 3.03),
            ("lost", 3.05, 3.06),
            source_page=page,
            first_place=wuqing,
            place=dongli,
            source_channel="=1+1",
        )
    response = client.get(f"{PAGE}{MARCH}&table={name}")
    assert response["Content-Disposition"].endswith("20260301-20260318.xlsx")
    rows = list(load_workbook(io.BytesIO(response.content)).active.iter_rows())
    assert len(rows) > 1
    assert "f" not in {cell.data_type for row in rows for cell in row}


def test_asks_six_rows_as_often_as_one(client):
    enter(client, "站长")

    def fill(number):
        article, place = builders.article(), builders.district(f"place{number}")
        inquiry(
            3.02, ("responded", 3.03, 3.03), ("signed", 3.05, 3.05), person=builders.staff(f"one{number}"),
            source_page=article.get_absolute_url(), entry_page=builders.article().get_absolute_url(),
            signed_on=date(2026, 3, 5), first_place=builders.district(f"first{number}"), place=place,
        )  # fmt: skip

    def asked():
        with CaptureQueriesContext(connection) as queries:
            page_of(client)
        return len(queries)

    fill(0)
    asked()
    once = asked()
    for number in range(1, 6):
        fill(number)
    assert asked() == once


def test_stands_on_the_start_page(client):
    enter(client, "招商专员")
    inquiry(3.02, ("signed", 3.05, 3.05), signed_on=date(2026, 3, 5), agreed_investment_wan=800)
    page = BeautifulSoup(client.get("/admin/").content, "html.parser")
    panel = page.select_one(".outcome-panel")
    assert words(panel.select("dt")) == ["收到咨询", "首次响应按时率", "签约"]
    assert words(panel.select("dd")) == ["1 条", "100%", "1 个"]
    assert [one["href"] for one in panel.select("a")] == [f"{PAGE}?from=2026-02-17&to=2026-03-18"]
    assert words(panel.select(".aside")) == ["12:00 的统计，每 5 分钟更新。"]


def received_on_the_start_page(client):
    page = BeautifulSoup(client.get("/admin/").content, "html.parser")
    return page.select_one(".outcome-panel dd").get_text(" ", strip=True)


def test_counts_for_the_start_page_once_in_a_while(client):
    enter(client, "站长")
    inquiry(3.02)
    assert received_on_the_start_page(client) == "1 条"
    inquiry(3.03)
    assert received_on_the_start_page(client) == "1 条"
    caches["answers"].clear()
    assert received_on_the_start_page(client) == "2 条"


def test_keeps_the_start_pages_figures_by_district(client):
    wuqing, dongli = builders.district(), builders.district("dongli")
    for place in (wuqing, dongli, dongli):
        inquiry(3.02, place=place)
    enter(client, "站长")
    assert received_on_the_start_page(client) == "3 条"
    officer = enter(client, "招商专员")
    for place, count in ((wuqing, "1 条"), (dongli, "2 条")):
        Remit.objects.update_or_create(person=officer, defaults={"district": place})
        assert received_on_the_start_page(client) == count


@pytest.mark.parametrize(
    ("most", "ticks"), [(1, [0, 1]), (4, [0, 1, 2, 3, 4]), (6, [0, 2, 4, 6]), (26, [0, 10, 20, 30]), (400, [0, 100, 200, 300, 400])]
)  # fmt: skip
def test_marks_round_numbers(most, ticks):
    assert steps_for(most) == ticks


@pytest.mark.parametrize(
    ("counts", "median"), [({}, None), ({4: 1}, 4), ({1: 1, 4: 1}, 2.5), ({0: 3, 9: 2}, 0), ({0: 2, 1: 1, 5: 1}, 0.5)]
)  # fmt: skip
def test_finds_the_middle_of_counted_values(counts, median):
    assert median_of(counts) == median
