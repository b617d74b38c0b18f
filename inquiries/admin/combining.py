"""The page where two inquiries become one: both side by side, and which of them stays."""

from django import forms
from django.core.exceptions import ValidationError
from django.db import transaction

from inquiries import phones
from inquiries.desk import merging
from inquiries.masking import mask_name
from inquiries.models import Inquiry
from publishing.admin import moment, staff_name
from publishing.references import written_out

from .seen import refuse_stale, stamp_of

COMPARED = [
    "kind", "topic", "company", "industry", "district", "park", "listing", "deal", "area_min", "area_max",
    "height_min", "load_min", "investment_wan", "landing_timeframe", "headcount",
]  # fmt: skip


class MergeForm(forms.Form):
    """`inquiry` and the other one, named by its number; `keep` says which stays."""

    other_reference = forms.CharField(
        label="另一条咨询的编号", max_length=30, widget=forms.TextInput({"size": 24})
    )
    seen = forms.CharField(required=False, widget=forms.HiddenInput)
    keep = forms.ChoiceField(label="保留哪一条", required=False, widget=forms.RadioSelect)

    def __init__(self, *args, inquiry, user, **kwargs):
        super().__init__(*args, label_suffix="", **kwargs)
        self.inquiry, self.user, self.other = inquiry, user, None

    def clean_other_reference(self):
        text = written_out(self.cleaned_data["other_reference"])
        rows = Inquiry.objects.changeable_by(self.user).kept().exclude(pk=self.inquiry.pk)
        self.other = rows.filter(reference=text).first()
        if self.other is None:
            raise ValidationError("没有这个编号，或不归您负责的地区经办。")
        self.fields["keep"].choices = [(str(one.pk), str(one)) for one in self.both()]
        return text

    def both(self):
        return sorted([self.inquiry, self.other], key=lambda one: (one.is_closed, one.created_at, one.pk))

    def clean(self):
        """Decided of both as they are now, held until the merger is stored."""
        said = super().clean()
        keep = said.get("keep")
        if not self.other or not keep:
            return said
        rows = merging.held_both(self.inquiry, self.other)
        self.inquiry, self.other = rows[self.inquiry.pk], rows[self.other.pk]
        if words := merging.hindrance(*self.ordered(keep)):
            raise ValidationError(words)
        refuse_stale(self, self.user, *self.both())
        return said

    @property
    def stamp(self):
        return stamp_of(*self.both())

    def ordered(self, keep):
        """(the one that stays, the one that ends)"""
        return (self.inquiry, self.other) if keep == str(self.inquiry.pk) else (self.other, self.inquiry)

    def merged(self, person):
        """(the one that stays, what is said then), or (None, ""): the form says why, or asks which is to stay."""
        if not self.cleaned_data.get("keep"):
            self.add_error("keep", "请选择保留哪一条。")
            return None, ""
        into, other = self.ordered(self.cleaned_data["keep"])
        said = who_goes_on(into, other)
        try:
            with transaction.atomic():
                merging.merge(into, other, person)
        except ValidationError as refused:
            self.add_error(None, refused)
            return None, ""
        return into, f"{other} 已并入 {into}。{said}"

    def sides(self):
        """For each of the two: its facts, in step with the other's and marked where they differ, what it would take over
        and who has what then, or why it cannot stay."""
        both = self.both()
        told = [facts_of(one) for one in both]
        differing = labels_differing(both, told)
        known = {label for facts in told for label, words in facts if words}
        for one, other, facts in zip(both, both[::-1], told, strict=True):
            names, hindrance = merging.filled_from(one, other), merging.hindrance(one, other)
            yield {
                "inquiry": one,
                "facts": [
                    (label, words or "—", label in differing) for label, words in facts if label in known
                ],
                "filled": [(label_of(name), shown(other, name)) for name in names],
                "who": "" if hindrance else who_goes_on(one, other),
                "hindrance": hindrance,
            }


def who_goes_on(into, other):
    """Sentences: who has what once `other` is merged into `into`."""
    officer, let_go = merging.officer_after(into, other), merging.officer_let_go(into, other)
    if into.is_closed:
        words = f"{into} 已办结，不再办理。"
    elif officer is None:
        words = f"{into} 没有负责人，待认领。"
    else:
        words = f"{into} {'仍' if into.officer_id else '改'}由{staff_name(officer)}负责。"
    if let_go:
        words += f"{other} 不再由{staff_name(let_go)}办理。"
    lent = merging.place_lent(into, other)
    return words + (f"{other} 的经办地区随之为{lent}。" if lent else "")


def form_for(request, inquiry):
    if request.method == "POST":
        return MergeForm(request.POST, inquiry=inquiry, user=request.user)
    asked = {"other_reference": request.GET["with"]} if request.GET.get("with") else None
    return MergeForm(asked, inquiry=inquiry, user=request.user)


def facts_of(inquiry):
    return [
        ("阶段", inquiry.get_stage_display()),
        ("负责人", staff_name(inquiry.officer) or "未分派"),
        ("收到时间", moment(inquiry.created_at)),
        ("联系人", mask_name(inquiry.contact_name)),
        ("手机", phones.mask(inquiry.phone)),
        *[(label_of(name), shown(inquiry, name)) for name in COMPARED],
        ("跟进", f"{inquiry.follow_ups.count()} 次"),
        ("描述", inquiry.message),
    ]


def labels_differing(both, told):
    """Of the facts `told` of `both`; what is masked as it is behind the mask."""
    one, other = (
        dict(facts) | {"联系人": inquiry.contact_name, "手机": inquiry.phone}
        for inquiry, facts in zip(both, told, strict=True)
    )
    return {label for label in one if one[label] != other[label]}


def label_of(name):
    return Inquiry._meta.get_field(name).verbose_name


def shown(inquiry, name):
    """The value in words; who it is only enough to know it again."""
    field = inquiry._meta.get_field(name)
    value = getattr(inquiry, f"get_{name}_display")() if field.choices else getattr(inquiry, name)
    if name in ("wechat", "email"):
        return "（已填）" if value else ""
    if hasattr(value, "normalize"):
        return f"{value.normalize():,f}"
    return "" if value is None else str(value)
