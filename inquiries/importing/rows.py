"""A row of the table as a form reads it: the same fields, and the same sentences, as on the site."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from inquiries.fields import AmountField, ChosenField, EmailLineField, LineField, ParagraphsField, PhoneField
from inquiries.models import Inquiry
from parks.amounts import HEIGHT_UNITS, LOAD_UNITS
from parks.exchange.cells import canonical, moment
from parks.exchange.reading import NO_RESULT, UNCOMPUTED
from parks.models import Listing
from publishing.files import Refusal
from publishing.references import digest

EARLIEST = 2000  # what is older was typed wrongly
ADDED = ("height_min", "load_min")


class WordField(ChosenField):
    """A choice by the word people read or by the one the database keeps."""

    def to_python(self, value):
        words = {str(label): name for name, label in self.choices}
        return super().to_python(words.get(str(value or "").strip(), value))


class LookedUpField(LineField):
    """A thing by the names `find` understands; it raises Refusal for others."""

    def __init__(self, *, find, label):
        super().__init__(label=label, max_length=200, required=False)
        self.find = find

    def clean(self, value):
        text = super().clean(value)
        if not text:
            return None
        try:
            return self.find(text)
        except Refusal as refusal:
            raise ValidationError(f"{refusal.reason.rstrip('。')}。") from None


def received(text):
    """The moment it came in, in Shanghai; a day alone means its first."""
    found = moment(text)
    if found.year < EARLIEST:
        raise Refusal(f"早于 {EARLIEST} 年，请核对")
    if found > timezone.now():
        raise Refusal("收到时间不能晚于现在")
    return found


def listing_numbered(text):
    number = text.removeprefix("#")
    found = Listing.objects.filter(pk=number).first() if number.isdecimal() and len(number) < 19 else None
    if found is None:
        raise Refusal("没有这个编号的载体")
    return found


class InquiryRow(forms.Form):
    """`data`: cells by the names of the fields; `lookups` (parks.exchange.lookups): districts and the rest by name."""

    contact_name = LineField(label="联系人", max_length=40)
    phone = PhoneField()
    topic = WordField(label="主题", choices=Inquiry.Topic.choices, required=True)
    kind = WordField(label="类型", choices=Inquiry.Kind.choices)
    company = LineField(label="企业名称", max_length=100, required=False)
    job_title = LineField(label="职务", max_length=40, required=False)
    wechat = LineField(label="微信", max_length=60, required=False)
    email = EmailLineField(
        label="邮箱", max_length=254, required=False, error_messages={"invalid": "邮箱格式不对。"}
    )
    call_slot = WordField(label="回电时段", choices=Inquiry.CallSlot.choices)
    deal = WordField(label="方式", choices=Inquiry.Deal.choices)
    area_min = AmountField(label="面积下限", units=["㎡", "平方米", "平米"], max_digits=12)
    area_max = AmountField(label="面积上限", units=["㎡", "平方米", "平米"], max_digits=12)
    height_min = AmountField(label="最低净高", units=HEIGHT_UNITS, max_digits=5)
    load_min = AmountField(label="最低承重", units=LOAD_UNITS, max_digits=5)
    investment_wan = AmountField(label="总投资", units=["万元", "万"], max_digits=14)
    landing_timeframe = WordField(label="落地时间", choices=Inquiry.Timeframe.choices)
    headcount = AmountField(label="用工人数", units=["人"], max_digits=9, decimal_places=0)
    message = ParagraphsField(label="描述", max_length=5000, required=False)
    source_channel = LineField(label="来源渠道", max_length=30, required=False)
    created_at = LookedUpField(label="收到时间", find=received)

    def __init__(self, data, lookups):
        super().__init__({name: canonical(cell) for name, cell in data.items() if cell is not UNCOMPUTED})
        self.uncomputed = [name for name, cell in data.items() if cell is UNCOMPUTED]
        self.fields["industry"] = LookedUpField(
            label="行业", find=lambda text: lookups.industries_named(text)[0]
        )
        self.fields["district"] = LookedUpField(label="意向地区", find=lookups.district)
        self.fields["park"] = LookedUpField(label="意向园区", find=lookups.park)
        self.fields["listing"] = LookedUpField(label="意向载体", find=listing_numbered)

    def clean(self):
        said = self.cleaned_data
        for name in self.uncomputed:
            self.errors.pop(name, None)
            self.add_error(name, f"{NO_RESULT}。")
        low, high = said.get("area_min"), said.get("area_max")
        if low is not None and high is not None and low > high:
            self.add_error("area_max", "不能小于面积下限。")
        if said.get("listing"):
            said["park"] = said.get("park") or said["listing"].park
        if place := said.get("listing") or said.get("park"):
            said["district"] = said.get("district") or place.district
        said["kind"] = said.get("kind") or (
            Inquiry.Kind.SETTLE if said.get("company") else Inquiry.Kind.CONTACT
        )
        said["source_channel"] = said.get("source_channel") or "导入"
        return said

    def digest(self, without=()):
        """What makes the same row the same inquiry, in this file or in another; of `ADDED` only what is filled in."""
        return digest(
            {
                name: getattr(value, "pk", value)
                for name, value in self.cleaned_data.items()
                if name not in without and (name not in ADDED or value is not None)
            }
        )

    def digests(self):
        """Every one it may have been taken under: before `ADDED` were asked, columns headed so were passed over."""
        return {self.digest(), self.digest(without=ADDED)}

    def reasons(self):
        """`手机：请填写手机号或座机号。` What was typed is not repeated: it may be somebody's number."""
        return [
            f"{self.fields[name].label}：{error}" if name in self.fields else str(error)
            for name, errors in self.errors.items()
            for error in errors
        ]
