"""What one press leaves behind: once, and with from where."""

import pytest
from django.utils import timezone

from audit.models import Entry
from inquiries.desk import noting
from inquiries.models import AssignmentRule, Inquiry
from tests import builders
from tests.inquiries.handled import follow_up, member
from tests.inquiries.test_admin_deciding import page, press, seen_now
from tests.staff_screens import told

pytestmark = pytest.mark.django_db
NOW = timezone.now()


@pytest.fixture
def place():
    return builders.district()


@pytest.fixture
def officer(client, place):
    user = member("li", place)
    client.force_login(user)
    return user


@pytest.mark.parametrize(
    ("name", "put_away", "said"),
    [
        ("archive", None, ["已归档。", "这条咨询已经归档。"]),
        ("unarchive", NOW, ["已取消归档。", "这条咨询没有归档。"]),
    ],
)
def test_a_double_click_puts_away_once(client, officer, place, name, put_away, said):
    inquiry = builders.inquiry(
        district=place, stage="lost", closing_reason="已在外地落户", archived_at=put_away
    )
    sent = seen_now(inquiry)
    assert [told(client.post(page(inquiry, name), sent, follow=True))[0] for _ in range(2)] == said


def test_the_trail_says_from_where(client, officer, place):
    """Of what his press did; what the rules did at the same time nobody asked for."""
    inquiry = builders.inquiry(district=place, stage="following", officer=officer)
    press(client, inquiry, "close", end="lost:price", reason="差三成")
    press(client, inquiry, "archive")
    Inquiry.objects.filter(pk=inquiry.pk).update(officer=None)
    AssignmentRule.objects.create().officers.set([officer])
    press(client, inquiry, "reopen", reason="又来了")
    noting.record(follow_up(inquiry, officer))  # by no request
    assert [(one.words, one.address) for one in Entry.objects.about(inquiry).order_by("pk")] == [
        ("阶段：跟进 → 流失", "127.0.0.1"), ("归档", "127.0.0.1"), ("阶段：流失 → 跟进", "127.0.0.1"),
        ("按规则分派给李明", None), ("记跟进：电话", None),
    ]  # fmt: skip
