"""What an investor needs: asked in the second step, carried along in the first where a link already says it."""

from django import forms
from django.core.exceptions import ValidationError
from django.db import transaction

from audit.models import Entry
from audit.recording import note
from inquiries import saying
from inquiries.desk import assigning
from inquiries.fields import (
    AmountField,
    ChosenField,
    EmailLineField,
    LineField,
    NamedField,
    ParagraphsField,
)
from inquiries.models import Inquiry
from inquiries.notices.announcing import announce
from parks.amounts import AREA_UNITS, HEIGHT_UNITS, LOAD_UNITS
from parks.models import District, Industry
from parks.units import AreaUnit

from .receipts import Choosing, districts_to_choose_from

SMALLER_FIRST = "最大面积不能小于最小面积。"


class NeedsFields(forms.Form):
    district = NamedField(
        label="意向地区", find=District.objects.all, by="slug", missing="没有找到这个地区，请重新选择。"
    )
    industry = NamedField(
        label="所属行业", find=Industry.objects.all, by="code", missing="没有找到这个行业，请重新选择。"
    )
    deal = ChosenField(label="取得方式", choices=Inquiry.Deal.choices)
    area_min = AmountField(label="最小面积", units=AREA_UNITS[AreaUnit.SQM], max_digits=12)
    area_max = AmountField(label="最大面积", units=AREA_UNITS[AreaUnit.SQM], max_digits=12)
    height_min = AmountField(
        label="最低净高（m）", units=HEIGHT_UNITS, invalid="请填写以米计的数字，如 9。", max_digits=5
    )
    load_min = AmountField(
        label="最低承重（t/㎡）", units=LOAD_UNITS, invalid="请填写以 t/㎡ 计的数字，如 2。", max_digits=5
    )
    investment_wan = AmountField(
        label="总投资（万元）",
        units=["万元", "万"],
        invalid="请填写以万元计的数字，如 5000。",
        max_digits=14,
    )
    landing_timeframe = ChosenField(label="落地时间", choices=Inquiry.Timeframe.choices)
    message = ParagraphsField(label="需求描述", max_length=5000, required=False)
    company = LineField(
        label="企业名称",
        max_length=100,
        required=False,
        widget=forms.TextInput({"autocomplete": "organization"}),
    )
    call_slot = ChosenField(label="回电时段", choices=Inquiry.CallSlot.choices, empty_label="请选择")
    email = EmailLineField(
        label="邮箱",
        max_length=254,
        required=False,
        error_messages={"invalid": "邮箱格式不对，请写成 name@example.com 的样子。"},
    )
    wechat = LineField(label="微信号", max_length=60, required=False)

    def offer_places_and_industries(self):
        self.offer("district", districts_to_choose_from())
        self.offer("industry", Industry.objects.filter(parent=None).values_list("code", "name"))


NEEDS = list(NeedsFields.base_fields)
AREA = ["area_min", "area_max"]


class Over(Exception):
    """The inquiry has been closed while its form stood open: nothing was written down."""


class Meanwhile(Exception):
    """Another page has saved something else in the same field while this form stood open: nothing was written down."""


LONGEST_SHOWN = 1000  # characters of what the other page has saved
SAVED_ELSEWHERE = (
    "您打开本页之后，这一项已在另一个页面保存为“{}”。要改成本页填写的内容，请再按一次“保存需求”。"
)


class NeedsForm(Choosing, NeedsFields):
    """The second step, for an inquiry that has its number. What staff have entered since is not asked again."""

    def __init__(self, inquiry, data=None):
        self.inquiry = inquiry
        own = {name: saying.as_typed(inquiry, name) for name in NEEDS if saying.is_his_own(inquiry, name)}
        super().__init__(data, initial=own, label_suffix="")
        is_open = not inquiry.is_closed
        self.settled = [name for name in NEEDS if is_open and saying.is_settled(inquiry, name)]
        self.offer_places_and_industries()
        self.unasked = {name: self.fields.pop(name) for name in self.settled}

    @property
    def has_area(self):
        return {*AREA} <= self.fields.keys()

    @property
    def questions(self):
        """Every field, the two ends of an area as one where both are asked."""
        return [field for field in self if not (self.has_area and field.name == "area_max")]

    def clean(self):
        said = self.cleaned_data
        if not self.errors.keys() & {*AREA} and not areas_in_order(self.inquiry, said):
            self.add_error("area_max" if "area_max" in self.fields else "area_min", SMALLER_FIRST)
        return said

    @transaction.atomic
    def save(self):
        """The names of what was written down, and of what he wrote and was not.

        The second holds what somebody in the office has entered while this form stood open: it stays.
        """
        row = Inquiry.objects.select_for_update(of=("self",)).get(pk=self.inquiry.pk)
        if row.is_closed or row.erased_at:
            raise Over
        changed = [name for name in self.fields if name in self.data and self.is_new(row, name)]
        changed = self.against_what_it_was(row, changed)
        said = {name: self.cleaned_data[name] for name in changed if not saying.is_settled(row, name)}
        if not areas_in_order(row, said):
            said = {name: value for name, value in said.items() if name not in AREA}
        self.write(row, said)
        stays = {*changed, *self.overruled(row)} - said.keys()
        return list(said), sorted(stays, key=NEEDS.index)

    @property
    def stamp(self):
        return saying.stamp(self.inquiry, NEEDS)

    def against_what_it_was(self, row, changed):
        """Of `changed`, what was changed on this page; a field that two pages changed is asked about."""
        was = saying.read_stamp(self.data.get("stamp", "")[:500], NEEDS)
        mine = [name for name in changed if was.get(name) != self.mark(row, name)]
        both = [
            name
            for name in mine
            if name in was and was[name] != saying.fingerprint(row, name) and not saying.is_settled(row, name)
        ]
        if both:
            for name in both:
                self.add_error(name, SAVED_ELSEWHERE.format(in_words(row, name)))
            self.inquiry = row
            raise Meanwhile
        return mine

    def mark(self, row, name):
        value = self.cleaned_data[name]
        return saying.fingerprint_of(row, name, getattr(value, "pk", value))

    def write(self, row, said):
        for name, value in said.items():
            setattr(row, name, value)
        if said:
            saying.remember(row, said)
            row.save(update_fields=[*said, "said", "updated_at"])
            note(Entry.Action.CHANGE, row, words=f"投资人补充：{labels(said)}")
            find_officer(row, said)

    def is_new(self, row, name):
        return (self.cleaned_data[name] or None) != (getattr(row, name) or None)

    def overruled(self, row):
        """What he was asked before somebody in the office entered it, and has answered otherwise."""
        for name, field in self.unasked.items():
            typed = field.widget.value_from_datadict(self.data, self.files, name)
            try:
                value = field.clean(typed)
            except ValidationError:
                value = typed
            if value and value != getattr(row, name):
                yield name


def in_words(row, name):
    display = getattr(row, f"get_{name}_display", None)
    value = display() if display else getattr(row, name)
    return ("空白" if value in (None, "") else saying.plain(value))[:LONGEST_SHOWN]


def labels(names):
    return "、".join(NeedsFields.base_fields[name].label for name in names)


def find_officer(row, added):
    """Where nobody has it yet, what is known now may name somebody."""
    if not row.officer_id and {"district", "industry"} & {*added} and assigning.give_by_rule(row):
        announce("assigned", row)


def areas_in_order(row, said):
    """Whether the two ends fit, each as it was said just now, else as the row has it."""
    low, high = (said.get(name, getattr(row, name)) for name in AREA)
    return low is None or high is None or low <= high
