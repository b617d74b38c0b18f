"""What a receipt says of an inquiry in each of its stages."""

from datetime import date, timedelta

import pytest
from bs4 import BeautifulSoup
from django.utils import timezone

from inquiries import progress
from inquiries.desk import chains
from inquiries.models import Inquiry, ServiceStandard
from tests.builders import district, inquiry

pytestmark = pytest.mark.django_db
FRIDAY = date(2026, 11, 20)


def at(stage, due_on=None, **values):
    closing = {"closing_reason": "x"} if stage in Inquiry.ENDED_WITHOUT_RESULT else {}
    row = inquiry(stage=stage, **closing, **values)
    if due_on:
        Inquiry.objects.filter(pk=row.pk).update(due_on=due_on)
        row.refresh_from_db()
    return row


def shown(client, row):
    client.post(row.get_absolute_url(), {"reference": row.reference, "phone": "13800138000"})
    return BeautifulSoup(client.get(row.get_absolute_url()).content, "html.parser")


def lead(page):
    return page.select_one(".page-head p").text.strip()


@pytest.fixture
def friday(monkeypatch):
    monkeypatch.setattr(timezone, "localdate", lambda *_: FRIDAY)


@pytest.mark.parametrize(
    ("stage", "words", "reached"),
    [
        ("new", "我们已收到您的咨询，招商专员会在11月23日（周一）下班前回电。", 1),
        ("responded", "招商专员已与您联系，正在研究您的需求。", 2),
        (
            "assessed",
            "招商专员已研究过您的需求，会在11月23日（周一）下班前与您联系，说明能否落地、落在哪里。",
            2,
        ),
        ("following", "招商专员正在跟进您的项目。", 3),
        ("negotiating", "双方正在洽谈落地条件。", 4),
        ("signed", "项目已签约，招商专员继续协助办理落地手续。", 5),
        ("building", "项目已签约并开工建设。", 5),
        ("operating", "项目已投产，这次咨询已经办结。", 5),
        ("lost", progress.ENDED, 0),
        ("invalid", progress.ENDED, 0),
    ],
)
def test_says_how_it_stands(friday, stage, words, reached):
    row = at(stage, due_on=date(2026, 11, 23) if stage in ("new", "assessed") else None)
    assert progress.standing(row) == words
    assert sum(done for _, done in progress.steps(row)) == reached


def test_every_stage_has_its_sentence():
    said = set(progress.STANDING) | set(Inquiry.ENDED_WITHOUT_RESULT)
    assert said == set(Inquiry.Stage)


@pytest.mark.parametrize("stage", ["new", "assessed"])
def test_promises_no_day_that_has_passed(friday, stage):
    row = at(stage, due_on=FRIDAY - timedelta(days=1))
    assert "日（周" not in progress.standing(row)
    assert progress.ahead(row) == []


def test_the_day_itself_still_counts(friday):
    assert "11月20日（周五）下班前" in progress.standing(at("new", due_on=FRIDAY))


def test_whoever_was_called_is_not_promised_a_call():
    row = at("new", responded_at=timezone.now())
    assert progress.standing(row) == "招商专员已与您联系，正在研究您的需求。"
    assert [word for word, done in progress.steps(row) if done] == ["已收到", "已响应"]


def test_names_the_year_where_it_is_another(friday):
    assert progress.day_and_weekday(date(2027, 1, 4)) == "2027年1月4日（周一）"
    assert progress.day_and_weekday(date(2026, 11, 22)) == "11月22日（周日）"


def test_says_what_is_still_to_come_by_the_offices_own_clocks(friday):
    ServiceStandard(assess_days=4, feedback_days=6).save()
    assert progress.ahead(at("new", due_on=date(2026, 11, 23))) == [
        ("回电", "11月23日（周一）下班前"),
        ("核对需求和条件", "回电后 4 个工作日内"),
        ("答复能否落地、落在哪里", "再过 6 个工作日内"),
    ]


def test_promises_of_a_pack_an_answer_about_policies(friday):
    row = at("new", due_on=date(2026, 11, 23), kind="policy_pack")
    assert progress.ahead(row)[-1] == ("答复适用哪些政策、怎样申报", "再过 5 个工作日内")
    row.stage = "assessed"
    assert progress.standing(row).endswith("下班前与您联系，说明适用哪些政策、怎样申报。")


def test_the_form_names_the_day_before_anything_is_sent(client, friday):
    steps = BeautifulSoup(client.get("/contact/").content, "html.parser").select(".form-aside .steps b")
    assert [step.text for step in steps] == ["得到编号", "11月23日（周一）下班前回电", "随时查进度"]


def test_a_merged_inquiry_shows_the_progress_of_the_one_that_stays(client):
    last = at("negotiating", company="另一家公司", phone="+8613900139000")
    middle = at("invalid", merged_into=last, phone="+8613900139000")
    row = at("invalid", merged_into=middle)
    page = shown(client, row)
    assert lead(page).startswith(
        "这次咨询已与您或贵企业的另一次咨询合并办理，以下是合并后的进度。双方正在洽谈落地条件。"
    )
    assert [li.text for li in page.select(".steps-across li[data-done]")] == [
        "已收到",
        "已响应",
        "跟进中",
        "洽谈中",
    ]
    text = page.select_one("main").text
    assert row.reference in text
    assert [word for word in (last.reference, middle.reference, "另一家公司") if word in text] == []


def test_names_the_day_agreed_with_him_and_no_other(client, friday):
    row = at("following")
    agreed = {
        date(2026, 11, 24): "与您约定的日子是11月24日（周二）。",
        FRIDAY: "与您约定的日子是11月20日（周五）。",
    }
    for day in (FRIDAY - timedelta(days=1), None, *agreed):
        row.follow_ups.create(method="phone", summary="约看厂房", next_action="带看 3 号", due_on=day)
        page = shown(client, row)
        assert lead(page) == f"招商专员正在跟进您的项目。{agreed.get(day, '')}"
        assert "带看" not in page.text
    colleague = at("invalid", cause="duplicate", merged_into=row, phone="+8613900139000")
    handled = chains.handled_as(colleague)
    days = [progress.agreed(handled, one) for one in (row, colleague)]
    assert days == ["11月20日（周五）", ""]


def test_a_ring_of_merged_inquiries_comes_to_an_end():
    one, other = at("invalid"), at("invalid")
    one.merged_into, other.merged_into = other, one
    assert chains.handled_as(one) in (one, other)


def test_gives_the_number_of_the_place_it_is_about(client):
    page = shown(client, at("new", district=district(hotline="022-82100000")))
    assert page.select_one(".receipt a[href^='tel:']").text == "022-82100000"


def test_carries_a_code_that_leads_back_without_naming_it_to_another_address(client):
    row = at("new")
    page = shown(client, row)
    assert page.select_one(".receipt-code img")["src"].startswith("data:image/svg+xml;base64,")
    assert page.select_one(".receipt-code .print-only").text == f"http://testserver{row.get_absolute_url()}"
