import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import Permission, User

from inquiries.models import FollowUp, Inquiry, Transfer
from tests import builders
from tests.staff_screens import cells, enter, errors_on, save, screen
from zhaoshang.roles import ensure_roles

pytestmark = pytest.mark.django_db


@pytest.fixture
def officer(client):
    return enter(client, "招商专员")


def change(client, inquiry, **values):
    response = save(client, screen(Inquiry, "change", inquiry.pk), **values)
    inquiry.refresh_from_db()
    return response


def text_of(client, inquiry):
    page = BeautifulSoup(client.get(screen(Inquiry, "change", inquiry.pk)).content, "html.parser")
    return page.select_one("#content").get_text(" ", strip=True)


def test_lists_the_columns_in_the_order_they_read(client, officer):
    inquiry = builders.inquiry(district=builders.district(), officer=officer)
    row = cells(client.get(screen(Inquiry)))[0]
    assert row[:-1] == [
        inquiry.reference,
        "企业入驻",
        "租购厂房仓库",
        "天津某某自行车有限公司",
        "王**",
        "天津-武清区",
        "新",
        "招商专员",
    ]


def test_keeps_what_the_investor_wrote(client, officer):
    inquiry = builders.inquiry(message="需要 3000 ㎡ 厂房")
    change(client, inquiry, message="改了", phone="110", contact_name="别人", topic="land", grade="a")
    assert (inquiry.message, inquiry.phone, inquiry.contact_name, inquiry.topic, inquiry.grade) == (
        "需要 3000 ㎡ 厂房",
        "+8613800138000",
        "王女士",
        "factory",
        "a",
    )


@pytest.mark.parametrize("stage", ["invalid", "declined", "unreachable", "lost"])
def test_wants_a_reason_for_an_end(client, officer, stage):
    inquiry = builders.inquiry()
    response = change(client, inquiry, stage=stage)
    assert errors_on(response) == ["无效、不跟进、失联或流失的咨询请写明结束原因。"]
    assert inquiry.stage == "new"
    change(client, inquiry, stage=stage, closing_reason="三次未接通")
    assert inquiry.stage == stage


FOLLOW_UP = {"follow_ups-0-method": "phone", "follow_ups-0-summary": "约好下周看厂房"}


def test_records_a_follow_up_with_its_author_and_the_change_of_stage(client, officer):
    inquiry = builders.inquiry()
    change(client, inquiry, stage="responded", **FOLLOW_UP)
    record = inquiry.follow_ups.get()
    assert (record.person, record.method, record.summary, record.stage_from, record.stage_to) == (
        officer,
        "phone",
        "约好下周看厂房",
        "new",
        "responded",
    )
    assert "招商专员 · 电话 · 新 → 已响应" in text_of(client, inquiry)


def test_records_a_follow_up_without_a_change_of_stage(client, officer):
    inquiry = builders.inquiry()
    change(client, inquiry, **FOLLOW_UP)
    assert [(one.stage_from, one.stage_to) for one in inquiry.follow_ups.all()] == [("", "")]


def test_never_changes_or_deletes_a_follow_up(client):
    client.force_login(builders.staff("root", is_superuser=True))
    inquiry = builders.inquiry()
    record = FollowUp.objects.create(inquiry=inquiry, method="phone", summary="第一次电话")
    change(
        client,
        inquiry,
        **{
            "follow_ups-INITIAL_FORMS": "1",
            "follow_ups-TOTAL_FORMS": "1",
            "follow_ups-0-id": record.pk,
            "follow_ups-0-summary": "改写历史",
            "follow_ups-0-method": "visit",
            "follow_ups-0-DELETE": "on",
        },
    )
    assert [(one.method, one.summary) for one in inquiry.follow_ups.all()] == [("phone", "第一次电话")]


def hand_over(to, **values):
    names = {"to_district": to.pk, "reason": "企业改看东丽"} | values
    return {"transfers-TOTAL_FORMS": "1"} | {f"transfers-0-{name}": value for name, value in names.items()}


def test_hands_an_inquiry_over_and_keeps_the_first_districts_credit(client, officer):
    wuqing, dongli = builders.district(), builders.district("dongli")
    inquiry = builders.inquiry(district=wuqing)
    change(client, inquiry, **hand_over(dongli))
    transfer = inquiry.transfers.get()
    assert (transfer.from_district, transfer.to_district, transfer.first_contact_district) == (
        wuqing,
        dongli,
        wuqing,
    )
    assert (transfer.requested_by, transfer.accepted_at) == (officer, None)


def test_the_second_transfer_knows_the_first_district(client, officer):
    wuqing, dongli, jinnan = builders.district(), builders.district("dongli"), builders.district("jinnan")
    inquiry = builders.inquiry(district=wuqing)
    Transfer.objects.create(
        inquiry=inquiry,
        from_district=wuqing,
        to_district=dongli,
        first_contact_district=wuqing,
        reason="改看",
    )
    new = {
        "transfers-TOTAL_FORMS": "2",
        "transfers-1-from_district": dongli.pk,
        "transfers-1-to_district": jinnan.pk,
        "transfers-1-reason": "再改",
    }
    change(client, inquiry, **new)
    assert inquiry.transfers.first().first_contact_district == wuqing


def test_refuses_to_hand_over_to_the_same_district(client, officer):
    wuqing = builders.district()
    response = change(client, builders.inquiry(district=wuqing), **hand_over(wuqing))
    assert errors_on(response) == ["转入地区不能与转出地区相同。"]


def test_asks_where_from_when_the_inquiry_names_no_district(client, officer):
    response = change(client, builders.inquiry(), **hand_over(builders.district()))
    assert errors_on(response) == ["这条咨询没有意向地区，请选择转出地区。"]


def test_notes_the_receipt_of_a_transfer_once(client, officer):
    wuqing, dongli = builders.district(), builders.district("dongli")
    inquiry = builders.inquiry(district=wuqing)
    transfer = Transfer.objects.create(
        inquiry=inquiry,
        from_district=wuqing,
        to_district=dongli,
        first_contact_district=wuqing,
        reason="改看",
    )
    change(client, inquiry, **{"transfers-0-accepted": "on", "transfers-0-reason": "改写原因"})
    transfer.refresh_from_db()
    accepted = transfer.accepted_at
    assert accepted is not None
    assert transfer.reason == "改看"
    change(client, inquiry)
    transfer.refresh_from_db()
    assert transfer.accepted_at == accepted


def test_takes_down_an_inquiry_that_came_by_telephone(client, officer):
    values = {"kind": "contact", "topic": "land", "contact_name": "赵先生", "phone": "138 0013 8000"}
    save(client, screen(Inquiry, "add"), **values)
    inquiry = Inquiry.objects.get()
    assert (inquiry.phone, inquiry.source_channel, inquiry.officer, inquiry.stage) == (
        "+8613800138000",
        "电话",
        officer,
        "new",
    )


def test_refuses_a_number_that_is_none(client, officer):
    values = {"kind": "contact", "topic": "land", "contact_name": "赵先生", "phone": "12345"}
    assert errors_on(save(client, screen(Inquiry, "add"), **values))[0].startswith("请填写 11 位手机号")


@pytest.mark.parametrize(("query", "companies"), [("officer=mine", ["我的"]), ("officer=none", ["没人管"])])
def test_filters_by_who_is_responsible(client, officer, query, companies):
    builders.inquiry(company="我的", officer=officer)
    builders.inquiry(company="我结束的", officer=officer, stage="lost", closing_reason="已在外地落户")
    builders.inquiry(company="别人的", officer=builders.staff("other"))
    builders.inquiry(company="没人管")
    assert [row[3] for row in cells(client.get(f"{screen(Inquiry)}?{query}"))] == companies


def test_staff_fill_in_what_the_investor_left_empty(client):
    client.force_login(builders.staff(is_superuser=True))
    inquiry = builders.inquiry(company="某公司", deal="")
    page = BeautifulSoup(client.get(screen(Inquiry, "change", inquiry.pk)).content, "html.parser")
    open_fields = {field["name"] for field in page.select("#content-main [name]")}
    assert {"headcount", "job_title", "deal", "industry"} <= open_fields
    assert not {"company", "contact_name", "phone", "message"} & open_fields


def test_what_is_not_stored_cannot_be_handed_over(client):
    client.force_login(builders.staff(is_superuser=True))
    assert b"transfers-TOTAL_FORMS" not in client.get(screen(Inquiry, "add")).content


@pytest.mark.parametrize(("accepted_at", "said"), [(None, "否"), (builders.PUBLISHED_AT, "是")])
def test_tells_an_auditor_in_chinese_whether_a_transfer_was_accepted(client, accepted_at, said):
    enter(client, "审计")
    wuqing, dongli = builders.district(), builders.district("dongli")
    inquiry = builders.inquiry(district=wuqing)
    inquiry.transfers.create(
        from_district=wuqing,
        to_district=dongli,
        first_contact_district=wuqing,
        reason="改看",
        accepted_at=accepted_at,
    )
    page = BeautifulSoup(client.get(screen(Inquiry, "change", inquiry.pk)).content, "html.parser")
    table = page.select_one("#transfers-group table")
    assert [words for one in table.select("thead th") if (words := one.get_text(strip=True))] == [
        "转出地区",
        "转入地区",
        "首谈地",
        "原因",
        "转出",
        "已接收",
    ]
    assert table.select_one("td.field-accepted").get_text(strip=True) == said


def member(role, username, **values):
    user = builders.staff(username, **values)
    user.groups.set([ensure_roles()[role]])
    return user


def officers_offered(client, inquiry):
    page = BeautifulSoup(client.get(screen(Inquiry, "change", inquiry.pk)).content, "html.parser")
    return [one.text for one in page.select("#id_officer option")][1:]


def test_offers_as_officers_only_those_who_may_work_on_it(client, officer):
    member("编辑", "editor", last_name="编", first_name="辑")
    member("审计", "auditor", last_name="审", first_name="计")
    member("招商专员", "gone", last_name="已", first_name="离职", is_active=False)
    member("招商专员", "outside", last_name="非", first_name="员工")
    User.objects.filter(username="outside").update(is_staff=False)
    alone = builders.staff("alone", last_name="单", first_name="独")
    alone.user_permissions.add(Permission.objects.get(codename="change_inquiry"))
    builders.staff("root", last_name="总", first_name="管", is_superuser=True)
    member("站长", "master", last_name="站", first_name="长")
    inquiry = builders.inquiry(officer=officer)
    assert sorted(officers_offered(client, inquiry)) == sorted(["招商专员", "单独", "总管", "站长"])


def test_refuses_an_officer_who_could_not_open_it(client, officer):
    inquiry = builders.inquiry(officer=officer)
    response = change(client, inquiry, officer=member("编辑", "editor").pk)
    assert errors_on(response) == ["请从列出的选项中选择。"]
    assert inquiry.officer == officer


def test_keeps_the_officer_it_has(client, officer):
    gone = member("编辑", "editor", last_name="编", first_name="辑", is_active=False)
    inquiry = builders.inquiry(officer=gone)
    assert sorted(officers_offered(client, inquiry)) == sorted(["招商专员", "编辑（已停用）"])
    change(client, inquiry, grade="a")
    assert (inquiry.grade, inquiry.officer) == ("a", gone)


def test_calls_people_by_their_names_where_all_is_read_only(client):
    officer = member("招商专员", "zhuanyuan2", last_name="专员", first_name="乙")
    inquiry = builders.inquiry(officer=officer, district=builders.district())
    client.force_login(officer)
    change(client, inquiry, grade="a", **FOLLOW_UP)
    enter(client, "审计")
    page = BeautifulSoup(client.get(screen(Inquiry, "change", inquiry.pk)).content, "html.parser")
    shown = page.select_one(".fieldBox.field-officer_shown")
    assert [shown.label.text, shown.select_one(".readonly").text] == ["负责人:", "专员乙"]
    history = BeautifulSoup(client.get(screen(Inquiry, "history", inquiry.pk)).content, "html.parser")
    assert history.select_one("#change-history li strong").text == "专员乙"
    assert "zhuanyuan2" not in str(page.select_one("#content")) + str(history.select_one("#content"))
