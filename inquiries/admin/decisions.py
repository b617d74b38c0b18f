"""What can be decided about an inquiry, each on a page of its own: who may, what it asks, what it does."""

from django import forms

from inquiries.desk import assigning, closing, handing, merging, stages
from inquiries.models import Inquiry
from parks.models import District
from publishing.admin import staff_name
from publishing.admin.screens import refuse_the_unprintable

from .seen import refuse_stale

Stage = Inquiry.Stage


def reason_field(label, help_text=""):
    """As long as its column, on two lines."""
    return forms.CharField(
        label=label, max_length=200, help_text=help_text, widget=forms.Textarea({"rows": 2}),
        validators=[refuse_the_unprintable],
    )  # fmt: skip


class DecisionForm(forms.Form):
    """Asks nothing but to be sent, by who has seen the inquiry as it is."""

    required_css_class = "required"
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args, standing, **kwargs):
        super().__init__(*args, label_suffix="", **kwargs)
        self.standing = standing
        self.initial["seen"] = standing.stamp

    def clean(self):
        said = super().clean()
        refuse_stale(self, self.standing.user, self.standing.inquiry)
        return said


class Decision:
    """`name` is its address, `label` its button. Those that are `at_once` need no page, but have one."""

    name = label = hint = query = ""
    form = DecisionForm
    at_once = is_danger = False
    for_other_side = False

    def label_for(self, now):
        return self.label

    def fits(self, now):
        return True

    def is_done(self, now, sent):
        """What is said instead where a double click, or a colleague, has done what was `sent`."""
        return ""

    def may(self, now):
        return now.may_answer if self.for_other_side else now.may_change

    def do(self, inquiry, said, person):
        """Returns what is said then. Raises ValidationError with why not."""
        raise NotImplementedError


class Claim(Decision):
    """Its address is the list's (inquiries.admin.giving)."""

    name, label, at_once, query = "claim", "认领", True, "?back=inquiry"

    def fits(self, now):
        return not now.inquiry.is_closed and now.inquiry.officer_id is None and now.may_take()


class AdvanceForm(DecisionForm):
    to = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial["to"] = self.standing.next_stage

    def clean(self):
        """The step that was shown on the button; another one is shown before it is taken."""
        said = super().clean()
        if not self.errors and said.get("to") != self.standing.next_stage:
            self.add_error(None, f"下一阶段现在是“{self.standing.next_stage.label}”，请核对后再提交一次。")
        if self.errors:
            self.data = self.data.copy()
            self.data[self.add_prefix("to")] = self.standing.next_stage
        return said


class Advance(Decision):
    name, label, form, at_once = "advance", "进入下一阶段", AdvanceForm, True

    def is_done(self, now, sent):
        one = now.inquiry
        return f"这条咨询已经在“{one.get_stage_display()}”。" if sent.get("to") == one.stage else ""

    def label_for(self, now):
        return f"进入“{now.next_stage.label}”"

    def fits(self, now):
        return now.next_stage is not None and not now.inquiry.is_closed

    def do(self, inquiry, said, person):
        after = Stage(said["to"])
        stages.move(inquiry, after, person)
        return f"已进入“{after.label}”。"


class BackForm(DecisionForm):
    stage = forms.ChoiceField(
        label="退回到", error_messages={"invalid_choice": "没有这样的阶段，请重新选择。"}
    )
    reason = reason_field("原因", "记入办理经过。")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["stage"].choices = [(one.value, one.label) for one in self.standing.back_to]


class Back(Decision):
    name, label, form = "back", "退回之前的阶段…", BackForm

    def fits(self, now):
        return bool(now.back_to)

    def do(self, inquiry, said, person):
        stages.move(inquiry, Stage(said["stage"]), person, reason=said["reason"])
        return f"已退回“{Stage(said['stage']).label}”。"


class CloseForm(DecisionForm):
    end = forms.ChoiceField(label="如何结束", error_messages={"invalid_choice": "没有这种结束，请重新选择。"})
    reason = reason_field("结束原因", "内部记录，咨询人看不到。")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["end"].choices = [("", "请选择")] + [
            (
                stage.label,
                [(f"{stage.value}:{cause.value}", f"{stage.label}：{cause.label}") for cause in causes],
            )
            for stage, causes in closing.CAUSES_OF.items()
        ]


class Close(Decision):
    name, label, form, is_danger = "close", "结束…", CloseForm, True
    hint = "结束后不再计办理期限，需要时可以重新打开。重复的咨询请用“合并”。"

    def fits(self, now):
        return not now.inquiry.is_closed

    def do(self, inquiry, said, person):
        stage, cause = said["end"].split(":")
        closing.close(inquiry, Stage(stage), cause, said["reason"], person)
        return f"已结束：{Stage(stage).label}。"


class Spam(Decision):
    name, label, is_danger = "spam", "标为垃圾信息", True
    hint = "按“无效：垃圾信息”结束，不计为已响应。标错了可以重新打开。"

    def fits(self, now):
        return now.inquiry.stage in closing.MAYBE_SPAM

    def do(self, inquiry, said, person):
        closing.mark_spam(inquiry, person)
        return "已标为垃圾信息。"


class ReasonForm(DecisionForm):
    reason = reason_field("原因", "记入办理经过。")


class Reopen(Decision):
    name, label, form = "reopen", "重新打开…", ReasonForm
    hint = "回到结束之前的阶段，办理期限从今天重新计算。"

    def fits(self, now):
        return now.inquiry.is_closed and not now.inquiry.merged_into_id

    def do(self, inquiry, said, person):
        closing.reopen(inquiry, said["reason"], person)
        return f"已重新打开，阶段为“{inquiry.get_stage_display()}”。"


class Archive(Decision):
    name, label, at_once = "archive", "归档", True
    hint = "归档后不再列出，按编号仍能找到。"

    def is_done(self, now, sent):
        return "这条咨询已经归档。" if now.inquiry.archived_at else ""

    def fits(self, now):
        return now.inquiry.is_closed and not now.inquiry.archived_at

    def do(self, inquiry, said, person):
        closing.archive(inquiry, person)
        return "已归档。"


class Unarchive(Decision):
    name, label, at_once = "unarchive", "取消归档", True

    def is_done(self, now, sent):
        return "" if now.inquiry.archived_at else "这条咨询没有归档。"

    def fits(self, now):
        return now.inquiry.archived_at is not None

    def do(self, inquiry, said, person):
        closing.unarchive(inquiry, person)
        return "已取消归档。"


class PersonChoice(forms.ModelChoiceField):
    def label_from_instance(self, person):
        return staff_name(person)


class AssignForm(DecisionForm):
    officer = PersonChoice(
        None,
        label="负责人",
        empty_label="请选择",
        error_messages={"invalid_choice": "没有这位专员，请重新选择。"},
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        inquiry = self.standing.inquiry
        able = assigning.officers().exclude(pk=inquiry.officer_id).order_by("username")
        his = [one.pk for one in assigning.able_to_work_on(inquiry, able)]
        self.fields["officer"].queryset = able.filter(pk__in=his)


class Assign(Decision):
    name, label, form = "assign", "分派…", AssignForm

    def may(self, now):
        return now.may_change and now.user.has_perm(assigning.RIGHT_TO_ASSIGN)

    def fits(self, now):
        return not now.inquiry.is_closed

    def do(self, inquiry, said, person):
        assigning.assign(inquiry, said["officer"], person)
        return f"已分派给{staff_name(said['officer'])}。"


class Release(Decision):
    name, label = "release", "退回待认领"
    hint = "退回后没有负责人，同地区的人都能认领。"

    def fits(self, now):
        one = now.inquiry
        may = one.officer_id == now.user.pk or now.user.has_perm(assigning.RIGHT_TO_ASSIGN)
        return not one.is_closed and one.officer_id is not None and may

    def do(self, inquiry, said, person):
        assigning.release(inquiry, person)
        return "已退回待认领。"


class OfferForm(DecisionForm):
    to_district = forms.ModelChoiceField(
        None,
        label="转入地区",
        empty_label="请选择",
        error_messages={"invalid_choice": "没有这个地区，请重新选择。"},
    )
    reason = reason_field("流转原因", "对方接收前就能看到。")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        elsewhere = District.objects.exclude(pk=self.standing.inquiry.place_id)
        self.fields["to_district"].queryset = elsewhere.select_related("parent").order_by("path")


class Offer(Decision):
    name, label, form = "offer", "流转…", OfferForm
    hint = "对方接收之前，仍由本地区办理；对方看得到内容，看不到联系方式。首谈地不变。"

    def may(self, now):
        return now.may_change and now.user.has_perm("inquiries.add_transfer")

    def fits(self, now):
        return not now.inquiry.is_closed and now.offer is None and now.inquiry.place_id is not None

    def do(self, inquiry, said, person):
        handing.offer(inquiry, said["to_district"], said["reason"], person)
        return f"已请{said['to_district']}接收。"


class Withdraw(Decision):
    name, label = "withdraw", "撤回流转"
    may = Offer.may

    def fits(self, now):
        return now.offer is not None

    def do(self, inquiry, said, person):
        handing.withdraw(offer_now(inquiry), person)
        return "已撤回流转。"


class Accept(Decision):
    name, label, at_once, for_other_side = "accept", "接收", True, True
    hint = "接收后由本地区办理，办理期限从今天重新计算。"

    def fits(self, now):
        return not now.inquiry.is_closed

    def do(self, inquiry, said, person):
        handing.accept(offer_now(inquiry), person)
        return "已接收，现由本地区办理。"


class Decline(Decision):
    name, label, form, for_other_side = "decline", "退回…", ReasonForm, True
    hint = "退回后仍由转出地区办理，对方会看到原因。"

    def do(self, inquiry, said, person):
        handing.decline(offer_now(inquiry), person, said["reason"])
        return "已退回。"


def offer_now(inquiry):
    """The offer that waits; of one answered meanwhile the last, which then says so."""
    return handing.offer_of(inquiry) or inquiry.transfers.first()


class Unmerge(Decision):
    name, label = "unmerge", "取消合并"
    hint = "恢复为单独的一条，回到合并之前的阶段、经办地区和负责人；他不能再办理的，按规则分派或待认领。已补到另一条里的内容不会收回。"

    def fits(self, now):
        return now.inquiry.merged_into_id is not None

    def do(self, inquiry, said, person):
        merging.unmerge(inquiry, person)
        if inquiry.is_closed:
            return "已取消合并。"
        officer = staff_name(inquiry.officer)
        return f"已取消合并，由{officer}负责。" if officer else "已取消合并，待认领。"


# In the order they stand on the page; the first that is possible is the thing to do.
FORWARD = [Claim(), Advance(), Assign(), Offer(), Withdraw(), Reopen(), Unmerge()]
ASIDE = [Back(), Release(), Close(), Spam(), Archive(), Unarchive()]
ANSWERS = [Accept(), Decline()]
DECISIONS = {one.name: one for one in [*FORWARD, *ASIDE, *ANSWERS]}


def possible(decisions, now):
    return [one for one in decisions if one.may(now) and one.fits(now)]
