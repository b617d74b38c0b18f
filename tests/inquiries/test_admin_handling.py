"""The form of one inquiry: what is saved with it, and what comes back."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from bs4 import BeautifulSoup
from django.utils import timezone

from inquiries.desk import assigning
from inquiries.models import FollowUp, Inquiry
from tests import builders
from tests.inquiries.handled import member, on, steps_of
from tests.staff_screens import enter, errors_on, form_of, save, screen, told

pytestmark = pytest.mark.django_db
FOLLOW_UP = {"follow_ups-0-method": "phone", "follow_ups-0-summary": "约好下周看厂房"}


@pytest.fixture
def officer(client):
    return enter(client, "招商专员")


def address(inquiry):
    return screen(Inquiry, "change", inquiry.pk)


def change(client, inquiry, **values):
    response = save(client, address(inquiry), **values)
    inquiry.refresh_from_db()
    return response


def page_of(client, inquiry):
    return BeautifulSoup(client.get(address(inquiry)).content, "html.parser")


def facts(page):
    return {one.dt.text: one.dd.get_text(" ", strip=True) for one in page.select(".standing > div")}


class TestFollowUps:
    def test_stores_once_what_comes_again_by_the_browsers_back(self, client, officer):
        inquiry = builders.inquiry()
        change(client, inquiry, **FOLLOW_UP)
        again = change(client, inquiry, **FOLLOW_UP)
        assert errors_on(again) == [
            "这条跟进刚才已经保存，见“办理经过”。确实又联系了一次的，请写明不同之处。"
        ]
        assert inquiry.follow_ups.count() == 1
        FollowUp.objects.update(created_at=timezone.now() - timedelta(minutes=11))
        change(client, inquiry, **FOLLOW_UP)
        assert inquiry.follow_ups.count() == 2

    def test_records_one_with_its_author_and_answers_a_new_inquiry(self, client, officer):
        inquiry = builders.inquiry()
        due_on = inquiry.due_on.isoformat()
        change(client, inquiry, **FOLLOW_UP)
        record = inquiry.follow_ups.get()
        assert (record.person, record.method, record.summary) == (officer, "phone", "约好下周看厂房")
        assert steps_of(inquiry) == [("new", "responded", officer, due_on, "")]
        assert inquiry.stage_changes.get().follow_up == record
        story = page_of(client, inquiry).select(".timeline li")[0].get_text(" ", strip=True)
        assert story.endswith("电话 招商专员 约好下周看厂房 阶段：新 → 已响应")

    def test_says_what_an_empty_one_lacks_and_saves_nothing(self, client, officer):
        inquiry = builders.inquiry()
        response = change(client, inquiry, job_title="厂长", _continue="follow_up")
        page = BeautifulSoup(response.content, "html.parser")
        beside = {
            name: [li.text for li in page.select(f".follow-ups .field-{name} .errorlist li")]
            for name in ("method", "summary")
        }
        assert beside == {
            "method": ["请选择这次联系的方式。"],
            "summary": [
                "还没有写跟进内容。请写明这次联系谈了什么，再按“保存跟进”；只改其他内容的，请按页面下方的“保存”。"
            ],
        }
        assert page.select_one("#id_job_title")["value"] == "厂长"
        assert (inquiry.job_title, inquiry.follow_ups.count()) == ("", 0)

    def test_records_one_without_a_change_of_stage(self, client, officer):
        inquiry = builders.inquiry(stage="following")
        change(client, inquiry, **FOLLOW_UP)
        assert (inquiry.follow_ups.count(), inquiry.stage, steps_of(inquiry)) == (1, "following", [])

    def test_takes_it_further_with_what_the_same_form_fills_in(self, client, officer):
        inquiry = builders.inquiry(stage="responded", district=builders.district())
        needs = {"industry": builders.industry().pk, "area_min": "3000"}
        change(client, inquiry, **FOLLOW_UP, **needs, **{"follow_ups-0-stage": "assessed"})
        assert (inquiry.stage, inquiry.area_min, inquiry.follow_ups.count()) == ("assessed", 3000, 1)

    def test_says_what_a_stage_lacks_and_keeps_what_was_typed(self, client, officer):
        inquiry = builders.inquiry(stage="responded", district=builders.district())
        response = change(client, inquiry, **FOLLOW_UP, **{"follow_ups-0-stage": "assessed"})
        assert errors_on(response) == ["缺行业：请在“需求”里填写。", "缺面积或总投资：请在“需求”里填写。"]
        page = BeautifulSoup(response.content, "html.parser")
        assert page.select_one("#id_follow_ups-0-summary").text.strip() == "约好下周看厂房"
        assert (inquiry.stage, inquiry.follow_ups.count()) == ("responded", 0)

    def test_offers_the_stages_ahead_and_those_behind(self, client, officer):
        options = page_of(client, builders.inquiry(stage="negotiating")).select(
            "#id_follow_ups-0-stage option"
        )
        assert [one.text for one in options] == [
            "不变（洽谈）", "进入“签约”", "进入“开工”", "进入“投产”", "退回“跟进”", "退回“研判”", "退回“已响应”",
        ]  # fmt: skip
        options = page_of(client, builders.inquiry()).select("#id_follow_ups-0-stage option")
        assert [one.text for one in options][:2] == ["已响应（首次跟进后自动进入）", "进入“研判”"]

    def test_promises_nothing_for_yesterday(self, client, officer, monkeypatch):
        on(monkeypatch, 2)
        inquiry = builders.inquiry(stage="following")
        response = change(client, inquiry, **FOLLOW_UP, **{"follow_ups-0-due_on": "2025-09-01"})
        assert errors_on(response) == ["约定日期不能早于今天。"]
        change(client, inquiry, **FOLLOW_UP, **{"follow_ups-0-due_on": "2025-09-02"})
        assert inquiry.due_on.isoformat() == "2025-09-02"

    def test_never_changes_or_deletes_one(self, client):
        client.force_login(builders.staff("root", is_superuser=True))
        inquiry = builders.inquiry()
        record = FollowUp.objects.create(inquiry=inquiry, method="phone", summary="第一次电话")
        forged = {"INITIAL_FORMS": "1", "TOTAL_FORMS": "1", "0-id": record.pk, "0-summary": "改写历史",
                  "0-method": "visit", "0-DELETE": "on"}  # fmt: skip
        change(client, inquiry, **{f"follow_ups-{name}": value for name, value in forged.items()})
        assert [(one.method, one.summary) for one in inquiry.follow_ups.all()] == [("phone", "第一次电话")]

    def test_comes_with_an_inquiry_taken_down_on_the_telephone(self, client, officer):
        values = {"kind": "contact", "topic": "land", "contact_name": "赵先生", "phone": "138 0013 8000"}
        save(client, screen(Inquiry, "add"), **values, **FOLLOW_UP)
        inquiry = Inquiry.objects.get()
        assert (inquiry.stage, inquiry.officer, inquiry.follow_ups.get().person) == (
            "responded",
            officer,
            officer,
        )


class TestSaving:
    def test_stage_place_and_officer_are_no_fields(self, client, officer):
        inquiry = builders.inquiry(district=builders.district())
        dongli = builders.district("dongli")
        forged = {"stage": "signed", "officer": officer.pk, "place": dongli.pk, "first_place": dongli.pk,
                  "closing_reason": "x", "cause": "spam", "merged_into": inquiry.pk, "archived_at": "2025-09-01"}  # fmt: skip
        change(client, inquiry, **forged)
        assert (inquiry.stage, inquiry.officer, inquiry.place.slug, inquiry.cause) == (
            "new",
            None,
            "wuqing",
            "",
        )

    def test_refuses_to_overwrite_in_silence_and_keeps_what_was_typed(self, client, officer, monkeypatch):
        on(monkeypatch, 1)
        inquiry = builders.inquiry(headcount=60)
        form = form_of(client, address(inquiry))
        on(monkeypatch, 2)
        rival = member("rival", last_name="张", first_name="三")
        assigning.claim(inquiry, rival)
        Inquiry.objects.update(headcount=80)
        typed = form | {"headcount": "100", **FOLLOW_UP}
        response = client.post(address(inquiry), typed)
        assert errors_on(response) == [
            "张三 2025-09-02 10:00 改过这条咨询，您填写的还没有保存。请对照最新情况核对，再保存一次。",
            "“用工人数”与您填写的不同，现在是：80。",
        ]
        page = BeautifulSoup(response.content, "html.parser")
        assert page.select_one("#id_headcount")["value"] == "100"
        assert page.select_one("#id_follow_ups-0-summary").text.strip() == "约好下周看厂房"
        inquiry.refresh_from_db()
        assert (inquiry.headcount, inquiry.officer, inquiry.follow_ups.count()) == (80, rival, 0)
        seen_now = page.select_one("input[name=seen]")["value"]
        client.post(address(inquiry), typed | {"seen": seen_now})
        inquiry.refresh_from_db()
        assert (inquiry.headcount, inquiry.officer, inquiry.follow_ups.count()) == (100, rival, 1)

    def test_does_not_tell_of_oneself_as_of_somebody_else(self, client, officer, monkeypatch):
        on(monkeypatch, 1)
        inquiry = builders.inquiry()
        form = form_of(client, address(inquiry))
        on(monkeypatch, 2)
        assigning.claim(inquiry, officer)
        said = "您在另一个窗口 2025-09-02 10:00 改过这条咨询，您填写的还没有保存。请对照最新情况核对，再保存一次。"
        assert errors_on(client.post(address(inquiry), form | {"job_title": "厂长"}))[0] == said

    @pytest.mark.parametrize(
        ("values", "said"),
        [
            (FOLLOW_UP, "跟进已保存，阶段为“已响应”。"),
            ({"headcount": "60"}, "已保存：用工人数。"),
            ({"headcount": "60", **FOLLOW_UP}, "已保存：用工人数。跟进已保存，阶段为“已响应”。"),
            ({}, "没有改动。"),
        ],
    )
    @pytest.mark.parametrize("button", ["_continue", "_save"])
    def test_says_what_was_saved_and_where(self, client, officer, values, said, button):
        inquiry = builders.inquiry()
        typed = form_of(client, address(inquiry)) | values | {button: "1"}
        assert told(client.post(address(inquiry), typed, follow=True)) == [f"{inquiry}：{said}"]

    def test_says_what_somebody_else_has_filled_meanwhile(self, client, officer):
        inquiry = builders.inquiry()
        form = form_of(client, address(inquiry))
        Inquiry.objects.update(wechat="wang_138", updated_at=timezone.now())
        response = client.post(address(inquiry), form | {"wechat": "wang_139"})
        assert errors_on(response)[1:] == ["“微信”已由别人填写，您填写的“wang_139”没有保存。"]

    def test_wants_a_reason_for_another_grade_than_suggested(self, client, officer):
        inquiry = builders.inquiry()  # its company alone: 1 point, C
        response = change(client, inquiry, grade="a")
        assert errors_on(response) == ["与建议等级（C 储备）不同，请写明理由。"]
        change(client, inquiry, grade="a", grade_reason="行业龙头")
        assert (inquiry.grade, inquiry.grade_reason) == ("a", "行业龙头")
        assert errors_on(change(client, inquiry, headcount="9", grade_reason="")) == []

    def test_signs_nothing_tomorrow(self, client, officer, monkeypatch):
        on(monkeypatch, 2)
        inquiry = builders.inquiry(stage="negotiating")
        assert errors_on(change(client, inquiry, signed_on="2025-09-03")) == ["签约日期不能晚于今天。"]

    @pytest.mark.parametrize("stage", ["signed", "building", "operating"])
    def test_empties_nothing_that_was_signed(self, client, officer, stage):
        park = builders.park()
        signed = {"signed_on": date(2025, 8, 29), "agreed_investment_wan": 5000, "settled_park": park}
        inquiry = builders.inquiry(stage=stage, company="某某自行车", consented_at=None, **signed)
        empty = dict.fromkeys(["company", "signed_on", "agreed_investment_wan", "settled_park"], "")
        assert errors_on(change(client, inquiry, **empty)) == [
            "签约之后不能清空企业名称，需要更正时请直接改写。",
            "签约之后不能清空签约日期，需要更正时请直接改写。",
            "签约之后不能清空协议投资，需要更正时请直接改写。",
            "签约之后不能清空落户园区或载体，需要更正时请直接改写。",
        ]
        moved = {"settled_park": "", "settled_listing": builders.listing(park=park).pk}
        assert errors_on(change(client, inquiry, **moved, signed_on="2025-08-30", job_title="总监")) == []
        assert (inquiry.signed_on, inquiry.settled_park) == (date(2025, 8, 30), None)

    def test_lets_be_what_an_old_one_never_had_and_what_is_not_signed_yet(self, client, officer):
        old = builders.inquiry(stage="signed")
        assert errors_on(change(client, old, job_title="总监")) == []
        early = builders.inquiry(stage="negotiating", signed_on=date(2025, 8, 29))
        assert errors_on(change(client, early, signed_on="")) == []
        assert (old.job_title, early.signed_on) == ("总监", None)

    def test_fills_in_height_and_load(self, client, officer):
        inquiry = builders.inquiry()
        response = change(client, inquiry, height_min="9", load_min="-1")
        assert errors_on(response) == ["不能小于 0。"]
        change(client, inquiry, height_min="9", load_min="2.5")
        assert (inquiry.height_min, inquiry.load_min) == (9, Decimal("2.5"))

    def test_saves_only_what_was_changed(self, client, officer):
        inquiry = builders.inquiry(headcount=60)
        change(client, inquiry, job_title="厂长")
        with_words = [one.words for one in entries(inquiry)]
        assert (inquiry.job_title, with_words) == ("厂长", ["修改：职务"])

    @pytest.mark.parametrize(
        ("role", "read"),
        [
            ("招商专员", ["3,000.5", "9", "12,000"]),
            ("审计", ["3,000.5", "—", "9", "—", "12,000", "5,000"]),
        ],
    )
    def test_figures_that_cannot_be_changed_read_like_figures(self, client, role, read):
        enter(client, role)
        inquiry = builders.inquiry(
            area_min="3000.5", height_min=9, investment_wan="12000", agreed_investment_wan=5000
        )
        shown = page_of(client, inquiry).select(".fieldBox[class*=_read] .readonly")
        assert [one.text for one in shown] == read

    def test_what_staff_filled_in_stays_open_and_what_the_sender_wrote_does_not(self, client, officer):
        inquiry = builders.inquiry(deal="rent", said={"company": "x"}, consented_at=None)
        names = {one["name"] for one in page_of(client, inquiry).select("#content-main [name]")}
        assert {"deal", "industry"} <= names
        change(client, inquiry, deal="sale")
        assert inquiry.deal == "sale"


def entries(inquiry):
    from audit.models import Entry

    return Entry.objects.about(inquiry)


class TestPage:
    def test_begins_with_what_one_has_to_know(self, client, officer, monkeypatch):
        on(monkeypatch, 1)
        inquiry = builders.inquiry(district=builders.district(), grade="b", officer=officer)
        on(monkeypatch, 5)
        page = page_of(client, inquiry)
        assert facts(page) == {
            "联系人": "王**",
            "手机": "138****8000 显示联系方式",
            "阶段": "新",
            "办理期限": "首次响应：09-02 下班前（超期 3 个工作日）",
            "负责人": "招商专员",
            "经办地区": "天津-武清区",
            "首谈地": "天津-武清区",
            "等级": "B 一般 建议 C 储备",
        }
        assert page.select_one(".standing-due dd")["data-tone"] == "act"

    def test_shows_what_was_agreed_until_the_next_talk(self, client, officer, monkeypatch):
        on(monkeypatch, 1)
        inquiry = builders.inquiry(stage="responded")
        hall = builders.listing(title="单层钢结构厂房 3,200 ㎡")
        viewing = {"follow_ups-0-next_action": "看厂房", "follow_ups-0-due_on": "2025-09-12"}
        change(client, inquiry, **FOLLOW_UP, **viewing, **{"follow_ups-0-listings": [hall.pk]})
        said = facts(page_of(client, inquiry))
        assert (said["办理期限"], said["约定"]) == (
            "完成研判：09-04 下班前（还有 3 个工作日）",
            f"09-12（还有 9 个工作日） 看厂房 {hall}",
        )
        on(monkeypatch, 15)
        missed = page_of(client, inquiry).select_one(".standing-agreed dd")
        assert (missed["data-tone"], missed.text) == ("act", f"09-12（超期 1 个工作日） 看厂房 {hall}")
        change(client, inquiry, **FOLLOW_UP | {"follow_ups-0-summary": "已看过"})
        assert "约定" not in facts(page_of(client, inquiry))

    def test_shows_the_gate_before_the_button_is_pressed(self, client, officer):
        inquiry = builders.inquiry(stage="responded", district=builders.district())
        page = page_of(client, inquiry)
        assert [(one["data-met"], one.get_text(" ", strip=True)) for one in page.select(".gate li")] == [
            ("no", "还缺 行业 请在“需求”里填写"),
            ("no", "还缺 面积或总投资 请在“需求”里填写"),
            ("yes", "已有 意向地区"),
        ]
        assert page.select_one("button[formaction$='advance/']").has_attr("disabled")

    def test_shows_nobody_more_than_he_may_do(self, client):
        inquiry = builders.inquiry(district=builders.district(), stage="following")
        said = {}
        for role in ("招商专员", "站长", "审计"):
            enter(client, role)
            said[role] = [
                one.text for one in page_of(client, inquiry).select(".next .toolbar > :is(a, button)")
            ]
        common = ["记跟进", "认领", "进入“洽谈”"]
        rest = ["流转…", "合并…", "退回之前的阶段…", "结束…"]
        assert said == {"招商专员": [*common, *rest], "站长": [*common, "分派…", *rest], "审计": []}

    def test_keeps_what_is_seldom_done_behind_one_press(self, client, officer):
        inquiry = builders.inquiry(district=builders.district(), stage="following")
        more = page_of(client, inquiry).select_one(".next details.more")
        assert [one.text for one in more.select("a, button")] == [
            "流转…",
            "合并…",
            "退回之前的阶段…",
            "结束…",
        ]

    def test_shows_what_may_be_the_same(self, client, officer):
        inquiry, other = builders.inquiry(), builders.inquiry(company="")
        panel = page_of(client, inquiry).select_one("[aria-labelledby=duplicates-heading]")
        assert panel.li.a.text == other.reference
        assert "手机相同" in panel.li.text
        assert (
            panel.select("a")[-1]["href"] == f"{screen(Inquiry, 'merge', inquiry.pk)}?with={other.reference}"
        )

    def test_asks_as_often_for_six_follow_ups_as_for_one(
        self, client, officer, django_assert_max_num_queries
    ):
        inquiry = builders.inquiry(stage="following")
        hall = builders.listing()

        def asked():
            page_of(client, inquiry)
            with django_assert_max_num_queries(200) as captured:
                page_of(client, inquiry)
            return len(captured)

        counts = []
        for number in (1, 5):
            for _ in range(number):
                note = FollowUp.objects.create(inquiry=inquiry, method="tour", summary="看房", person=officer)
                note.listings.set([hall])
            counts.append(asked())
        assert counts[0] == counts[1]
