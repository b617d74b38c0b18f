from datetime import UTC, datetime, timedelta
from io import StringIO

import pytest
from bs4 import BeautifulSoup
from django.contrib.admin import ModelAdmin
from django.contrib.admin.models import LogEntry
from django.core.files.base import ContentFile
from django.core.management import call_command
from django.utils import timezone

from articles.models import Article
from editorial.models import Version
from inquiries.adopting import adopt, send_back
from inquiries.models import FollowUp, Inquiry, Submission
from inquiries.models.receipts import years_before
from inquiries.retention import erase
from tests import builders
from tests.staff_screens import act, cells, enter, form_of, save, screen

pytestmark = pytest.mark.django_db
LONG_AGO = timezone.now() - timedelta(days=2 * 366 + 1)


def closed(inquiry, at=LONG_AGO):
    inquiry.stage, inquiry.closing_reason = Inquiry.Stage.LOST, "王女士说另有去处"
    inquiry.save()
    Inquiry.objects.filter(pk=inquiry.pk).update(closed_at=at)
    return inquiry


def purged(*arguments):
    out = StringIO()
    call_command("purge_personal_data", *arguments, stdout=out)
    return out.getvalue().splitlines()


def test_the_moment_of_closing_is_noted_and_taken_back():
    inquiry = builders.inquiry()
    assert inquiry.closed_at is None
    inquiry.stage, inquiry.closing_reason = Inquiry.Stage.DECLINED, "超出范围"
    inquiry.save(update_fields=["stage", "closing_reason"])
    inquiry.refresh_from_db()
    first = inquiry.closed_at
    assert timezone.now() - first < timedelta(minutes=1)
    inquiry.save()
    assert inquiry.closed_at == first
    inquiry.stage = Inquiry.Stage.FOLLOWING
    inquiry.save()
    assert inquiry.closed_at is None


def test_what_was_closed_two_years_ago_loses_its_sender_and_keeps_its_figures():
    inquiry = closed(
        builders.inquiry(email="wang@example.com", district=builders.district(), message="找厂房")
    )
    builders.create(FollowUp, {"inquiry": inquiry, "method": "phone", "summary": "与王女士通话"})
    assert purged() == ["咨询：已清除 1 条", "投稿：已清除 0 条"]
    row = Inquiry.objects.get()
    cleared = [row.contact_name, row.phone, row.company, row.email, row.message, row.token, row.digest]
    assert cleared == [""] * 7
    assert (row.closing_reason, row.follow_ups.get().summary) == ("（个人信息已清除）", "（个人信息已清除）")
    assert (row.reference, row.stage, row.topic, row.district) == (
        inquiry.reference,
        "lost",
        "factory",
        builders.district(),
    )
    assert purged() == ["咨询：已清除 0 条", "投稿：已清除 0 条"]


def test_what_is_open_or_closed_of_late_stays():
    builders.inquiry(contact_name="甲")
    closed(builders.inquiry(contact_name="乙", token="b"), at=timezone.now() - timedelta(days=729))
    assert purged() == ["咨询：已清除 0 条", "投稿：已清除 0 条"]
    assert sorted(Inquiry.objects.values_list("contact_name", flat=True)) == ["乙", "甲"]


def test_what_was_merged_is_kept_as_long_as_what_it_is_handled_under():
    head = builders.inquiry(stage="negotiating", token="a")
    middle, last = (closed(builders.inquiry(token=name)) for name in "bc")
    Inquiry.objects.filter(pk=middle.pk).update(merged_into=head)
    Inquiry.objects.filter(pk=last.pk).update(merged_into=middle)
    assert purged("--dry-run")[0] == "咨询：将清除 0 条"
    closed(head, at=timezone.now() - timedelta(days=729))
    assert purged()[0] == "咨询：已清除 0 条"
    closed(head)
    assert purged("--dry-run")[0] == "咨询：将清除 3 条"
    assert purged()[0] == "咨询：已清除 3 条"


def test_a_rehearsal_counts_and_clears_nothing():
    closed(builders.inquiry())
    assert purged("--dry-run") == ["咨询：将清除 1 条", "投稿：将清除 0 条", "没有写入数据库。"]
    assert Inquiry.objects.get().contact_name == "王女士"


def test_a_submission_loses_its_file_too(django_capture_on_commit_callbacks):
    submission = builders.submission(state=Submission.State.DECLINED, reason="广告")
    submission.attachment.save("a.txt", ContentFile("字".encode()))
    storage, name = submission.attachment.storage, submission.attachment.name
    with django_capture_on_commit_callbacks(execute=True):
        assert erase(submission) is True
    submission.refresh_from_db()
    assert (submission.author, submission.phone, submission.body, submission.attachment.name) == (
        "",
        "",
        "",
        "",
    )
    assert not storage.exists(name)
    assert erase(submission) is False


def test_a_cleared_inquiry_answers_nobody(client):
    inquiry = builders.inquiry()
    said = {"reference": inquiry.reference, "phone": "13800138000"}
    address = f"/inquiries/{inquiry.reference}/"
    assert client.post(address, said).status_code == 303
    assert inquiry.reference in client.get(address).content.decode()
    erase(inquiry)
    assert "编号与手机号对不上" in client.post(address, said).content.decode()


def logged():
    return [(entry.object_repr, entry.get_change_message()) for entry in LogEntry.objects.order_by("pk")]


def test_the_log_of_staff_forgets_with_it(client):
    officer = enter(client, "招商专员")
    inquiry = builders.inquiry()
    written = {"follow_ups-0-method": "phone", "follow_ups-0-summary": "与王女士通话"}
    save(client, screen(Inquiry, "change", inquiry.pk), **written)
    assert "王女士" not in str(logged())
    LogEntry.objects.update(change_message="已添加 跟进记录“电话：与王女士通话”。")  # as it was noted before
    other = builders.inquiry(token="b")
    LogEntry.objects.log_actions(officer.pk, [other], 2, "改过")
    erase(inquiry)
    assert logged() == [(inquiry.reference, "（个人信息已清除）"), (other.reference, "改过")]


def test_the_log_of_staff_forgets_title_and_reason(client):
    enter(client, "编辑")
    submission = builders.submission(title="李先生的来信")
    save(client, screen(Submission, "change", submission.pk), _decline="1", reason="李先生请改")
    assert logged()[0] == ("李先生的来信", "不采用。")
    erase(submission)
    assert set(logged()) == {(submission.reference, "（个人信息已清除）")}


def draft_of(submission):
    return adopt(submission, builders.staff(f"editor-{submission.pk}"))[0]


def test_a_draft_made_of_it_forgets_its_author():
    drafts = [draft_of(builders.submission(token=name)) for name in "abc"]
    Article.objects.filter(pk=drafts[1].pk).update(author="编辑部")
    Article.objects.filter(pk=drafts[2].pk).update(published_at=LONG_AGO)
    for submission in Submission.objects.all():
        erase(submission)
    assert list(Article.objects.order_by("pk").values_list("author", flat=True)) == ["", "编辑部", "李先生"]
    versions = Version.objects.order_by("article_id").values_list("content__author", flat=True)
    assert list(versions) == ["", "", "李先生"]


@pytest.mark.parametrize(
    ("role", "build"),
    [("招商专员", builders.inquiry), ("编辑", builders.submission)],
    ids=["inquiry", "submission"],
)
def test_an_erased_one_is_to_be_read_only(client, role, build):
    enter(client, role)
    row = build()
    address = screen(type(row), "change", row.pk)
    form = form_of(client, address)
    erase(row)
    type(row).objects.update(erased_at=datetime(2026, 11, 20, 17, tzinfo=UTC))
    page = BeautifulSoup(client.get(address).content, "html.parser")
    assert page.select_one(".notice").text == "个人信息已于 2026-11-21 清除，本条只能查看，不能再修改。"
    assert page.select("#content-main form [name=_save], #content-main form textarea") == []
    assert client.post(address, form | {"reason": "收到"}).status_code == 403


def test_refuses_a_form_sent_while_it_is_erased(client, monkeypatch):
    enter(client, "招商专员")
    inquiry = builders.inquiry()
    address = screen(Inquiry, "change", inquiry.pk)
    form, read = form_of(client, address), ModelAdmin.get_object

    def slow(self, request, object_id, from_field=None):
        row = read(self, request, object_id, from_field)
        erase(inquiry)
        return row

    monkeypatch.setattr(ModelAdmin, "get_object", slow)
    assert client.post(address, form | {"grade": "a"}).status_code == 403


def test_an_erased_one_waits_for_nobody(client):
    user = enter(client, "站长")
    inquiry, submission = builders.inquiry(officer=user), builders.submission()
    listing = builders.listing(kind="factory", district=builders.district())

    def waiting():
        rows = client.get("/admin/").context["waiting"]
        return [
            (row["label"], row["count"], len(cells(client.get(row["address"]))))
            for row in rows
            if row["label"] in ("新咨询（未响应）", "我负责的咨询", "待审投稿")
        ]

    assert waiting() == [("新咨询（未响应）", 1, 1), ("我负责的咨询", 1, 1), ("待审投稿", 1, 1)]
    assert len(cells(client.get(f"{screen(Inquiry)}?fits={listing.pk}"))) == 1
    erase(inquiry)
    erase(submission)
    assert waiting() == [("新咨询（未响应）", 0, 0), ("我负责的咨询", 0, 0), ("待审投稿", 0, 0)]
    assert cells(client.get(f"{screen(Inquiry)}?fits={listing.pk}")) == []
    assert len(cells(client.get(f"{screen(Inquiry)}?tab=archived"))) == 1


def test_an_erased_submission_is_neither_adopted_nor_sent_back(client):
    enter(client, "编辑")
    erased, other = builders.submission(token="a"), builders.submission(token="b")
    erase(erased)
    assert adopt(erased, None) == (None, False)
    assert send_back(erased, Submission.State.DECLINED, "广告") is False
    assert act(client, Submission, "adopt_chosen", erased, other) == [
        "已采用 1 篇为草稿。1 篇的个人信息已清除，不能再采用。"
    ]


def test_two_years_before_a_leap_day_is_the_28th():
    assert years_before(datetime(2028, 2, 29, 8, tzinfo=UTC), 2) == datetime(2026, 2, 28, 8, tzinfo=UTC)
