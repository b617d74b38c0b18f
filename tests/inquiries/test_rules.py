from datetime import date

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse

from inquiries.desk import workdays
from inquiries.models import AssignmentRule, DayException, ServiceStandard
from tests import builders
from tests.inquiries.test_assigning import person, rule
from tests.staff_screens import cells, enter, errors_on, form_of, save, screen

pytestmark = pytest.mark.django_db


@pytest.fixture
def chief(client):
    return enter(client, "站长")


def test_says_each_rule_in_words(client, chief):
    first, second = person("专员甲"), person("专员乙")
    rule(second, first, district=builders.district(), topic="land", position=1)
    rule(first, industry=builders.industry("C", "制造业"), position=2)
    AssignmentRule.objects.create(position=3)
    assert [row[0] for row in cells(client.get(screen(AssignmentRule)))] == [
        "天津-武清区及下级 · 工业用地招商 · 全部行业 → 专员甲、专员乙",
        "全部地区 · 全部主题 · C 制造业 → 专员甲",
        "全部地区 · 全部主题 · 全部行业 → 没有专员",
    ]


def test_makes_a_rule_of_people_who_can_work_on_inquiries(client, chief):
    able, editor = person("专员甲"), person("编", "编辑")
    address = screen(AssignmentRule, "add")
    assert errors_on(save(client, address, officers=[editor.pk]))[:1] != []
    save(client, address, officers=[able.pk], topic="land", district=builders.district().pk, position="1")
    made = AssignmentRule.objects.get()
    assert (list(made.officers.all()), made.topic, made.district) == ([able], "land", builders.district())


@pytest.mark.parametrize("topic", ["nothing", "\0", "x" * 300])
def test_refuses_a_topic_there_is_none_of(client, chief, topic):
    response = save(client, screen(AssignmentRule, "add"), officers=[person("甲").pk], topic=topic)
    assert len(errors_on(response)) == 1
    assert not AssignmentRule.objects.exists()


def test_opens_the_service_standard_before_it_was_ever_saved(client, chief):
    response = client.get(screen(ServiceStandard), follow=True)
    assert response.redirect_chain == [(screen(ServiceStandard, "change", 1), 302)]
    assert form_of(client, screen(ServiceStandard, "change", 1))["report_days"] == ["10"]
    save(client, screen(ServiceStandard, "change", 1), report_days="15")
    assert ServiceStandard.objects.get().report_days == 15


@pytest.mark.parametrize("value", ["0", "-1", "", "x", "9" * 30])
def test_refuses_a_standard_that_is_no_number_of_days(client, chief, value):
    response = save(client, screen(ServiceStandard, "change", 1), respond_days=value)
    assert len(errors_on(response)) == 1
    assert not ServiceStandard.objects.exists()


def test_leaves_the_deadlines_that_stand_when_the_standard_changes(client, chief):
    inquiry = builders.inquiry()
    due_on = inquiry.due_on
    save(client, screen(ServiceStandard, "change", 1), respond_days="30")
    inquiry.refresh_from_db()
    assert inquiry.due_on == due_on
    assert builders.inquiry().due_on > due_on


@pytest.fixture
def today(monkeypatch):
    def is_now(day):
        monkeypatch.setattr("django.utils.timezone.localdate", lambda *args: day)
        monkeypatch.setattr(workdays, "LAST_YEAR_KNOWN", 2026)

    return is_now


WARNING = "还不知道 {} 年的放假和调休，办理期限暂时只避开周末。请在“咨询 → 放假与调休”里登记。"


@pytest.mark.parametrize(
    ("day", "year"),
    [
        (date(2026, 10, 31), None),
        (date(2026, 11, 1), 2027),
        (date(2027, 3, 1), 2027),
        (date(2025, 12, 1), None),
    ],
)
def test_warns_when_the_next_years_holidays_are_not_known(client, chief, today, day, year):
    today(day)
    expected = [WARNING.format(year)] if year else []
    assert workdays.unknown_holidays() == expected
    assert [str(one) for one in client.get(screen(DayException)).context["messages"]] == expected
    page = BeautifulSoup(client.get(reverse("admin:index")).content, "html.parser")
    assert [one.text for one in page.select("#content-main .notice") if "放假" in one.text] == expected


def test_stops_warning_once_the_office_has_entered_them(client, chief, today):
    today(date(2026, 11, 22))
    save(client, screen(DayException, "add"), day="2027-01-01", name="元旦")
    assert [row[:3] for row in cells(client.get(screen(DayException)))] == [["2027年1月1日", "放假", "元旦"]]
    assert workdays.unknown_holidays() == []


def test_shows_an_officer_none_of_it(client):
    enter(client, "招商专员")
    for model in (AssignmentRule, ServiceStandard, DayException):
        assert client.get(screen(model), follow=True).status_code == 403, model
