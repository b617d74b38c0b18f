import pytest
from bs4 import BeautifulSoup
from django.urls import reverse

from audit.models import Entry
from inquiries.admin import giving
from inquiries.desk import assigning
from inquiries.models import Inquiry
from tests import builders
from tests.inquiries.test_assigning import person
from tests.staff_screens import act, enter, form_of, screen, told

pytestmark = pytest.mark.django_db

LOST = {"stage": "lost", "closing_reason": "已在外地落户"}


@pytest.fixture
def officer(client):
    return enter(client, "招商专员")


def buttons(client, tab):
    page = BeautifulSoup(client.get(f"{screen(Inquiry)}?tab={tab}").content, "html.parser")
    return [one["formaction"] for one in page.select("#changelist-form[method=post] button[formaction]")]


def to(inquiry):
    return f'<a href="{screen(Inquiry, "change", inquiry.pk)}">{inquiry.reference}</a>'


def claim_address(inquiry):
    return reverse("admin:inquiries_inquiry_claim", args=[inquiry.pk])


def test_claims_with_one_button_that_needs_no_script(client, officer):
    inquiry = builders.inquiry()
    assert buttons(client, "open") == []
    assert buttons(client, "pool") == [claim_address(inquiry)]
    response = client.post(
        claim_address(inquiry), form_of(client, f"{screen(Inquiry)}?tab=pool"), follow=True
    )
    assert response.redirect_chain == [(screen(Inquiry, "change", inquiry.pk), 302)]
    assert told(response) == [f"已认领 {inquiry.reference}，请在办理期限前联系企业。"]
    inquiry.refresh_from_db()
    assert inquiry.officer == officer


def test_tells_the_second_who_has_it(client, officer):
    inquiry = builders.inquiry(officer=person("甲"))
    assert told(client.post(claim_address(inquiry), follow=True)) == [
        f"没有认领 {inquiry.reference}：已由甲负责。"
    ]
    inquiry.refresh_from_db()
    assert inquiry.officer.username == "甲"


def test_leads_back_to_the_inquiry_where_it_was_claimed_from_there(client, officer):
    inquiry = builders.inquiry()
    response = client.post(f"{claim_address(inquiry)}?back=inquiry")
    assert response["Location"] == screen(Inquiry, "change", inquiry.pk)


def test_changes_nothing_when_it_is_only_looked_at(client, officer):
    inquiry = builders.inquiry()
    assert client.get(claim_address(inquiry)).status_code == 405
    inquiry.refresh_from_db()
    assert inquiry.officer is None


@pytest.mark.parametrize("number", ["0", "x", "9" * 30, "%00", "1/2"])
def test_knows_no_inquiry_of_an_odd_number(client, officer, number):
    assert client.post(f"{screen(Inquiry)}{number}/claim/").status_code == 404


def test_refuses_who_may_only_look_and_hides_what_lies_elsewhere(client):
    inquiry = builders.inquiry(district=builders.district())
    enter(client, "审计")
    assert client.post(claim_address(inquiry)).status_code == 403
    client.force_login(person("东丽", districts=[builders.district("dongli")]))
    assert client.post(claim_address(inquiry)).status_code == 404
    Inquiry.objects.update(offered_to=builders.district("dongli"))
    assert client.post(claim_address(inquiry)).status_code == 403
    assert Inquiry.objects.get().officer is None


def test_claims_what_is_ticked_and_says_what_was_not(client, officer):
    free, taken = builders.inquiry(), builders.inquiry(officer=person("甲"))
    assert act(client, Inquiry, "claim_chosen", free, taken) == [
        f"认领了 1 条咨询：{to(free)}。",
        f"没有认领：{taken.reference}（已由甲负责）。",
    ]
    assert [one.officer.username for one in Inquiry.objects.order_by("pk")] == ["招商专员", "甲"]


def test_offers_assigning_only_to_who_may(client, officer):
    other, inquiry = person("甲"), builders.inquiry()
    page = BeautifulSoup(client.get(screen(Inquiry)).content, "html.parser")
    assert "assign_chosen" not in [one["value"] for one in page.select("select[name=action] option")]
    act(client, Inquiry, "assign_chosen", inquiry, officer=other.pk)
    inquiry.refresh_from_db()
    assert inquiry.officer is None


def ask(client, *inquiries, **more):
    data = {"action": "assign_chosen", "_selected_action": [one.pk for one in inquiries]} | more
    return client.post(screen(Inquiry), data, follow=True)


def test_asks_whom_to_assign_to_and_assigns(client):
    enter(client, "站长")
    dongli = person("东丽", districts=[builders.district("dongli")])
    near = builders.inquiry(district=builders.district("dongli"))
    far = builders.inquiry(district=builders.district())
    page = BeautifulSoup(ask(client, near, far).content, "html.parser")
    assert page.h1.text == "分派咨询"
    assert page.select_one(".errorlist") is None
    options = {one["value"]: one.text for one in page.select("select[name=officer] option")}
    assert options[str(dongli.pk)] == "东丽（未结 0 条）"
    form = page.select_one("#content-main form")
    sent = {one["name"]: [] for one in form.select("input")}
    for one in form.select("input"):
        sent[one["name"]].append(one["value"])
    response = client.post(form["action"], sent | {"officer": dongli.pk}, follow=True)
    assert told(response) == [
        f"把 1 条咨询分派给了东丽：{to(near)}。",
        f"没有分派：{far.reference}（不归东丽负责的地区管理）。",
    ]
    assert Inquiry.objects.get(pk=near.pk).officer == dongli
    assert Inquiry.objects.get(pk=far.pk).officer is None
    assert [(one.action, one.words) for one in Entry.objects.all()] == [("assign", "分派给东丽")]


def inputs(response):
    """What the page of an answer sends back, each name with its values."""
    sent = {}
    for one in BeautifulSoup(response.content, "html.parser").select("#content-main form input"):
        sent.setdefault(one["name"], []).append(one["value"])
    return sent


def test_leaves_with_who_claimed_it_meanwhile_what_was_free_on_the_page(client):
    enter(client, "站长")
    quick, other = person("甲"), person("乙")
    free, his = builders.inquiry(), builders.inquiry(officer=other)
    response = client.post(
        f"{screen(Inquiry)}?tab=all", {"action": "assign_chosen", "_selected_action": [free.pk, his.pk]}
    )
    page = BeautifulSoup(response.content, "html.parser")
    assert [one.text.split(" · ")[-1] for one in page.select("#content-main ol .aside")] == [
        "乙负责",
        "未分派",
    ]
    assigning.claim(free, quick)
    third = person("丙")
    response = client.post(
        f"{screen(Inquiry)}?tab=all", inputs(response) | {"officer": third.pk}, follow=True
    )
    assert told(response) == [
        f"把 1 条咨询分派给了丙：{to(his)}。",
        f"没有分派：{free.reference}（已由甲负责）。",
    ]
    assert [one.officer for one in Inquiry.objects.order_by("pk")] == [quick, third]


def test_shows_who_has_it_before_it_assigns_unasked(client):
    enter(client, "站长")
    inquiry, other = builders.inquiry(officer=person("甲")), person("乙")
    page = BeautifulSoup(ask(client, inquiry, officer=other.pk).content, "html.parser")
    assert page.h1.text == "分派咨询"
    assert Inquiry.objects.get().officer.username == "甲"


@pytest.mark.parametrize("had", ["", "x", "\0", ":", "1:²", "9" * 40 + ":1", "1:" + "9" * 40])
def test_reads_odd_holders_as_nobody(client, had):
    enter(client, "站长")
    inquiry, other = builders.inquiry(officer=person("甲")), person("乙")
    assert told(ask(client, inquiry, officer=other.pk, had=had)) == [
        f"没有分派：{inquiry.reference}（已由甲负责）。"
    ]


def test_says_what_has_left_the_pool_since_it_was_ticked(client, officer):
    taken = builders.inquiry(officer=person("甲"))
    data = {"action": "claim_chosen", "_selected_action": [taken.pk]}
    assert told(client.post(f"{screen(Inquiry)}?tab=pool", data, follow=True)) == [
        f"没有认领：{taken.reference}（已由甲负责）。"
    ]


def test_says_how_many_are_no_longer_his_to_see(client):
    client.force_login(person("东丽", districts=[builders.district("dongli")]))
    far = builders.inquiry(district=builders.district())
    assert act(client, Inquiry, "claim_chosen", far) == ["有 1 条已不归您负责的地区经办，没有改动。"]


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ("", "请选择负责人。"),
        ("x", "没有这位专员，请重新选择。"),
        ("9" * 30, "没有这位专员，请重新选择。"),
        ("\0", "没有这位专员，请重新选择。"),
    ],
)
def test_asks_again_where_nobody_was_chosen(client, value, words):
    enter(client, "站长")
    page = BeautifulSoup(ask(client, builders.inquiry(), officer=value).content, "html.parser")
    assert [one.text for one in page.select(".errorlist li")] == [words]
    assert Inquiry.objects.get().officer is None


def test_refuses_who_cannot_work_on_inquiries(client):
    enter(client, "站长")
    page = BeautifulSoup(
        ask(client, builders.inquiry(), officer=person("编", "编辑").pk).content, "html.parser"
    )
    assert [one.text for one in page.select(".errorlist li")] == ["没有这位专员，请重新选择。"]


def test_takes_no_more_at_once_than_it_can_answer_for(client, officer, monkeypatch):
    monkeypatch.setattr(giving, "AT_ONCE", 1)
    rows = [builders.inquiry(), builders.inquiry()]
    assert act(client, Inquiry, "claim_chosen", *rows) == [
        "一次最多处理 1 条，请先用筛选缩小范围。什么也没有改动。"
    ]
    assert not Inquiry.objects.exclude(officer=None).exists()


def test_names_the_first_of_many_refusals(client, officer):
    other = person("甲")
    rows = [builders.inquiry(officer=other) for _ in range(6)]
    words = act(client, Inquiry, "claim_chosen", *rows)
    assert len(words) == 1
    assert words[0].count("已由甲负责") == 5
    assert words[0].endswith("等 6 条。")
