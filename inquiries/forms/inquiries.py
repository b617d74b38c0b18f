"""Settling here, the policy pack, contact: one inquiry, three doors."""

from contextlib import suppress

from django import forms
from django.core.exceptions import ValidationError

from inquiries import saying
from inquiries.desk.receiving import received
from inquiries.fields import ChosenField, LineField, NamedField, PhoneField
from inquiries.models import Inquiry
from inquiries.origins import TOPIC_OF_KIND, find_origin
from inquiries.packs.choosing import Wanted, beforehand
from inquiries.visits import CHANNELS, content_page
from parks.figures import figure
from parks.models import Listing, Park

from .needs import NEEDS, SMALLER_FIRST, NeedsFields
from .receipts import ReceiptForm
from .wishes import siting_fields

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
    "height_min",
    "load_min",
    "investment_wan",
    "landing_timeframe",
    "call_slot",
    "company",
    "message",
]
# What the inquiry is about: said by its name alone, and in this order.
SUBJECTS = ["listing", "park", "district"]
IN_WORDS = {
    "area_min": "面积 {} ㎡以上",
    "area_max": "面积 {} ㎡以下",
    "height_min": "净高 {} m 以上",
    "load_min": "承重 {} t/㎡以上",
    "investment_wan": "总投资 {} 万元",
}
GONE = "没有找到这个{}，可能已经下线；取消勾选后可以继续提交。"


class Tick(forms.CheckboxInput):
    """A thing that came with the link, ticked; without its tick it is not sent."""

    def value_from_datadict(self, data, files, name):
        return data.get(name, "")


class VisitField(forms.Field):
    """What the page's script remembers of this visit. Whatever is no page of ours, or no word of ours, was not said."""

    widget = forms.HiddenInput

    def __init__(self, known):
        self.known = known
        super().__init__(required=False)

    def to_python(self, value):
        return self.known(value or "")


class InquiryForm(NeedsFields, ReceiptForm):
    """Asks for `ASKED` alone. What a link says beyond that stands above as ticks, and is accepted in every field."""

    KIND = None
    ASKED = ["contact_name", "phone", "topic"]
    NOT_SAID = (*ReceiptForm.NOT_SAID, "entry", "last", "channel")

    contact_name = LineField(
        label="联系人",
        max_length=40,
        widget=forms.TextInput({"autocomplete": "name"}),
        help_text="怎么称呼您，如“王女士”。",
    )
    phone = PhoneField(help_text="招商专员用这个号码回电，也凭它查询进度。座机请带区号。")
    topic = ChosenField(
        label="咨询主题", choices=Inquiry.Topic.choices, required=True, widget=forms.RadioSelect
    )
    park = NamedField(
        label="园区", find=Park.objects.published, by="slug", missing=GONE.format("园区"), widget=Tick
    )
    listing = NamedField(
        label="载体", find=Listing.objects.published, missing=GONE.format("载体"), widget=Tick
    )
    entry = VisitField(content_page)
    last = VisitField(content_page)
    channel = VisitField(lambda said: said if said in CHANNELS else "")

    class Meta:
        model = Inquiry
        fields = ["contact_name", "phone", "topic", "park", "listing", *NEEDS]

    def __init__(self, data=None, query=None):
        super().__init__(data)
        said = query if data is None else data
        self.origin = find_origin(said.get("from"))
        if data is None:
            self.prefill(self.asked_by(said))
        self.offer_places_and_industries()
        for name in self.unasked:
            if self[name].value() and not self[name].errors:
                self.fields[name].widget = Tick()

    @property
    def unasked(self):
        return [name for name in self.Meta.fields if name not in self.ASKED]

    def asked_by(self, query):
        """What a link says: the page it stands on above its own parameters, and a siting's needs."""
        asked = {"topic": TOPIC_OF_KIND.get(query.get("kind"), "")}
        asked |= {name: query[name] for name in PREFILLABLE if query.get(name)}
        asked |= siting_fields(query)
        if self.is_about_a_place and asked.get("district") not in self.origin.around:
            asked["district"] = ""  # theirs, as `clean` says, wherever else was looked
        return asked | (self.origin.subject if self.origin else {})

    @property
    def is_about_a_place(self):
        return bool(self.origin and {"listing", "park"} & self.origin.subject.keys())

    @property
    def carried(self):
        """What came with the page, each with its tick and its words."""
        names = [*SUBJECTS, *(name for name in self.unasked if name not in SUBJECTS)]
        ticks = [self[name] for name in names if isinstance(self.fields[name].widget, Tick)]
        return [(tick, self.words_of(tick)) for tick in ticks if tick.value()]

    def words_of(self, tick):
        if tick.name in SUBJECTS:
            return self.word_for(tick.name) + self.state_of(tick)
        if tick.name in IN_WORDS:
            return IN_WORDS[tick.name].format(figure(self.fields[tick.name].clean(tick.value())))
        label_of = dict(getattr(tick.field, "choices", ()))
        return f"{tick.label}：{label_of.get(tick.value()) or self.word_for(tick.name)}"

    @property
    def to_correct(self):
        """What was sent without being asked here, and cannot be taken: to be mended or emptied."""
        return [
            self[name]
            for name in self.unasked
            if self[name].errors and not isinstance(self.fields[name].widget, Tick)
        ]

    def state_of(self, tick):
        """`（目前：已租（售））` behind a listing that is gone."""
        if tick.name != "listing" or not str(tick.value()).isdecimal() or len(str(tick.value())) > 18:
            return ""
        listing = Listing.objects.published().filter(pk=tick.value()).first()
        return f"（目前：{listing.get_status_display()}）" if listing and listing.is_gone else ""

    def clean(self):
        said = self.cleaned_data
        area_min, area_max = said.get("area_min"), said.get("area_max")
        if area_min is not None and area_max is not None and area_min > area_max:
            self.add_error("area_max", SMALLER_FIRST)
        if listing := said.get("listing"):
            said["park"] = said.get("park") or listing.park
        if place := listing or said.get("park"):
            said["district"] = said.get("district") or place.district
        return said

    def content(self):
        return super().content() | {"kind": self.KIND}

    def save(self):
        said, row = self.cleaned_data, self.instance
        row.kind = self.KIND
        row.source_page = self.origin.page if self.origin else said["last"]
        row.entry_page = said["entry"]
        row.source_channel = said["channel"] or row.source_channel
        row.token = said["token"]
        saying.remember(row, NEEDS)
        return super().save()

    def arrive(self, row):
        received(row)


class SettleForm(InquiryForm):
    KIND = Inquiry.Kind.SETTLE
    ASKED = ["company", "contact_name", "phone", "topic"]

    company = LineField(
        label="企业名称",
        max_length=100,
        widget=forms.TextInput({"autocomplete": "organization"}),
        help_text="便于按企业情况准备政策和载体；筹备中的写项目名称。",
    )


class PolicyPackForm(InquiryForm):
    KIND = Inquiry.Kind.POLICY_PACK
    ASKED = ["contact_name", "phone", "email", "topic"]

    def asked_by(self, query):
        return {"topic": Inquiry.Topic.POLICY} | {
            name: said for name, said in super().asked_by(query).items() if said
        }

    @property
    def wanted(self):
        """For where and what the pack would be composed, as far as the page already knows; else None."""
        named = {name: self.thing(name) for name in ("district", "park", "listing", "industry")}
        place = named["park"] or named["listing"]
        district = named["district"] or (place.district if place else None)
        if not (district or named["industry"]):
            return None
        return Wanted(district, named["industry"], Inquiry.Topic.POLICY)

    def thing(self, name):
        with suppress(ValidationError):
            return self.fields[name].clean(self[name].value())
        return None

    def beforehand(self):
        """{count, changed} of what would be inside."""
        return dict(zip(("count", "changed"), beforehand(self.wanted), strict=True)) if self.wanted else None


class ContactForm(InquiryForm):
    KIND = Inquiry.Kind.CONTACT
