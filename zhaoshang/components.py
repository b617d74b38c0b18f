"""Every part of the design with sample data, for whoever draws or checks a page. Only in development."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from types import SimpleNamespace

from django import forms
from django.core.paginator import Paginator
from django.shortcuts import render
from django.utils import timezone

from articles.models import Article, Channel, PolicyDocument
from parks.forms.fields import figure_field
from parks.models import District, Listing
from parks.units import comparable_price
from publishing.paging import shown_numbers

STATES = [
    *[(status.value, status.label) for status in Listing.Status],
    *[(stage.value, stage.label) for stage in Listing.NoticeStage],
    ("valid", "现行有效"),
    ("coming", "尚未施行"),
    ("expired", "已失效"),
    ("repealed", "已废止"),
    ("pending", "待审"),
    ("adopted", "采用"),
    ("returned", "退回"),
    ("declined", "不采用"),
]


def components(request):
    wuqing = District(name="武清区", short_name="武清区", slug="wuqing", path="tianjin/wuqing/")
    form = SampleForm({"phone": "1380", "topic": "land"})
    form.is_valid()
    context = {
        "states": STATES,
        "article": sample_article(wuqing),
        "park": sample_park(wuqing),
        "listings": sample_listings(wuqing),
        "policy": sample_policy(),
        "districts": sample_districts(),
        "process_tiles": [
            SimpleNamespace(name=name, slug=slug)
            for name, slug in [
                ("外商投资", "foreign-investment"),
                ("买地自建", "build"),
                ("厂房租赁", "factory-rent"),
            ]
        ],
        "district": wuqing,
        "distances": [
            SimpleNamespace(target=target, km=km)
            for target, km in [("京津高速出口", 3), ("天津滨海国际机场", 38), ("天津港", 71)]
        ],
        "filter_form": SampleFilter(request.GET),
        "form": form,
        "page": sample_page(),
        "hotline_label": "投资咨询热线",
        "hotline": "022-00000000",
        "hotline_hours": "工作日 9:00–17:30",
        "trail": [("首页", "/"), ("部件", request.path)],
    }
    return render(request, "components.html", context)


def sample_article(district):
    return Article(
        pk=1,
        title="标准厂房交付前，企业该核对哪几项",
        summary="从承重、净高到配电容量，交付清单上的每一个数都对应一处可以现场量出来的地方。",
        channel=Channel(name="厂房租赁", slug="factory-rent"),
        district=district,
        published_at=datetime(2026, 11, 20, 9, tzinfo=timezone.get_current_timezone()),
    )


def sample_policy():
    return PolicyDocument(
        pk=1,
        title="武清区标准厂房建设导则",
        issuer="示例部门",
        document_number="示例〔2026〕1 号",
        released_on=date(2026, 9, 1),
    )


def sample_park(district):
    return SimpleNamespace(
        slug="sample",
        name="京滨示范产业园",
        district=district,
        get_absolute_url="/parks/sample/",
        get_level_display="省（市）级",
        get_kind_display="示范工业园区",
        industries=SimpleNamespace(
            all=[SimpleNamespace(name="汽车制造业"), SimpleNamespace(name="食品制造业")]
        ),
        land_available_mu=Decimal(980),
        cover_kind="park",
        cover_hue_key="wuqing",
        cover_name="京滨示范产业园",
    )


def sample_listings(district):
    today = timezone.localdate()
    rows = [
        ("factory", "vacant", "单层钢结构厂房，可分割", "3200", "sqm", "0.75", "sqm_day", 12),
        ("land", "reserved", "工业用地（标准地）", "60", "mu", "66", "mu_wan", 40),
        ("office", "taken", "临街写字楼整层", "860", "sqm", None, "negotiable", 120),
    ]
    return [sample_listing(number, district, today, *row) for number, row in enumerate(rows, 1)]


def sample_listing(number, district, today, kind, status, title, area, area_unit, price, price_unit, days):
    listing = Listing(
        pk=number,
        kind=kind,
        status=status,
        title=title,
        deal=Listing.Deal.SALE if price_unit == "mu_wan" else Listing.Deal.RENT,
        district=district,
        area=Decimal(area),
        area_unit=area_unit,
        price=Decimal(price) if price else None,
        price_unit=price_unit,
        clear_height_m=Decimal(9),
        floor_load_t=Decimal(3),
        power_kva=Decimal(630),
        floor_label="12 层",
        tenure_years=50,
        verified_on=today - timedelta(days=days),
    )
    if price:  # what the database would have generated
        column, value = comparable_price(listing.price, price_unit)
        listing.__dict__[column] = value
    return listing


def sample_districts():
    places = [
        ("武清区", "wuqing", 1, 1),
        ("北辰区", "beichen", 1, 2),
        ("西青区", "xiqing", 2, 1),
        ("滨海新区", "binhai", 2, 3),
    ]
    return [
        District(name=name, short_name=name, slug=slug, grid_row=row, grid_column=column)
        for name, slug, row, column in places
    ]


def sample_page():
    page = Paginator(range(400), 20).page(7)
    page.shown_numbers = shown_numbers(page)
    return page


class SampleFilter(forms.Form):
    q = forms.CharField(label="关键词", required=False)
    kind = forms.ChoiceField(label="类别", choices=[("", "全部类别"), *Listing.Kind.choices], required=False)
    area_min = figure_field("面积下限（㎡）")
    area_max = figure_field("面积上限（㎡）")
    parts_of_ranges = ["area_max"]


class SampleForm(forms.Form):
    contact_name = forms.CharField(label="联系人", error_messages={"required": "请填写联系人。"})
    phone = forms.RegexField(
        r"^1\d{10}$",
        label="手机",
        help_text="招商专员用它与您联系，不作他用。",
        error_messages={"invalid": "请填写 11 位手机号码。"},
    )
    topic = forms.ChoiceField(
        label="咨询主题",
        choices=[("policy", "招商引资政策"), ("land", "工业用地招商")],
        widget=forms.RadioSelect,
    )
    message = forms.CharField(label="补充说明", required=False, widget=forms.Textarea)
