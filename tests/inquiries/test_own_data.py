import json

import pytest
from bs4 import BeautifulSoup

from audit.models import Entry
from audit.recording import note
from inquiries.desk import merging
from inquiries.models import FollowUp, Inquiry, StageChange, Submission, Transfer
from inquiries.retention import erase
from tests import builders
from tests.staff_screens import enter
from zhaoshang.roles import ensure_roles

pytestmark = pytest.mark.django_db

PHONE = {"phone": "138 0013 8000"}
SUBMITTER = {"phone": "13900139000"}
WRONG = "编号与手机号对不上，请核对后再试。"


def address(row, what="data"):
    return f"{row.get_absolute_url()}{what}/"


def text(response):
    return BeautifulSoup(response.content, "html.parser").select_one("main").get_text(" ", strip=True)


def proven(client, row, said=PHONE):
    response = client.post(address(row), said)
    assert (response.status_code, response["Location"]) == (303, address(row))
    return row


def actions(row):
    return [one.action for one in Entry.objects.about(row).order_by("pk")]


def test_shows_all_that_is_held_in_full(client):
    inquiry = builders.inquiry(
        wechat="wang_138", message="找厂房", district=builders.district(), grade="a", grade_reason="投资大"
    )
    FollowUp.objects.create(inquiry=inquiry, method="phone", summary="约好下周来访", next_action="发资料")
    said = text(client.get(address(proven(client, inquiry))))
    for words in (
        inquiry.reference, "王女士", "138 0013 8000", "wang_138", "找厂房", "天津-武清区", "企业入驻", "A 重点", "投资大",
        "约好下周来访", "发资料", "2026-11",
    ):  # fmt: skip
        assert words in said, words


def test_says_when_staff_looked_and_in_which_role_but_not_who(client):
    inquiry = builders.inquiry()
    officer = builders.staff("zhuanyuan", last_name="李", first_name="明")
    officer.groups.set([ensure_roles()["招商专员"]])
    note(Entry.Action.VIEW, inquiry, person=officer)
    proven(client, inquiry)
    page = BeautifulSoup(client.get(address(inquiry)).content, "html.parser")
    rows = [[dd.text for dd in one.select("dd")][1:] for one in page.select(".own-data")[-1].select("dl")]
    assert rows == [["查看联系方式", "招商专员"], ["本人查阅", "本人"]]
    assert [name for name in ("李明", "zhuanyuan") if name in str(page)] == []


def test_gives_the_same_as_a_file(client):
    inquiry = proven(client, builders.inquiry())
    response = client.get(address(inquiry) + "?format=json")
    assert response["Content-Disposition"] == f'attachment; filename="{inquiry.reference}.json"'
    data = json.loads(response.content)
    assert data["您告诉我们的"][0]["手机"] == "138 0013 8000"
    assert data["办到哪一步"][0]["进展"] == "已收到"


def test_gives_it_as_a_text_to_print(client):
    inquiry = proven(client, builders.inquiry(message="找厂房\n三千平方米", said={}))
    for summary in ("约好下周来访", "已来访"):
        FollowUp.objects.create(inquiry=inquiry, method="phone", summary=summary)
    response = client.get(address(inquiry) + "?format=txt")
    assert response["Content-Disposition"] == f'attachment; filename="{inquiry.reference}.txt"'
    lines = response.content.decode("utf-8-sig").split("\r\n")
    assert lines[:2] == ["【您告诉我们的】", f"编号：{inquiry.reference}"]
    assert lines[lines.index("需求描述：找厂房") + 1] == "三千平方米"
    begin = lines.index("【与您联系的记录】")
    assert [line for line in lines[begin + 1 : begin + 8] if not line.startswith("时间：")] == [
        "联系方式：电话", "联系内容：约好下周来访", "", "联系方式：电话", "联系内容：已来访",
    ]  # fmt: skip


def test_says_nothing_in_the_office_s_own_words(client):
    wuqing = builders.district()
    inquiry = builders.inquiry(
        district=wuqing, deal="rent", source_page="/", entry_page="/", stage="assessed"
    )
    StageChange.objects.create(inquiry=inquiry, stage_from="responded", stage_to="assessed")
    Transfer.objects.create(
        inquiry=inquiry, from_district=wuqing, to_district=builders.district("dongli"), reason="产业对口",
        first_contact_district=wuqing,
    )  # fmt: skip
    said = text(client.get(address(proven(client, inquiry))))
    assert "转出的原因 产业对口" in said
    assert "从 已与您联系 到 已研究您的需求" in said
    office = [
        "首谈地",
        "经办地区",
        "首次响应",
        "办理期限",
        "研判",
        "流转",
        "阶段",
        "定级",
        "来源渠道",
        "首次到达页",
    ]
    assert [word for word in office if word in said] == []


def test_each_look_is_written_down(client):
    inquiry = proven(client, builders.inquiry())
    client.get(address(inquiry))
    client.get(address(inquiry) + "?format=json")
    entries = Entry.objects.about(inquiry).order_by("pk")
    assert [(one.action, one.person, one.words, one.address) for one in entries] == [
        ("access", None, "网页", None),
        ("access", None, "下载", None),
    ]


@pytest.mark.parametrize("what", ["data", "erase"])
def test_whoever_only_just_sent_is_asked_for_the_number(client, what):
    sent = {
        "contact_name": "王女士",
        "phone": "13800138000",
        "topic": "land",
        "consent": "on",
        "token": "t" * 24,
    }
    client.post("/contact/", sent)
    inquiry = Inquiry.objects.get()
    assert inquiry.reference in text(client.get(inquiry.get_absolute_url()))
    page = client.get(address(inquiry, what))
    assert ("请填写提交时的手机号" in text(page), "王女士" in text(page)) == (True, False)
    assert "access" not in actions(inquiry)


@pytest.mark.parametrize("what", ["data", "erase"])
def test_a_wrong_pair_learns_nothing(client, what):
    inquiry, gone = builders.inquiry(), builders.inquiry(token="b")
    unknown = Inquiry(reference="ZX-2222-2222-2222-2222")
    erase(gone)
    answers = []
    for row, phone in [
        (inquiry, "13900139000"),
        (inquiry, ""),
        (unknown, "13800138000"),
        (gone, "13800138000"),
    ]:
        pages = [
            client.get(address(row, what)),
            client.post(address(row, what), {"phone": phone, "sure": "on"}),
        ]
        answers += [[(one.status_code, text(one).replace(row.reference, "…")) for one in pages]]
    assert [one[0] for one in answers] == [answers[0][0]] * 4
    assert WRONG in answers[0][1][1]
    assert answers[0][1] == answers[2][1] == answers[3][1]
    inquiry.refresh_from_db()
    assert inquiry.erased_at is None


def test_one_number_opens_no_other(client):
    proven(client, builders.inquiry())
    other = builders.inquiry(contact_name="李先生", phone="+8613900139000", token="b")
    assert "李先生" not in text(client.get(address(other)))
    client.cookies["own"]["path"] = "/"
    assert "李先生" not in text(client.get(address(other)))


@pytest.mark.parametrize("what", ["data", "erase"])
def test_nothing_of_it_is_kept_on_the_way(client, what):
    inquiry = proven(client, builders.inquiry())
    response = client.get(address(inquiry, what))
    assert set(response["Cache-Control"].split(", ")) == {"private", "no-store"}


def test_guesses_are_limited_like_the_lookup(client, settings):
    settings.FORM_RATE = 3
    inquiry = builders.inquiry()
    answers = [client.post(address(inquiry), {"phone": f"1390013900{n}"}).status_code for n in range(4)]
    assert answers == [422, 422, 422, 429]


def test_clears_it_after_asking_once_more(client):
    inquiry = proven(client, builders.inquiry(district=builders.district()))
    asked = text(client.get(address(inquiry, "erase")))
    assert "这次咨询随之终止，招商专员不再与您联系。" in asked
    unsure = client.post(address(inquiry, "erase"))
    assert (unsure.status_code, "请先勾选确认。" in text(unsure)) == (422, True)
    response = client.post(address(inquiry, "erase"), {"sure": "on"})
    assert (response.status_code, response["Location"]) == (303, address(inquiry, "erase"))
    assert "能认出您的内容已经删除" in text(client.get(address(inquiry, "erase")))
    inquiry.refresh_from_db()
    assert (inquiry.contact_name, inquiry.phone, inquiry.stage) == ("", "", "declined")
    entry = Entry.objects.about(inquiry).filter(action="erase").get()
    assert (entry.person, entry.words) == (None, "本人申请删除")
    for where in (inquiry.get_absolute_url(), address(inquiry)):
        assert WRONG in text(client.post(where, PHONE))


def test_looking_clears_nothing(client):
    inquiry = proven(client, builders.inquiry())
    client.get(address(inquiry, "erase") + "?sure=on")
    inquiry.refresh_from_db()
    assert inquiry.erased_at is None


@pytest.mark.parametrize("stage", ["signed", "building"])
def test_what_is_under_contract_is_not_cleared_by_a_click(client, stage):
    inquiry = proven(client, builders.inquiry(stage=stage))
    page = client.post(address(inquiry, "erase"), {"sure": "on"})
    assert (page.status_code, "这个项目已经签约" in text(page)) == (200, True)
    inquiry.refresh_from_db()
    assert inquiry.erased_at is None


@pytest.mark.parametrize("stage", ["signed", "building"])
def test_nor_by_a_click_at_what_was_merged_with_it(client, stage):
    signed, again = builders.inquiry(), builders.inquiry(token="b")
    merging.merge(signed, again, builders.staff(is_superuser=True))
    Inquiry.objects.filter(pk=signed.pk).update(stage=stage)
    proven(client, again)
    page = client.post(address(again, "erase"), {"sure": "on"})
    assert (page.status_code, "这个项目已经签约" in text(page)) == (200, True)
    signed.refresh_from_db()
    assert (signed.stage, signed.contact_name, signed.erased_at) == (stage, "王女士", None)


def test_the_second_of_two_clicks_reads_that_it_is_done(client):
    inquiry = proven(client, builders.inquiry())
    before = client.cookies["own"].value
    client.post(address(inquiry, "erase"), {"sure": "on"})
    client.cookies["own"] = before
    response = client.post(address(inquiry, "erase"), {"sure": "on"}, follow=True)
    assert "能认出您的内容已经删除" in text(response)


def test_all_means_what_was_noted_with_her_other_inquiry_too(client):
    hers, again = builders.inquiry(), builders.inquiry(token="b", message="再问一次")
    his = builders.inquiry(phone="+8613900139000", contact_name="李先生", message="李先生的项目")
    user = builders.staff(is_superuser=True)
    for one, summary in [(hers, "仅记在保留的一条"), (his, "与李先生通话")]:
        FollowUp.objects.create(inquiry=one, method="phone", summary=summary)
    merging.merge(hers, again, user)
    hers.refresh_from_db()
    merging.merge(his, hers, user)
    said = text(client.get(address(proven(client, again))))
    for words in ("再问一次", "仅记在保留的一条", f"合并的 {hers.reference}：与您联系的记录"):
        assert words in said, words
    assert [words for words in ("李先生", "139 0013 9000") if words in said] == []


@pytest.mark.parametrize("what", ["data", "erase"])
def test_the_trail_does_not_name_whoever_is_logged_in_there(client, what):
    enter(client, "站长")
    inquiry = proven(client, builders.inquiry())
    client.post(address(inquiry, what), {"sure": "on"}) if what == "erase" else client.get(address(inquiry))
    assert {(one.person, one.person_name) for one in Entry.objects.about(inquiry)} == {(None, "")}
    assert {one.person for one in StageChange.objects.all()} <= {None}


def test_a_sender_of_a_submission_may_do_both(client):
    submission = proven(client, builders.submission(), SUBMITTER)
    said = text(client.get(address(submission)))
    assert [
        one for one in ("李先生", "139 0013 9000", "我公司近日获评专精特新企业。") if one not in said
    ] == []
    client.post(address(submission, "erase"), {"sure": "on"})
    assert Submission.objects.get().author == ""


def test_the_receipt_leads_there(client):
    inquiry = builders.inquiry()
    client.post(inquiry.get_absolute_url(), {"reference": inquiry.reference} | PHONE)
    page = BeautifulSoup(client.get(inquiry.get_absolute_url()).content, "html.parser")
    links = {one.text: one["href"] for one in page.select("aside a")}
    assert (links["查阅"], links["删除"]) == (address(inquiry), address(inquiry, "erase"))


@pytest.mark.parametrize(
    "said", [{}, {"phone": "\0"}, {"phone": "1" * 5000}, {"reference": "ZX", "phone": "x"}, {"sure": "on"}]
)
@pytest.mark.parametrize("what", ["data", "erase"])
def test_answers_odd_posts_in_words(client, what, said):
    inquiry = builders.inquiry()
    assert client.post(address(inquiry, what), said).status_code == 422
