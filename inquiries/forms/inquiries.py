"""Settling here, the policy pack, contact: one inquiry, three doors."""

from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal

from django import forms
from django.utils import timezone

from inquiries.fields import (
    AmountField,
    ChosenField,
    EmailLineField,
    LineField,
    NamedField,
    ParagraphsField,
    PhoneField,
)
from inquiries.models import Inquiry
from inquiries.origins import TOPIC_OF_KIND, find_origin
from parks.figures import day_in_words, figure
from parks.forms import SitingForm
from parks.models import District, Industry, Listing, Park
from parks.units import AreaUnit, PriceUnit, from_sqm

from .receipts import ReceiptForm, districts_to_choose_from

# A link may fill in what is asked about, never who asks.
PREFILLABLE = [
    "topic",
    "district",
    "park",
    "listing",
    "industry",
    "deal",
    "area_min",
    "area_max",
    "investment_wan",
    "landing_timeframe",
    "call_slot",
    "company",
    "message",
]
# What a siting also asks, and an inquiry has no field for; inquiries/matching.py reads it back.
SITING_WISHES = [
    ("height_min", "净高不低于 {} m"),
    ("load_min", "承重不低于 {} t/㎡"),
    ("power_min", "供电不低于 {} kVA"),
]
DAYS_TO_LAND = {Inquiry.Timeframe.NOW: 91, Inquiry.Timeframe.HALF_YEAR: 183, Inquiry.Timeframe.YEAR: 365}
GONE = "没有找到这个{}，可能已经下线；取消勾选后可以继续提交。"


class Tick(forms.CheckboxInput):
    """A thing that came with the link, ticked; without its tick it is not sent."""

    def value_from_datadict(self, data, files, name):
        return data.get(name, "")


class InquiryForm(ReceiptForm):
    KIND = None
    ASKED = ["contact_name", "phone", "topic"]

    contact_name = LineField(
        label="联系人",
        max_length=40,
        widget=forms.TextInput({"autocomplete": "name"}),
        help_text="怎么称呼您，如“王女士”。",
    )
    phone = PhoneField(help_text="招商专员用这个号码回电，也凭它查询进度。座机请带区号。")
    company = LineField(
        label="企业名称",
        max_length=100,
        required=False,
        widget=forms.TextInput({"autocomplete": "organization"}),
    )
    topic = ChosenField(
        label="咨询主题", choices=Inquiry.Topic.choices, required=True, widget=forms.RadioSelect
    )
    district = NamedField(
        label="意向地区", find=District.objects.all, by="slug", missing="没有找到这个地区，请重新选择。"
    )
    park = NamedField(
        label="园区", find=Park.objects.published, by="slug", missing=GONE.format("园区"), widget=Tick
    )
    listing = NamedField(
        label="载体", find=Listing.objects.published, missing=GONE.format("载体"), widget=Tick
    )
    industry = NamedField(
        label="所属行业", find=Industry.objects.all, by="code", missing="没有找到这个行业，请重新选择。"
    )
    deal = ChosenField(label="取得方式", choices=Inquiry.Deal.choices)
    area_min = AmountField(label="最小面积", units=["㎡", "平方米", "平米"], max_digits=12)
    area_max = AmountField(label="最大面积", units=["㎡", "平方米", "平米"], max_digits=12)
    investment_wan = AmountField(label="总投资（万元）", units=["万元", "万"], max_digits=14)
    landing_timeframe = ChosenField(label="落地时间", choices=Inquiry.Timeframe.choices)
    message = ParagraphsField(label="需求描述", max_length=5000, required=False)
    call_slot = ChosenField(label="回电时段", choices=Inquiry.CallSlot.choices, empty_label="请选择")
    email = EmailLineField(
        label="邮箱",
        max_length=254,
        required=False,
        error_messages={"invalid": "邮箱格式不对，请写成 name@example.com 的样子。"},
    )
    wechat = LineField(label="微信号", max_length=60, required=False)

    class Meta:
        model = Inquiry
        fields = [
            "contact_name",
            "phone",
            "company",
            "topic",
            "district",
            "park",
            "listing",
            "industry",
            "deal",
            "area_min",
            "area_max",
            "investment_wan",
            "landing_timeframe",
            "message",
            "call_slot",
            "email",
            "wechat",
        ]

    def __init__(self, data=None, query=None):
        super().__init__(data)
        said = query if data is None else data
        self.origin = find_origin(said.get("from"))
        if data is None:
            self.prefill(self.asked_by(said))
        self.offer("district", districts_to_choose_from())
        self.offer("industry", Industry.objects.filter(parent=None).values_list("code", "name"))
        if self.origin and self.origin.subject.get("district") == (self["district"].value() or ""):
            self.fields["district"].widget = Tick()

    def asked_by(self, query):
        """What a link says: the page it stands on above its own parameters, and a siting's needs."""
        asked = {"topic": TOPIC_OF_KIND.get(query.get("kind"), "")}
        asked |= {name: query[name] for name in PREFILLABLE if query.get(name)}
        asked |= siting_fields(query)
        if self.is_about_a_place:
            asked["district"] = ""  # theirs, as `clean` says, wherever else was looked
        return asked | (self.origin.subject if self.origin else {})

    @property
    def is_about_a_place(self):
        return bool(self.origin and {"listing", "park"} & self.origin.subject.keys())

    @property
    def subjects(self):
        """What the inquiry is about, each with its tick and its name."""
        ticks = [self[name] for name in ("listing", "park", "district")]
        ticks = [tick for tick in ticks if isinstance(tick.field.widget, Tick) and tick.value()]
        return [(tick, self.word_for(tick.name) + self.state_of(tick)) for tick in ticks]

    def state_of(self, tick):
        """`（目前：已租（售））` behind a listing that is gone."""
        if tick.name != "listing" or not str(tick.value()).isdecimal() or len(str(tick.value())) > 18:
            return ""
        listing = Listing.objects.published().filter(pk=tick.value()).first()
        return f"（目前：{listing.get_status_display()}）" if listing and listing.is_gone else ""

    @property
    def optional(self):
        """The second step: everything that is not asked at once and is no tick; both areas are one question."""
        names = [name for name in self.Meta.fields if name not in [*self.ASKED, "area_min", "area_max"]]
        return [self[name] for name in names if not isinstance(self.fields[name].widget, Tick)]

    @property
    def has_optional(self):
        fields = [*self.optional, self["area_min"], self["area_max"]]
        return any(field.value() or field.errors for field in fields)

    def clean(self):
        said = self.cleaned_data
        area_min, area_max = said.get("area_min"), said.get("area_max")
        if area_min is not None and area_max is not None and area_min > area_max:
            self.add_error("area_max", "最大面积不能小于最小面积。")
        if listing := said.get("listing"):
            said["park"] = said.get("park") or listing.park
        if place := listing or said.get("park"):
            said["district"] = said.get("district") or place.district
        return said

    def content(self):
        return super().content() | {"kind": self.KIND}

    def save(self):
        self.instance.kind = self.KIND
        self.instance.source_page = self.origin.page if self.origin else ""
        return super().save()


def siting_fields(query):
    """What the needs of a siting fill in otherwise than by their own names."""
    needs = SitingForm(query).needs()
    fields = {}
    if needs.area_unit != AreaUnit.SQM:
        ends = {"area_min": (needs.area_min, ROUND_FLOOR), "area_max": (needs.area_max, ROUND_CEILING)}
        fields |= {
            name: str(sqm.quantize(Decimal(1), rounding))
            for name, (sqm, rounding) in ends.items()
            if sqm is not None
        }
    if len(needs.districts) > 1:
        fields["district"] = ""  # which of them is for who answers to ask
    if needs.ready_by and not query.get("landing_timeframe"):
        fields["landing_timeframe"] = timeframe_until(needs.ready_by)
    if not query.get("message"):
        fields["message"] = siting_wishes(needs)
    return fields


def timeframe_until(day):
    days = (day - timezone.localdate()).days
    return next((within for within, most in DAYS_TO_LAND.items() if days <= most), Inquiry.Timeframe.LATER)


def siting_wishes(needs):
    wishes = []
    if needs.kinds:
        wishes.append("要找" + "或".join(Listing.Kind(kind).label for kind in needs.kinds))
    if area := area_asked(needs):
        wishes.append(area)
    if len(needs.districts) > 1:
        wishes.append("地区为" + "或".join(district.name for district in needs.districts))
    wishes += [demanded(needs, name, words) for name, words in wished(needs) if words]
    return "，".join(wishes) + "。" if wishes else ""


def area_asked(needs):
    """`面积 50 亩以上`: what the fields, which hold ㎡, do not say as it was said."""
    if needs.area_unit == AreaUnit.SQM:
        return ""
    low, high = (end and figure(from_sqm(end, needs.area_unit)) for end in (needs.area_min, needs.area_max))
    unit = AreaUnit(needs.area_unit).label
    if low and high:
        return f"面积 {low}–{high} {unit}"
    return f"面积 {low} {unit}以上" if low else high and f"面积 {high} {unit}以下"


def wished(needs):
    """[(condition, words)] of what may be wished for or demanded."""
    unit = needs.price_column and PriceUnit(needs.price_unit).label
    ends = [("不低于", needs.price_min), ("不高于", needs.price_max)]
    prices = [f"{end} {figure(price, 4)} {unit}" for end, price in ends if unit and price is not None]
    figures = [
        (name.removesuffix("_min"), words.format(f"{value:f}"))
        for name, words in SITING_WISHES
        if (value := getattr(needs, name)) is not None
    ]
    ready = needs.ready_by and f"{day_in_words(needs.ready_by)}前交付"
    return [("price", prices and "价格" + "、".join(prices)), *figures, ("date", ready)]


def demanded(needs, name, words):
    return f"{words}（必须）" if name in needs.must else words


class SettleForm(InquiryForm):
    KIND = Inquiry.Kind.SETTLE
    ASKED = ["company", "contact_name", "phone", "topic"]

    def __init__(self, data=None, query=None):
        super().__init__(data, query)
        company = self.fields["company"]
        company.required, company.help_text = True, "便于按企业情况准备政策和载体；筹备中的写项目名称。"


class PolicyPackForm(InquiryForm):
    KIND = Inquiry.Kind.POLICY_PACK
    ASKED = ["contact_name", "phone", "email", "topic"]

    def asked_by(self, query):
        return {"topic": Inquiry.Topic.POLICY} | {
            name: said for name, said in super().asked_by(query).items() if said
        }


class ContactForm(InquiryForm):
    KIND = Inquiry.Kind.CONTACT
    ASKED = ["contact_name", "phone", "topic", "message"]
