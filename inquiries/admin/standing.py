"""Where an inquiry stands for who looks at it: what is known, what is due, what he can do now."""

from django.utils import timezone
from django.utils.functional import cached_property

from inquiries.desk import assigning, clocks, gates, handing, workdays
from inquiries.desk.grading import suggest
from inquiries.desk.history import history_of
from inquiries.desk.merging import duplicates_of
from inquiries.models import Inquiry
from publishing.admin import staff_name

from .seen import stamp_of

Stage = Inquiry.Stage


class Standing:
    def __init__(self, inquiry, user):
        self.inquiry, self.user = inquiry, user

    @cached_property
    def stamp(self):
        return stamp_of(self.inquiry)

    @cached_property
    def may_change(self):
        return handing.may_change(self.inquiry, self.user)

    @cached_property
    def offer(self):
        return handing.offer_of(self.inquiry) if self.inquiry.offered_to_id else None

    @cached_property
    def may_answer(self):
        return self.offer is not None and handing.may_answer(self.offer, self.user)

    @property
    def may_note(self):
        return self.may_change and self.user.has_perm("inquiries.add_followup")

    @property
    def officer(self):
        return staff_name(self.inquiry.officer)

    @property
    def due_words(self):
        """办理期限 as one says it: what, until when, how long that is."""
        one = self.inquiry
        if one.is_closed:
            return "已办结"
        what = clocks.what_is_due(one.stage, one.pk in clocks.agreed_among([one]))
        return f"{what}：{clocks.day_shown(one.due_on)} 下班前（{how_far(one.due_on)}）"

    @property
    def due_tone(self):
        return tone_of(self.inquiry.due_on)

    @cached_property
    def agreed(self):
        """What was agreed with the investor for a day to come, or missed: {words, tone}; None without."""
        talk = clocks.agreed(self.inquiry)
        if talk is None:
            return None
        shown = "、".join(map(str, talk.listings.all()))
        words = [f"{clocks.day_shown(talk.due_on)}（{how_far(talk.due_on)}）", talk.next_action, shown]
        return {"words": " ".join(filter(None, words)), "tone": tone_of(talk.due_on)}

    @cached_property
    def next_stage(self):
        return next(iter(gates.stages_after(self.inquiry.stage)), None)

    @cached_property
    def needs(self):
        return gates.needs(self.inquiry, self.next_stage) if self.next_stage else []

    @property
    def is_ready(self):
        return all(need.is_met for need in self.needs)

    @property
    def back_to(self):
        return () if self.inquiry.is_closed else gates.stages_before(self.inquiry.stage)

    @cached_property
    def suggestion(self):
        return suggest(self.inquiry)

    @cached_property
    def duplicates(self):
        return duplicates_of(self.inquiry, self.user) if self.may_change else []

    @cached_property
    def history(self):
        return history_of(self.inquiry)

    def may_take(self):
        return assigning.may_work_on(self.user, self.inquiry)


def tone_of(day):
    today = timezone.localdate()
    return "" if day is None or day > today else "act" if day < today else "wait"


def how_far(day):
    """In working days, as the list counts them: from today until `day`, or since."""
    today = timezone.localdate()
    if day < today:
        return clocks.how_late(workdays.between(day, today))
    return "今天到期" if day == today else f"还有 {workdays.between(today, day)} 个工作日"
