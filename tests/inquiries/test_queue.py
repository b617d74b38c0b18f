from datetime import UTC, date, datetime, timedelta

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from inquiries.admin import queue
from inquiries.admin.standing import Standing
from inquiries.models import FollowUp, Inquiry
from tests import builders
from tests.inquiries.test_assigning import person
from tests.staff_screens import cells, enter, screen

pytestmark = pytest.mark.django_db

TODAY = date(2025, 6, 13)  # a Friday
LOST = {"stage": "lost", "closing_reason": "已在外地落户"}


@pytest.fixture
def friday(monkeypatch):
    at = datetime(2025, 6, 13, 2, tzinfo=UTC)
    monkeypatch.setattr("django.utils.timezone.localdate", lambda *args: TODAY)
    monkeypatch.setattr("django.utils.timezone.now", lambda: at)


def due(day, **values):
    inquiry = builders.inquiry(**values)
    Inquiry.objects.filter(pk=inquiry.pk).update(due_on=day)
    return inquiry


def listed(client, query="", column="company"):
    page = BeautifulSoup(client.get(f"{screen(Inquiry)}?{query}").content, "html.parser")
    return [one.get_text(" ", strip=True) for one in page.select(f"#result_list .field-{column}")]


def tabs(client, query=""):
    page = BeautifulSoup(client.get(f"{screen(Inquiry)}?{query}").content, "html.parser")
    return [one.get_text(" ", strip=True) for one in page.select(".queue-tabs a")]


def shown(client, query=""):
    page = BeautifulSoup(client.get(f"{screen(Inquiry)}?{query}").content, "html.parser")
    return page.select_one(".queue-tabs [aria-current]").contents[0].strip()


def test_lists_the_columns_in_the_order_they_read(client, friday):
    officer = enter(client, "招商专员")
    inquiry = due(date(2025, 6, 16), district=builders.district(), officer=officer, grade="a")
    assert cells(client.get(screen(Inquiry))) == [
        [
            inquiry.reference,
            "06-16 · 首次响应",
            "新",
            "天津某某自行车有限公司",
            "王**",
            "租购厂房仓库",
            "天津-武清区",
            "招商专员",
            "A 重点",
            "2025-06-13 10:00",
        ]
    ]


@pytest.mark.parametrize(
    ("day", "stage", "words"),
    [
        (date(2025, 6, 11), "new", "超期 2 个工作日 · 首次响应"),
        (date(2025, 6, 6), "responded", "超期 5 个工作日 · 完成研判"),
        (date(2020, 6, 6), "responded", "超期 99 个工作日 · 完成研判"),
        (TODAY, "responded", "今天 · 完成研判"),
        (date(2025, 11, 26), "following", "11-26 · 跟进"),
        (date(2026, 1, 5), "assessed", "2026-01-05 · 反馈企业"),
    ],
)
def test_says_the_deadline_in_words(client, friday, day, stage, words):
    enter(client, "招商专员")
    due(day, stage=stage)
    assert listed(client, column="deadline") == [words]


def test_names_a_deadline_that_was_agreed_with_the_investor(client, friday):
    """Also on its page, by the last follow-up alone, and by one of what was merged into it."""
    enter(client, "招商专员")
    days = [date(2025, 6, 16), date(2025, 6, 17), date(2025, 6, 18)]
    last, earlier, above = [due(day, stage="following") for day in days]
    merged = builders.inquiry(stage="invalid", cause="duplicate", closing_reason="重复", merged_into=above)
    for inquiry, agreed in [(last, days[0]), (earlier, days[1]), (earlier, None), (merged, days[2])]:
        FollowUp.objects.create(inquiry=inquiry, method="phone", summary="已回电", due_on=agreed)
    assert listed(client, column="deadline") == [
        "06-16 · 跟进（约定）", "06-17 · 跟进", "06-18 · 跟进（约定）",
    ]  # fmt: skip
    rows = Inquiry.objects.open().order_by("due_on")
    assert [Standing(one, None).due_words for one in rows] == [
        "跟进（约定）：06-16 下班前（还有 1 个工作日）",
        "跟进：06-17 下班前（还有 2 个工作日）",
        "跟进（约定）：06-18 下班前（还有 3 个工作日）",
    ]


def test_counts_no_working_day_over_a_weekend(client, monkeypatch, friday):
    monkeypatch.setattr("django.utils.timezone.localdate", lambda *args: date(2025, 6, 15))
    enter(client, "招商专员")
    due(TODAY)
    assert listed(client, column="deadline") == ["超期 · 首次响应"]


def test_says_of_a_closed_one_nothing_of_a_deadline_but_that_it_is_put_away(client):
    enter(client, "招商专员")
    first = builders.inquiry(**LOST, archived_at=timezone.now())
    builders.inquiry(**LOST, merged_into=first)
    rows = cells(client.get(f"{screen(Inquiry)}?tab=archived"))
    assert [row[1:3] for row in rows] == [["—", "流失（已合并）"], ["—", "流失（已归档）"]]


def fill(officer):
    wuqing = builders.district()
    due(TODAY, company="今天", officer=officer)
    due(date(2025, 6, 11), company="超期", officer=person("别人"))
    due(date(2025, 6, 20), company="没人管")
    due(date(2025, 6, 19), company="转来", district=wuqing, offered_to=builders.district("dongli"))
    builders.inquiry(company="流失", **LOST)
    builders.inquiry(company="归档", **LOST, archived_at=timezone.now())
    kept = builders.inquiry(company="并入的", stage="operating")
    builders.inquiry(company="合并", **LOST, merged_into=kept)


@pytest.mark.parametrize(
    ("tab", "companies"),
    [
        ("open", ["超期", "今天", "转来", "没人管"]),
        ("mine", ["今天"]),
        ("pool", ["转来", "没人管"]),
        ("overdue", ["超期"]),
        ("offered", []),
        ("closed", ["并入的", "流失"]),
        ("archived", ["合并", "归档"]),
        ("all", ["合并", "并入的", "归档", "流失", "转来", "没人管", "超期", "今天"]),
        ("nothing-known", ["超期", "今天", "转来", "没人管"]),
        ("%00", ["超期", "今天", "转来", "没人管"]),
    ],
)
def test_sorts_the_inquiries_into_tabs(client, friday, tab, companies):
    fill(enter(client, "招商专员"))
    assert listed(client, f"tab={tab}") == companies


def test_sorts_by_a_column_only_when_it_is_clicked(client, friday):
    enter(client, "招商专员")
    for company, day in (("先到", date(2025, 6, 20)), ("后到", date(2025, 6, 19))):
        due(day, company=company)
    assert listed(client) == ["后到", "先到"]
    assert listed(client, "o=-2") == ["先到", "后到"]
    for query, sorted_by in (("", []), ("?o=-2", ["办理期限"])):
        page = BeautifulSoup(client.get(screen(Inquiry) + query).content, "html.parser")
        assert [one.select_one(".text").text.strip() for one in page.select("thead th.sorted")] == sorted_by


def test_counts_beside_each_tab_what_it_lists(client, friday):
    fill(enter(client, "招商专员"))
    assert tabs(client) == [
        *("待办 4", "我负责 1", "待认领 2", "超期 1", "待接收 0", "已结 2", "归档 2", "全部 8"),
    ]


def test_counts_no_further_than_anybody_reads(client, friday, monkeypatch):
    monkeypatch.setattr("inquiries.admin.tabs.COUNTED_UP_TO", 2)
    monkeypatch.setattr(queue, "COUNTED_UP_TO", 3)
    fill(enter(client, "招商专员"))
    assert tabs(client)[:2] == ["待办 2+", "我负责 1"]
    page = BeautifulSoup(client.get(f"{screen(Inquiry)}?tab=all").content, "html.parser")
    assert page.select_one(".paginator").get_text(" ", strip=True) == "共 3+ 条"


def test_keeps_somebody_elses_districts_out_of_every_tab_but_what_they_offer(client, friday):
    wuqing, dongli = builders.district(), builders.district("dongli")
    due(TODAY, company="武清", district=wuqing)
    due(TODAY, company="转给东丽", district=wuqing, offered_to=dongli)
    due(TODAY, company="东丽", district=dongli)
    due(TODAY, company="哪里都不是")
    officer = person("东丽专员", districts=[dongli])
    client.force_login(officer)
    assert {tab: listed(client, f"tab={tab}") for tab in ("open", "pool", "offered", "all")} == {
        "open": ["东丽"],
        "pool": ["东丽"],
        "offered": ["转给东丽"],
        "all": ["东丽", "转给东丽"],
    }
    assert tabs(client) == [
        *("待办 1", "我负责 0", "待认领 1", "超期 0", "待接收 1", "已结 0", "归档 0", "全部 2"),
    ]


def test_shows_an_auditor_no_tab_of_work(client):
    enter(client, "审计")
    assert tabs(client) == ["待办 0", "待认领 0", "超期 0", "已结 0", "归档 0", "全部 0"]


@pytest.mark.parametrize(
    ("query", "tab"),
    [("", "待办"), ("q=x", "全部"), ("stage__exact=lost", "全部"), ("cause__exact=price", "全部")],
)
def test_looks_among_all_where_a_name_or_an_end_is_asked_for(client, query, tab):
    enter(client, "招商专员")
    assert shown(client, query) == tab


def test_keeps_the_tab_that_was_chosen(client):
    enter(client, "招商专员")
    assert shown(client, "tab=mine&q=x&topic__exact=land") == "我负责"


def test_finds_by_number_telephone_company_and_contact(client):
    enter(client, "招商专员")
    inquiry = builders.inquiry(company="天津恒鑫（自行车）有限公司", contact_name="李先生")
    builders.inquiry(company="武清地毯厂", phone="+8613900139000")
    reference = inquiry.reference
    words = [
        *(reference, reference.lower(), reference.replace("-", " "), reference[:12]),
        *("13800138000", "138 0013 8000", "+86 138-0013-8000", "１３８００１３８０００"),
        *("恒鑫自行车", "天津恒鑫(自行车)", "有限公司", "李先生"),
    ]
    assert {one: listed(client, f"q={one.replace('+', '%2B')}") for one in words} == {
        one: ["天津恒鑫（自行车）有限公司"] for one in words
    }
    for one in ("1380013", "8000", "李", "ZX-2222", "%", "_"):
        assert listed(client, f"q={one.replace('%', '%25')}") == [], one


def test_finds_a_word_of_many_companies(client, monkeypatch):
    monkeypatch.setattr("inquiries.admin.finding.MOST_BY_KEY", 1)
    enter(client, "招商专员")
    for company in ("天津恒鑫", "天津华瑞", "武清地毯"):
        builders.inquiry(company=company)
    assert listed(client, "q=天津") == ["天津华瑞", "天津恒鑫"]


def test_looks_for_the_middle_of_a_name_among_the_last_and_everywhere_when_told(client, monkeypatch):
    monkeypatch.setattr("inquiries.admin.finding.RECENT", 2)
    enter(client, "招商专员")
    for company in ("天津恒鑫", "武清地毯", "天津新恒鑫"):
        builders.inquiry(company=company)
    assert listed(client, "q=恒鑫") == ["天津新恒鑫"]
    assert listed(client, "q=天津恒鑫") == ["天津恒鑫"]
    assert listed(client, "q=恒鑫&everywhere=1") == ["天津新恒鑫", "天津恒鑫"]
    page = BeautifulSoup(client.get(f"{screen(Inquiry)}?q=恒鑫").content, "html.parser")
    assert page.select_one("#changelist p.aside a")["href"] == "?q=%E6%81%92%E9%91%AB&everywhere=1"


def test_lets_an_auditor_find_companies_not_people(client):
    enter(client, "审计")
    builders.inquiry()
    assert listed(client, "q=自行车") == ["天津某某自行车有限公司"]
    assert listed(client, "q=王女士") == []


def test_narrows_by_district_with_all_below_it(client):
    enter(client, "招商专员")
    builders.inquiry(company="武清", district=builders.district())
    builders.inquiry(company="东丽", district=builders.district("dongli"))
    builders.inquiry(company="哪里都不是")
    assert listed(client, "district=wuqing") == ["武清"]
    assert sorted(listed(client, "district=tianjin")) == ["东丽", "武清"]


def test_narrows_by_officer_deadline_and_arrival(client, friday):
    officer = enter(client, "招商专员")
    due(TODAY, company="今天", officer=officer)
    late = due(TODAY + timedelta(days=7), company="以后")
    Inquiry.objects.filter(pk=late.pk).update(created_at=datetime(2024, 12, 31, 15, tzinfo=UTC))
    week = due(TODAY + timedelta(days=6), company="这周")
    Inquiry.objects.filter(pk=week.pk).update(created_at=datetime(2024, 12, 31, 17, tzinfo=UTC))
    found = {
        query: listed(client, query)
        for query in (f"officer={officer.pk}", "due=today", "due=week", "arrived=year", "arrived=before")
    }
    assert found == {
        f"officer={officer.pk}": ["今天"],
        "due=today": ["今天"],
        "due=week": ["今天", "这周"],
        "arrived=year": ["今天", "这周"],
        "arrived=before": ["以后"],
    }


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("", "没有待办的咨询。新咨询到了会排在这里，最急的在最前面。登记来电或来访"),
        ("tab=mine", "您手上没有待办的咨询，可以到“待认领”里认领。看待认领的咨询"),
        ("tab=pool", "没有待认领的咨询，每条都有人负责。看待办的咨询"),
        ("topic__exact=land", "没有符合条件的咨询。去掉全部条件"),
        (
            "tab=mine&q=x",
            "没有找到符合条件的咨询。手机号要写全，编号可以只写开头。在全部咨询里查找去掉全部条件",
        ),
    ],
)
def test_says_what_to_do_next_where_a_tab_is_empty(client, query, words):
    enter(client, "招商专员")
    page = BeautifulSoup(client.get(f"{screen(Inquiry)}?{query}").content, "html.parser")
    assert "".join(page.select_one(".empty").get_text("\n", strip=True).split("\n")) == words


def queries(client, query):
    with CaptureQueriesContext(connection) as asked:
        client.get(f"{screen(Inquiry)}?{query}")
    return len(asked)


@pytest.mark.parametrize("tab", ["open", "pool", "all"])
def test_asks_the_database_as_often_for_six_rows_as_for_one(client, tab):
    client.force_login(person("专员", districts=[builders.tianjin()]))
    due(TODAY, district=builders.district(), officer=None)
    once = queries(client, f"tab={tab}")
    for number in range(5):
        due(TODAY - timedelta(days=number), district=builders.district(f"place-{number}"), officer=None)
    assert queries(client, f"tab={tab}") == once


ODD = [
    "tab=%00",
    "tab=" + "9" * 30,
    "officer=" + "9" * 30,
    "officer=%00",
    "due=%00",
    "arrived=9",
    "district=%00",
]


@pytest.mark.parametrize(
    "query",
    [*ODD, "q=%00", "q=" + "9" * 200, "q=%EF%BF%BD", "q=x&everywhere=%00", "due_on=x", "due_on__year=99999"],
)
def test_answers_any_address(client, query):
    enter(client, "站长")
    builders.inquiry()
    assert client.get(f"{screen(Inquiry)}?{query}").status_code == 200


def test_shows_as_waiting_for_us_only_what_one_may_answer(client, friday):
    """Who is bound to no district answers for one only where he assigns."""
    wuqing, dongli = builders.district(), builders.district("dongli")
    due(TODAY, company="转给东丽", district=wuqing, offered_to=dongli)
    enter(client, "招商专员")
    assert listed(client, "tab=offered") == []
    enter(client, "站长")
    assert listed(client, "tab=offered") == ["转给东丽"]
