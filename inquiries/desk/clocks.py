"""办理期限: until when the next step of an inquiry is due.

After 江门市招商线索管理办法 (2024): respond within one working day, assess within three, answer within a week, then
report every two weeks. The office may set other numbers of working days.
"""

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


def restart(inquiry, promised=None):
    """What a follow-up does to the clock, set on `inquiry`, not saved: the report clock begins anew today, the others
    run on; the day `promised` to the investor counts where it comes earlier. The first follow-up is the first response.
    """
    inquiry.responded_at = inquiry.responded_at or timezone.now()
    today = timezone.localdate()
    if STEP_OF.get(inquiry.stage) == REPORT or inquiry.due_on is None:
        inquiry.due_on = due_on(inquiry.stage, today)
    if inquiry.due_on and promised and today <= promised < inquiry.due_on:
        inquiry.due_on = promised


def what_is_due(stage):
    return WHAT_IS_DUE.get(STEP_OF.get(stage), "")
