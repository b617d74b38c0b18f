"""The pages behind the buttons: who may press them, and what becomes of odd posts."""

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse

from inquiries.admin.decisions import DECISIONS
from inquiries.admin.seen import stamp_of
from inquiries.desk import assigning, closing, handing, merging, noting
from inquiries.desk.chains import handled_as
from inquiries.desk.gates import stages_after
from inquiries.models import Inquiry, Transfer
from tests import builders
from tests.inquiries.handled import follow_up, member, on, steps_of
from tests.staff_screens import act, enter, errors_on, form_of, screen, told

pytestmark = pytest.mark.django_db
NAMES = sorted({*DECISIONS} - {"claim"} | {"merge"})


@pytest.fixture
def places():
    return builders.district(), builders.district("dongli", name="东丽区", short_name="东丽区")


@pytest.fixture
def officer(client, places):
    user = member("li", places[0])
    client.force_login(user)
    return user


def page(inquiry, name):
    return screen(Inquiry, name, inquiry.pk)


def press(client, inquiry, name, **values):
    """As from a page opened just now."""
    response = client.post(page(inquiry, name), seen_now(inquiry) | values, follow=True)
    inquiry.refresh_from_db()
    return response


def seen_now(inquiry):
    """What the page of that inquiry carries, and the button into its next stage."""
    row = Inquiry.objects.get(pk=inquiry.pk)
    return {"seen": stamp_of(row), "to": next(iter(stages_after(row.stage)), "")}


def test_a_stage_is_entered_by_one_press(client, officer, places):
    inquiry = builders.inquiry(district=places[0], stage="following", officer=officer)
    response = press(client, inquiry, "advance")
    assert errors_on(response) == ["缺一次来访、考察或会议：请写入“记跟进”。"]
    inquiry.follow_ups.create(method="visit", summary="来访", person=officer)
    assert told(press(client, inquiry, "advance")) == ["已进入“洽谈”。"]
    assert inquiry.stage == "negotiating"


def test_goes_back_with_a_reason(client, officer, places):
    inquiry = builders.inquiry(district=places[0], stage="following")
    assert errors_on(press(client, inquiry, "back", stage="assessed")) == ["这个字段是必填项。"]
    assert told(press(client, inquiry, "back", stage="assessed", reason="换了产品")) == ["已退回“研判”。"]
    assert steps_of(inquiry)[0][-1] == "换了产品"
    assert press(client, inquiry, "back", stage="signed", reason="跳级").status_code == 200
    assert inquiry.stage == "assessed"


def test_ends_with_cause_and_reason_and_opens_again(client, officer, places):
    inquiry = builders.inquiry(district=places[0], stage="following")
    ends = BeautifulSoup(client.get(page(inquiry, "close")).content, "html.parser").select("#id_end optgroup")
    assert [(one["label"], len(one.select("option"))) for one in ends] == [
        ("无效", 3), ("不跟进", 3), ("失联", 1), ("流失", 6),
    ]  # fmt: skip
    assert told(press(client, inquiry, "close", end="lost:price", reason="差三成")) == ["已结束：流失。"]
    assert (inquiry.stage, inquiry.cause, inquiry.closing_reason) == ("lost", "price", "差三成")
    assert told(press(client, inquiry, "archive")) == ["已归档。"]
    assert told(press(client, inquiry, "unarchive")) == ["已取消归档。"]
    assert told(press(client, inquiry, "reopen", reason="又来了")) == ["已重新打开，阶段为“跟进”。"]
    assert inquiry.stage == "following"


def test_marks_spam_after_asking(client, officer, places):
    inquiry = builders.inquiry(district=places[0])
    assert "标为垃圾信息" in client.get(page(inquiry, "spam")).content.decode()
    inquiry.refresh_from_db()
    assert inquiry.stage == "new"
    press(client, inquiry, "spam")
    assert (inquiry.stage, inquiry.cause, inquiry.responded_at) == ("invalid", "spam", None)


def test_only_who_may_assign_assigns(client, officer, places):
    inquiry, foreign = builders.inquiry(district=places[0]), member("foreign", places[1])
    assert client.post(page(inquiry, "assign"), {"officer": officer.pk}).status_code == 403
    enter(client, "站长")
    offered = BeautifulSoup(client.get(page(inquiry, "assign")).content, "html.parser").select(
        "#id_officer option"
    )
    assert str(foreign.pk) not in [one["value"] for one in offered]
    assert errors_on(press(client, inquiry, "assign", officer=foreign.pk)) == ["没有这位专员，请重新选择。"]
    assert told(press(client, inquiry, "assign", officer=officer.pk)) == ["已分派给李明。"]
    assert inquiry.officer == officer
    assert told(press(client, inquiry, "release")) == ["已退回待认领。"]
    assert inquiry.officer is None


class TestHandover:
    def test_is_offered_read_masked_and_accepted(self, client, officer, places):
        inquiry = builders.inquiry(district=places[0], wechat="wang_138")
        assert told(press(client, inquiry, "offer", to_district=places[1].pk, reason="改看东丽")) == [
            "已请天津-东丽区接收。"
        ]
        taker = member("taker", places[1])
        client.force_login(taker)
        text = client.get(page(inquiry, "change")).content.decode()
        shown = BeautifulSoup(text, "html.parser")
        panel = shown.select_one("[aria-labelledby=offer-heading]")
        assert panel.h2.text == "天津-武清区 请 天津-东丽区 接收"
        assert [one.text for one in panel.select(".toolbar > *")] == ["接收", "退回…"]
        assert shown.select(".next, [name=_save]") == []
        assert not [one for one in ("王女士", "13800138000", "138 0013", "wang_138") if one in text]
        assert told(press(client, inquiry, "accept")) == ["已接收，现由本地区办理。"]
        assert (inquiry.place, inquiry.first_place, inquiry.officer) == (places[1], places[0], taker)

    def test_leaves_the_page_of_who_declined(self, client, officer, places):
        inquiry = builders.inquiry(district=places[0])
        handing.offer(inquiry, places[1], "改看东丽", officer)
        client.force_login(member("taker", places[1]))
        response = press(client, inquiry, "decline", reason="没有厂房")
        assert response.redirect_chain == [(screen(Inquiry), 302)]
        assert told(response) == [f"{inquiry}：已退回。"]
        assert Transfer.objects.get().decline_reason == "没有厂房"
        client.force_login(officer)
        story = BeautifulSoup(client.get(page(inquiry, "change")).content, "html.parser").select(
            ".timeline li"
        )
        assert "退回流转：天津-武清区 → 天津-东丽区" in story[0].text
        assert "原因：没有厂房" in story[0].text

    def test_is_withdrawn_by_who_offered(self, client, officer, places):
        inquiry = builders.inquiry(district=places[0])
        handing.offer(inquiry, places[1], "改看东丽", officer)
        for name in ("accept", "decline"):
            response = press(client, inquiry, name, reason="不要")
            said = told(response) or errors_on(response)
            assert said == [f"现在不能“{DECISIONS[name].label.rstrip('…')}”：这条咨询的情况已经变了。"]
        assert told(press(client, inquiry, "withdraw")) == ["已撤回流转。"]
        assert inquiry.offered_to is None

    def test_the_other_side_may_do_nothing_else(self, client, officer, places):
        inquiry = builders.inquiry(district=places[0], stage="following")
        handing.offer(inquiry, places[1], "改看东丽", officer)
        client.force_login(member("taker", places[1]))
        for name in set(NAMES) - {"accept", "decline"}:
            assert client.post(page(inquiry, name), {"reason": "x"}).status_code == 403, name
        assert client.post(page(inquiry, "change"), {"grade": "c"}).status_code == 403


class TestMerging:
    def test_shows_both_and_merges_into_the_chosen(self, client, officer, places):
        into = builders.inquiry(district=places[0])
        gone = builders.inquiry(district=places[0], company="", headcount=60)
        response = client.get(page(gone, "merge"), {"with": into.reference.lower()})
        shown = BeautifulSoup(response.content, "html.parser")
        assert [one.text for one in shown.select(".panels h2")] == [into.reference, gone.reference]
        assert [one.get_text(strip=True) for one in shown.select(".panels .panel:first-child > ul li")] == [
            "用工人数：60"
        ]
        assert "13800138000" not in str(shown)
        said = {"other_reference": into.reference, "seen": stamp_of(into, gone)}
        assert errors_on(press(client, gone, "merge", **said)) == ["请选择保留哪一条。"]
        response = press(client, gone, "merge", **said, keep=into.pk)
        assert response.redirect_chain == [(page(into, "change"), 302)]
        assert (gone.merged_into, gone.cause) == (into, "duplicate")
        notice = BeautifulSoup(client.get(page(gone, "change")).content, "html.parser").select_one(".notice")
        assert notice.a["href"] == page(into, "change")
        assert told(press(client, gone, "unmerge")) == ["已取消合并，待认领。"]

    def test_says_before_and_after_who_has_what(self, client, officer, places):
        wu = member("wu", places[0], last_name="吴", first_name="三")
        one, other = builders.inquiry(officer=wu), builders.inquiry(company="")
        Inquiry.objects.filter(pk__in=[one.pk, other.pk]).update(place=places[0])
        response = client.get(page(one, "merge"), {"with": other.reference})
        sides = BeautifulSoup(response.content, "html.parser").select(".panels .panel")
        assert [side.select("p")[1].text for side in sides] == [
            f"保留这一条时：{one} 仍由吴三负责。",
            f"保留这一条时：{other} 改由吴三负责。",
        ]
        assigning.claim(other, officer)
        said = {"other_reference": other.reference, "seen": stamp_of(one, other), "keep": other.pk}
        assert told(press(client, one, "merge", **said)) == [
            f"{one} 已并入 {other}。{other} 仍由李明负责。{one} 不再由吴三办理。"
        ]
        assert told(press(client, one, "unmerge")) == ["已取消合并，由吴三负责。"]

    @pytest.mark.parametrize("number", ["", "ZX-0000", "\0", "\ud800", "9" * 40, "李"])
    def test_finds_nothing_by(self, client, officer, places, number):
        inquiry = builders.inquiry(district=places[0])
        assert (
            client.get(page(inquiry, "merge"), {"with": number.encode("utf-8", "replace")}).status_code == 200
        )
        response = press(
            client, inquiry, "merge", other_reference=number.encode("utf-8", "replace"), keep="1"
        )
        assert response.status_code == 200
        assert not Inquiry.objects.exclude(merged_into=None).exists()

    def test_finds_a_number_typed_without_dashes(self, client, officer, places):
        one, other = (builders.inquiry(district=places[0]) for _ in range(2))
        typed = other.reference.replace("-", " ", 1).replace("-", "").lower()
        shown = BeautifulSoup(client.get(page(one, "merge"), {"with": typed}).content, "html.parser")
        assert {heading.text for heading in shown.select(".panels h2")} == {one.reference, other.reference}

    def test_finds_nothing_of_another_district(self, client, officer, places):
        inquiry, foreign = builders.inquiry(district=places[0]), builders.inquiry(district=places[1])
        response = press(client, inquiry, "merge", other_reference=foreign.reference, keep=inquiry.pk)
        assert errors_on(response) == ["没有这个编号，或不归您负责的地区经办。"]


@pytest.mark.parametrize("name", NAMES)
class TestRights:
    def test_is_not_there_for_another_district(self, client, officer, places, name):
        foreign = builders.inquiry(district=places[1])
        for method in (client.get, client.post):
            assert method(page(foreign, name)).status_code == 404

    def test_is_refused_to_who_only_looks(self, client, name):
        inquiry = builders.inquiry()
        enter(client, "审计")
        for method in (client.get, client.post):
            assert method(page(inquiry, name)).status_code == 403
        enter(client, "编辑")
        assert client.post(page(inquiry, name)).status_code in (403, 404)

    def test_asks_strangers_to_log_in(self, client, name):
        assert client.get(page(builders.inquiry(), name)).status_code == 302

    def test_changes_nothing_when_it_is_only_opened(self, client, officer, places, name):
        inquiry = builders.inquiry(district=places[0], stage="following", officer=officer)
        before = Inquiry.objects.values().get()
        client.get(page(inquiry, name))
        assert Inquiry.objects.values().get() == before

    @pytest.mark.parametrize("number", ["0", "9" * 30, "x", "-1"])
    def test_knows_no_number(self, client, officer, name, number):
        address = reverse(f"admin:inquiries_inquiry_{name}", args=[number])
        assert client.post(address).status_code == 404

    def test_survives_an_odd_post(self, client, officer, places, name):
        inquiry = builders.inquiry(district=places[0], stage="following")
        odd = dict.fromkeys(("stage", "end", "reason", "officer", "to_district", "keep", "other_reference"), "\x00" + "9" * 40)  # fmt: skip
        assert client.post(page(inquiry, name), odd).status_code in (200, 302, 403)

    def test_leaves_alone_whose_sender_was_erased(self, client, officer, places, name):
        inquiry = builders.inquiry(district=places[0])
        Inquiry.objects.update(erased_at=inquiry.created_at)
        assert client.post(page(inquiry, name)).status_code == 403


class TestInBulk:
    def test_archives_what_is_closed_and_names_the_rest(self, client, officer, places):
        closed = builders.inquiry(district=places[0], stage="lost", closing_reason="外地")
        fresh = builders.inquiry(district=places[0])
        data = {"action": "archive_chosen", "_selected_action": [closed.pk, fresh.pk]}
        assert told(client.post(f"{screen(Inquiry)}?tab=all", data, follow=True)) == [
            f'归档了 1 条咨询：<a href="{screen(Inquiry, "change", closed.pk)}">{closed.reference}</a>。',
            f"没有归档：{fresh.reference}（办结的咨询才能归档）。",
        ]
        closed.refresh_from_db()
        assert closed.archived_at is not None

    def test_marks_spam_but_not_elsewhere(self, client, officer, places):
        mine, foreign = (builders.inquiry(district=one) for one in places)
        act(client, Inquiry, "spam_chosen", mine, foreign)
        assert [Inquiry.objects.get(pk=one.pk).stage for one in (mine, foreign)] == ["invalid", "new"]

    def test_is_not_offered_to_who_only_looks(self, client):
        enter(client, "审计")
        builders.inquiry()
        assert "archive_chosen" not in client.get(screen(Inquiry)).content.decode()


def test_says_so_when_the_moment_has_passed(client, officer, places, monkeypatch):
    on(monkeypatch, 1)
    inquiry = builders.inquiry(district=places[0])
    form = form_of(client, page(inquiry, "close"))
    on(monkeypatch, 2)
    closing.mark_spam(inquiry, officer)
    typed = {"end": "lost:price", "reason": "比邻区贵三成"}
    response = client.post(page(inquiry, "close"), form | typed)
    assert errors_on(response) == [
        "这一页打开之后情况有变，还没有办理。请核对后再提交一次。",
        "2025-09-02 10:00 您在另一个窗口：阶段：新 → 无效",
        "现在不能“结束”：这条咨询的情况已经变了。",
    ]
    assert "比邻区贵三成" in response.content.decode()
    response = client.post(page(inquiry, "spam"), form, follow=True)
    assert told(response) == [
        "现在不能“标为垃圾信息”：这条咨询的情况已经变了。 2025-09-02 10:00 您在另一个窗口：阶段：新 → 无效"
    ]


class TestStale:
    """A page opened before a colleague has done something else."""

    def test_what_one_did_oneself_is_not_told_as_somebody_else_s(self, client, officer, places, monkeypatch):
        on(monkeypatch, 1)
        inquiry = builders.inquiry(district=places[0])
        form = form_of(client, page(inquiry, "close")) | {"end": "lost:price", "reason": "差三成"}
        on(monkeypatch, 2)
        assigning.claim(inquiry, officer)
        assert errors_on(client.post(page(inquiry, "close"), form)) == [
            "这一页打开之后情况有变，还没有办理。请核对后再提交一次。",
            "2025-09-02 10:00 您在另一个窗口：认领",
        ]

    def test_end_is_refused_with_what_was_noted_meanwhile(self, client, officer, places, monkeypatch):
        on(monkeypatch, 1)
        inquiry = builders.inquiry(district=places[0], stage="responded")
        typed = form_of(client, page(inquiry, "close")) | {"end": "unreachable:silent", "reason": "三次未接"}
        on(monkeypatch, 2)
        noting.record(follow_up(inquiry, member("wu", places[0], first_name="五"), method="visit"))
        response = client.post(page(inquiry, "close"), typed)
        inquiry.refresh_from_db()
        assert inquiry.stage == "responded"
        assert errors_on(response) == [
            "这一页打开之后情况有变，还没有办理。请核对后再提交一次。",
            "2025-09-02 10:00 李五：记跟进：来访",
        ]
        shown = BeautifulSoup(response.content, "html.parser")
        assert shown.select_one("#id_reason").text.strip() == "三次未接"
        assert shown.select_one("#id_end [selected]")["value"] == "unreachable:silent"
        again = typed | {"seen": shown.select_one("[name=seen][type=hidden]")["value"]}
        assert told(client.post(page(inquiry, "close"), again, follow=True)) == ["已结束：失联。"]

    def test_assignment_leaves_it_with_who_claimed_it(self, client, places):
        enter(client, "站长")
        inquiry, li, wu = builders.inquiry(district=places[0]), member("li"), member("wu", first_name="五")
        typed = form_of(client, page(inquiry, "assign")) | {"officer": wu.pk}
        assigning.claim(inquiry, li)
        assert errors_on(client.post(page(inquiry, "assign"), typed))[1].endswith(" 李明：认领")
        inquiry.refresh_from_db()
        assert inquiry.officer == li

    def test_double_click_enters_one_stage(self, client, officer, places):
        values = {"industry": builders.industry(), "area_min": 3000, "grade": "c", "officer": officer}
        inquiry = builders.inquiry(district=places[0], stage="responded", **values)
        shown = BeautifulSoup(client.get(page(inquiry, "change")).content, "html.parser").select_one(
            "#decide"
        )
        sent = {one["name"]: one["value"] for one in shown.select("[name=seen], [name=to]")}
        said = [told(client.post(page(inquiry, "advance"), sent, follow=True)) for _ in range(2)]
        inquiry.refresh_from_db()
        assert (inquiry.stage, said) == ("assessed", [["已进入“研判”。"], ["这条咨询已经在“研判”。"]])

    def test_button_into_another_stage_asks_first(self, client, officer, places):
        inquiry = builders.inquiry(district=places[0], stage="following")
        response = press(client, inquiry, "advance", to="signed")
        assert errors_on(response) == ["下一阶段现在是“洽谈”，请核对后再提交一次。"]
        assert (
            BeautifulSoup(response.content, "html.parser").select_one("[name=to]")["value"] == "negotiating"
        )

    def test_merger_is_refused_with_what_was_done_to_either(self, client, officer, places, monkeypatch):
        on(monkeypatch, 1)
        one, other = (builders.inquiry(district=places[0]) for _ in range(2))
        typed = {"other_reference": other.reference, "keep": one.pk, "seen": stamp_of(one, other)}
        on(monkeypatch, 2)
        noting.record(follow_up(other, officer))
        response = client.post(page(one, "merge"), typed)
        assert errors_on(response)[1:] == [
            f"2025-09-02 10:00 您在另一个窗口：阶段：新 → 已响应（{other}）",
            f"2025-09-02 10:00 您在另一个窗口：记跟进：电话（{other}）",
        ]
        assert not Inquiry.objects.exclude(merged_into=None).exists()
        kept = BeautifulSoup(response.content, "html.parser").select_one("[name=keep][checked]")
        assert kept["value"] == str(one.pk)

    @pytest.mark.parametrize("seen", ["", "x", "/", "\0", f"/{'9' * 40}", "2025-09-01/²", " "])
    def test_odd_stamp_is_a_stale_one(self, client, officer, places, seen):
        inquiry = builders.inquiry(district=places[0], stage="following")
        response = press(client, inquiry, "back", seen=seen, stage="assessed", reason="x")
        assert errors_on(response)[0] == "这一页打开之后情况有变，还没有办理。请核对后再提交一次。"
        assert inquiry.stage == "following"


def test_tells_the_sender_of_a_merged_one_how_far_the_other_is(officer, places):
    into, gone = builders.inquiry(district=places[0]), builders.inquiry(district=places[0])
    merging.merge(into, gone, officer)
    assert handled_as(Inquiry.objects.get(pk=gone.pk)) == into


def test_shows_on_each_page_whom_it_is_about_masked(client, officer, places):
    inquiry = builders.inquiry(district=places[0])
    shown = BeautifulSoup(client.get(page(inquiry, "offer")).content, "html.parser").select_one(".standing")
    assert [one.get_text(strip=True) for one in shown.select("div")[:2]] == ["联系人王**", "手机138****8000"]
