"""An inquiry on Monday 1 September 2025, ten in the morning in Shanghai, and the people around it."""

from datetime import datetime
from zoneinfo import ZoneInfo

from django.utils import timezone

from inquiries.models import FollowUp
from parks.models import Remit
from tests import builders
from zhaoshang.roles import ensure_roles

SHANGHAI = ZoneInfo("Asia/Shanghai")
# What takes it as far as 签约.
ASSESSED = {"area_min": 3000, "grade": "c"}
SIGNED = {"signed_on": "2025-08-29", "agreed_investment_wan": 5000}


def on(monkeypatch, day, hour=10):
    """From now on it is that day of September 2025."""
    moment = datetime(2025, 9, day, hour, tzinfo=SHANGHAI)
    monkeypatch.setattr(timezone, "now", lambda: moment)
    return moment


def member(username="li", *districts, role="招商专员", **values):
    user = builders.staff(username, **({"last_name": "李", "first_name": "明"} | values))
    user.groups.set([ensure_roles()[role]])
    for one in districts:
        Remit.objects.create(person=user, district=one)
    return user


def follow_up(inquiry, person, method="phone", **values):
    return FollowUp(inquiry=inquiry, person=person, method=method, **({"summary": "约好下周看厂房"} | values))


def steps_of(inquiry):
    """(from, to, who, until when it was due, why), the first first."""
    rows = inquiry.stage_changes.order_by("pk")
    return [
        (one.stage_from, one.stage_to, one.person, one.due_on and one.due_on.isoformat(), one.reason)
        for one in rows
    ]
