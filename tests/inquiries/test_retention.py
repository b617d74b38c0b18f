from datetime import UTC, datetime, timedelta
from io import StringIO

import pytest
from django.core.files.base import ContentFile
from django.core.management import call_command
from django.utils import timezone

from inquiries.models import FollowUp, Inquiry, Submission
from inquiries.models.receipts import years_before
from inquiries.retention import erase
from tests import builders

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


def test_two_years_before_a_leap_day_is_the_28th():
    assert years_before(datetime(2028, 2, 29, 8, tzinfo=UTC), 2) == datetime(2026, 2, 28, 8, tzinfo=UTC)
