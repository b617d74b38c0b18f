"""办理期限: until when the next step of an inquiry is due.

After 江门市招商线索管理办法 (2024): respond within one working day, assess within three, answer within a week, then
report every two weeks. The office may set other numbers of working days.
"""

from django.db.models import Max, Q
from django.utils import timezone

from . import workdays

RESPOND, ASSESS, FEEDBACK, REPORT = "respond_days", "assess_days", "feedback_days", "report_days"
STEP_OF = {
    "new": RESPOND,
    "responded": ASSESS,
    "assessed": FEEDBACK,
    "following": REPORT,
    "negotiating": REPORT,
    "signed": REPORT,
    "building": REPORT,
}
WHAT_IS_DUE = {RESPOND: "首次响应", ASSESS: "完成研判", FEEDBACK: "反馈企业", REPORT: "跟进"}


def worked_out(inquiry):
    """The 办理期限 of a stored `inquiry`, from what is written down about it; None for a closed one.

    The earlier of two days: the end of its step's clock, and what the last follow-up promised to the investor. A later
    follow-up ends that promise, its own takes the place. The clock runs from entering the stage, that of 跟进 also from
    each follow-up, and all from being opened again or taken over by a district; a promise broken before then is past.
    """
    last, anew = last_talk(inquiry), begun_anew(inquiry)
    since = [inquiry.stage_since, *anew]
    if last and STEP_OF.get(inquiry.stage) == REPORT:
        since.append(last.created_at)
    promised = last.due_on if last and still_counts(last, anew) else None
    return due_on(inquiry.stage, timezone.localdate(max(since)), promised)


def agreed(inquiry):
    """The last follow-up of an open `inquiry` where it agreed on a day with the investor that still counts; or None."""
    last = None if inquiry.is_closed else last_talk(inquiry)
    return last if last and last.due_on and still_counts(last, begun_anew(inquiry)) else None


def still_counts(talk, anew):
    """Not a day that had passed before one began anew."""
    return talk.due_on is None or talk.due_on >= timezone.localdate(max([talk.created_at, *anew]))


def last_talk(inquiry):
    """Its last follow-up, or that of what was open when it was merged into it: an end of its own ends what it promised."""
    from .gates import follow_ups

    went_on = Q(inquiry=inquiry) | Q(inquiry__cause=inquiry.Cause.DUPLICATE)
    return follow_ups(inquiry).filter(went_on).first()


def begun_anew(inquiry):
    """The moments at which it was opened again or another district took it over, the last of each."""
    opened = inquiry.stage_changes.filter(stage_from__in=inquiry.CLOSED).aggregate(Max("at"))["at__max"]
    taken = inquiry.transfers.aggregate(Max("accepted_at"))["accepted_at__max"]
    return [moment for moment in (opened, taken) if moment]


def due_on(stage, since, promised=None):
    """The day by which something must be done for an inquiry in `stage` since the day `since`; None for a closed one.

    A day promised to the investor (`promised`) that comes earlier counts instead.
    """
    from inquiries.models.rules import ServiceStandard

    step = STEP_OF.get(stage)
    if step is None:
        return None
    clock = workdays.after(since, getattr(ServiceStandard.current(), step))
    return min(clock, promised) if promised else clock


def what_is_due(stage, is_agreed=False):
    what = WHAT_IS_DUE.get(STEP_OF.get(stage), "")
    return f"{what}（约定）" if what and is_agreed else what


def agreed_among(rows):
    """Primary keys of those of `rows` whose 办理期限 is the day their last follow-up agreed with the investor."""
    from inquiries.models import FollowUp, Inquiry

    days, last = {one.pk: one.due_on for one in rows if one.due_on}, {}
    merged = Q(inquiry__merged_into__in=days, inquiry__cause=Inquiry.Cause.DUPLICATE)
    talks = FollowUp.objects.filter(Q(inquiry__in=days) | merged).order_by("created_at", "pk")
    for number, above, day in talks.values_list("inquiry", "inquiry__merged_into", "due_on"):
        last[number if number in days else above] = day
    return {number for number, day in last.items() if day == days[number]}


def how_late(days):
    """`超期 2 个工作日`; one whose day was the last working one is late without any."""
    return f"超期 {days} 个工作日" if days else "超期"


def day_shown(day):
    """`11-26`; of another year with its year."""
    return f"{day:%m-%d}" if day.year == timezone.localdate().year else f"{day}"
