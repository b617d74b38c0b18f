from django.db import models
from django.db.models import Case, F, Q, Value, When, Window
from django.db.models.functions import RowNumber
from django.urls import reverse
from django.utils import timezone

from library.models import Picture
from library.showing import ShowsPictures, ShowsPicturesQuerySet
from parks import units
from publishing.models import Publishable, PublishedQuerySet, public_now
from publishing.naming import Names
from publishing.placing import PlacedQuerySet
from publishing.richtext import RichTextField, plain_text
from search.searchable import Searchable, SearchableQuerySet

from . import contradictions
from .districts import INTROS, District
from .freshness import LAST_VERIFIED, LATELY_VERIFIED, STALE_AFTER, TermedQuerySet
from .industries import Industry
from .measures import decimal, percent
from .parks import Park
from .photos import Photo


def starting_within(sqm):
    """One can take `sqm` or less of it: the smallest part on offer, or the whole."""
    return Q(min_area_sqm__lte=sqm) | Q(min_area_sqm=None, area_sqm__lte=sqm)


def available():
    """One can take it now: it is vacant, and no plot that found no buyer (流拍) and waits for a new notice."""
    found_none = Q(kind=Listing.Kind.LAND, notice_stage=Listing.NoticeStage.FAILED)
    return Q(status=Listing.Status.VACANT) & ~found_none


def gone():
    """As `Listing.is_gone` says."""
    return Q(status__in=Listing.GONE)


def vacant_first():
    """0 for what is `available`, 2 for what is `gone`, 1 for what may yet be had."""
    return Case(When(available(), then=0), When(gone(), then=2), default=Value(1))


def open_to(industry):
    """Admits `industry`; a listing that names no industries is open to all."""
    named = Names(Industry.objects.all(), "listings")
    return Names(Industry.objects.admitting(industry), "listings") | ~named


class ListingVerbs:
    """What is asked of listings, in the database (ListingQuerySet) and in memory (parks.columns)."""

    def published(self):
        """Public, still within 有效期, and not of a park the public may not see."""
        in_public_park = Q(park=None) | public_now("park__")
        still_valid = Q(valid_until=None) | Q(valid_until__gte=timezone.localdate())
        return super().published().filter(in_public_park, still_valid)

    def in_district(self, district):
        return self.filter(district__in=District.objects.numbers_within(district))

    def in_industry(self, industry):
        return self.filter(open_to(industry))

    def starting_within(self, sqm):
        return self.filter(starting_within(sqm))

    def sorted_by(self, order):
        """ "verified" (what nobody looked at lately sinks), "vacant" (then as "verified"), "new", "area", "-area",
        "price" or "sale_price"; whichever it is, what is gone stands last.

        By price, rents stand before sale prices and 面议 behind; by sale price, sale prices stand first.
        """
        by_rent, by_price = (
            F(column).asc(nulls_last=True) for column in ("rent_per_sqm_month", "price_per_sqm")
        )
        orders = {
            "vacant": LATELY_VERIFIED,
            "verified": LATELY_VERIFIED,
            "area": ["area_sqm", "pk"],
            "-area": ["-area_sqm", "-pk"],
            "price": [by_rent, by_price, "-pk"],
            "sale_price": [by_price, by_rent, "-pk"],
        }
        first = vacant_first() if order == "vacant" else Case(When(gone(), then=1), default=Value(0))
        return self.order_by(first.asc(), *orders.get(order, ["-published_at", "-pk"]))

    def available(self):
        return self.filter(available())


class ListingQuerySet(
    ListingVerbs,
    ShowsPicturesQuerySet,
    PlacedQuerySet,
    SearchableQuerySet,
    TermedQuerySet,
    PublishedQuerySet,
):
    def for_lists(self):
        """What a row shows: no long texts, no query per row."""
        long_texts = ("description", "park__intro", "park__transport", "park__amenities", *INTROS)
        return self.select_related("district__parent", "park").defer(*long_texts)

    def first_of_each_kind(self, count):
        """At most `count` of each kind, in the order of the kinds; within each as `sorted_by("vacant")`."""
        kinds = [When(kind=kind, then=Value(place)) for place, kind in enumerate(Listing.Kind.values)]
        order = [vacant_first().asc(), *LATELY_VERIFIED]
        place = Window(RowNumber(), partition_by=F("kind"), order_by=order)
        rows = self.annotate(place_in_kind=place).filter(place_in_kind__lte=count)
        return rows.order_by(Case(*kinds, default=Value(9)), "place_in_kind")


class Listing(ShowsPictures, Searchable, Publishable):
    class Kind(models.TextChoices):
        LAND = "land", "土地"
        FACTORY = "factory", "厂房"
        WAREHOUSE = "warehouse", "仓库"
        OFFICE = "office", "写字楼"

    class Deal(models.TextChoices):
        RENT = "rent", "出租"
        SALE = "sale", "出售"
        TRANSFER = "transfer", "出让"
        CUSTOM = "custom", "定制"

    class Status(models.TextChoices):
        VACANT = "vacant", "空置"
        RESERVED = "reserved", "意向"
        TAKEN = "taken", "已租（售）"
        LOCKED = "locked", "锁定"

    GONE = (Status.TAKEN, Status.LOCKED)

    class NoticeStage(models.TextChoices):
        PLANNED = "planned", "预公告"
        LISTED = "listed", "挂牌中"
        SOLD = "sold", "已成交"
        FAILED = "failed", "流拍"

    title = models.CharField("标题", max_length=120)
    kind = models.CharField("类别", max_length=10, choices=Kind)
    deal = models.CharField("方式", max_length=10, choices=Deal)
    status = models.CharField("状态", max_length=10, choices=Status, default=Status.VACANT)
    district = models.ForeignKey(District, models.PROTECT, related_name="listings", verbose_name="所属地区")
    park = models.ForeignKey(
        Park, models.PROTECT, null=True, blank=True, related_name="listings", verbose_name="所属园区"
    )
    address = models.CharField("地址", max_length=200, blank=True)
    area = decimal("面积", 12, null=False, blank=False)
    area_unit = models.CharField("面积单位", max_length=3, choices=units.AreaUnit, default=units.AreaUnit.SQM)
    min_area = decimal("起租（售）面积", 12, help_text="与面积同一单位；整体出租（售）的留空。")
    is_divisible = models.BooleanField("可分割", default=False)
    price = decimal("价格", 12, help_text="面议的留空，单位选“面议”。")
    price_unit = models.CharField("价格单位", max_length=10, choices=units.PriceUnit)
    industries = models.ManyToManyField(
        Industry, blank=True, related_name="listings", verbose_name="准入行业", help_text="不选即不限行业。"
    )
    verified_on = models.DateField("核实日期", null=True, blank=True)
    available_on = models.DateField("可交付日期", null=True, blank=True, help_text="现在就能交付的留空。")
    valid_until = models.DateField("有效期至", null=True, blank=True, help_text="过期后自动从公开页面消失。")
    summary = models.CharField("摘要", max_length=200, blank=True)
    description = RichTextField("详细说明", blank=True)
    pictures = models.ManyToManyField(
        Picture, blank=True, editable=False, related_name="listings", verbose_name="正文图片"
    )

    # Compared and sorted by these, whatever unit the owner used; the database keeps them in step.
    area_sqm = models.GeneratedField(
        expression=units.converted("area", "area_unit", units.AREA_TO_SQM, units.AREA_PLACES),
        output_field=models.DecimalField(max_digits=18, decimal_places=2),
        db_persist=True,
    )
    min_area_sqm = models.GeneratedField(
        expression=units.converted("min_area", "area_unit", units.AREA_TO_SQM, units.AREA_PLACES),
        output_field=models.DecimalField(max_digits=18, decimal_places=2),
        db_persist=True,
    )
    rent_per_sqm_month = models.GeneratedField(
        expression=units.converted("price", "price_unit", units.RENT_TO_SQM_MONTH, units.PRICE_PLACES),
        output_field=models.DecimalField(max_digits=18, decimal_places=4),
        db_persist=True,
    )
    price_per_sqm = models.GeneratedField(
        expression=units.converted("price", "price_unit", units.SALE_TO_SQM, units.PRICE_PLACES),
        output_field=models.DecimalField(max_digits=18, decimal_places=4),
        db_persist=True,
    )

    # 土地
    parcel_number = models.CharField("宗地编号", max_length=60, blank=True)
    land_use = models.CharField("用途", max_length=60, blank=True)
    floor_area_ratio_min = decimal("容积率下限", 5)
    floor_area_ratio_max = decimal("容积率上限", 5)
    building_density = percent("建筑系数（%）")
    green_ratio = percent("绿地率（%）")
    tenure_years = models.PositiveSmallIntegerField("出让年限（年）", null=True, blank=True)
    starting_price_wan = decimal("起始价（万元）", 12)
    deposit_wan = decimal("保证金（万元）", 12)
    investment_wan_per_mu = decimal("投资强度（万元/亩）")
    output_wan_per_mu = decimal("亩均产出（万元/亩）")
    tax_wan_per_mu = decimal("亩均税收（万元/亩）")
    notice_stage = models.CharField("公告阶段", max_length=10, choices=NoticeStage, blank=True)

    # 厂房、仓库
    structure = models.CharField("结构", max_length=40, blank=True)
    floors = models.PositiveSmallIntegerField("层数", null=True, blank=True)
    span_m = decimal("跨度（m）", 6)
    clear_height_m = decimal("净高（m）", 5)
    floor_load_t = decimal("首层承重（t/㎡）", 5)
    floor_loads = models.CharField(
        "各层承重", max_length=120, blank=True, help_text="如：首层 3 t/㎡，二层 1 t/㎡"
    )
    power_kva = decimal("供电（kVA）", 9, 0)
    crane_t = decimal("行车（t）", 5)
    property_fee = models.CharField("物业费", max_length=60, blank=True)
    fire_rating = models.CharField("消防等级", max_length=20, blank=True)
    eia_allowed = models.BooleanField("可办环评", null=True, blank=True)

    # 写字楼
    floor_label = models.CharField("楼层", max_length=40, blank=True)
    efficiency_ratio = percent("得房率（%）")
    parking_spaces = models.PositiveIntegerField("车位", null=True, blank=True)
    rent_free_months = decimal("免租期（月）", 4, 1)
    can_register = models.BooleanField("可注册公司", null=True, blank=True)

    objects = ListingQuerySet.as_manager()
    searched_kind = "listing"
    texts_with_pictures = ("description",)
    searched_fields = frozenset(
        [
            "title",
            "parcel_number",
            "summary",
            "address",
            "description",
            "kind",
            "deal",
            "park",
            "park_id",
            "district",
            "district_id",
        ]
    )
    searched_with = ("park", "district__parent__parent")

    class Meta(Publishable.Meta):
        verbose_name = verbose_name_plural = "载体"
        ordering = ["-published_at", "-pk"]
        indexes = [
            models.Index(fields=["district", "-published_at", "-id"], name="parks_listing_by_district"),
            models.Index(fields=["-published_at", "-id"], name="parks_listing_by_date"),
            models.Index(LAST_VERIFIED.desc(), F("id").desc(), name="parks_listing_by_verification"),
            models.Index(
                F("district"), LAST_VERIFIED.desc(), F("id").desc(), name="listings_of_district_verified"
            ),
            models.Index(
                F("kind"), F("deal"), LAST_VERIFIED.desc(), F("id").desc(), name="listings_of_kind_verified"
            ),
            models.Index(fields=["area_sqm", "id"], name="parks_listing_by_area"),
            models.Index(fields=["rent_per_sqm_month", "price_per_sqm", "-id"], name="parks_listing_by_rent"),
            models.Index(
                fields=["price_per_sqm", "rent_per_sqm_month", "-id"], name="parks_listing_by_price"
            ),
            models.Index(
                fields=["expires_at"], condition=~Q(expires_at=None), name="parks_listing_by_end"
            ),  # when the next one goes
        ]
        constraints = [
            *Publishable.Meta.constraints,
            models.CheckConstraint(
                condition=Q(area__gt=0),
                name="parks_listing_has_area",
                violation_error_message="面积必须大于 0。",
            ),
            models.CheckConstraint(
                condition=Q(min_area=None) | Q(min_area__lte=F("area")),
                name="parks_listing_min_area_within_area",
                violation_error_message="起租（售）面积不能大于面积。",
            ),
            models.CheckConstraint(
                condition=Q(price=None, price_unit=units.PriceUnit.NEGOTIABLE)
                | Q(price__isnull=False, price__gt=0) & ~Q(price_unit=units.PriceUnit.NEGOTIABLE),
                name="parks_listing_price_has_unit",
                violation_error_message="有价格的请填大于 0 的数并选价格单位；没有价格的单位选“面议”。",
            ),
            models.CheckConstraint(
                condition=Q(floor_area_ratio_min=None)
                | Q(floor_area_ratio_max=None)
                | Q(floor_area_ratio_min__lte=F("floor_area_ratio_max")),
                name="parks_listing_floor_area_ratio_in_order",
                violation_error_message="容积率下限不能大于上限。",
            ),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("parks:listing_detail", args=[self.pk])

    def searched_names(self):
        return [self.title, self.parcel_number]

    def searched_texts(self):
        park = self.park.name if self.park else ""
        return [self.summary, self.address, park, plain_text(self.description), *self.goods()]

    def goods(self):
        """`厂房出租`, `天津武清区厂房租赁`…: what it is and where, as people ask for it in one word."""
        kind, deals = self.get_kind_display(), DEALS_IN_WORDS.get(self.deal, [""])
        places = ["", *self.district.names_in_full()]
        return [
            *(f"{deal}{kind}" for deal in deals),
            *(f"{one}{kind}{deal}" for one in places for deal in deals),
        ]

    def clean(self):
        contradictions.refuse(contradictions.of_a_listing(self))

    @property
    def hidden_because(self):
        """What keeps it off every page though it was published; "" where nothing does."""
        if self.valid_until and self.valid_until < timezone.localdate():
            return "有效期已过"
        if self.park and not self.park.is_published:
            return "所属园区未公开"
        return ""

    @property
    def is_published(self):
        """As `published()` of the queryset says."""
        return super().is_published and not self.hidden_because

    @property
    def is_available(self):
        """As `available` says."""
        return self.status == self.Status.VACANT and self.state_shown != self.NoticeStage.FAILED

    @property
    def is_gone(self):
        """Let, sold or withheld: shown still, but not to be had."""
        return self.status in self.GONE

    @property
    def is_stale(self):
        """Nobody has verified it for a quarter."""
        return self.verified_on is None or self.verified_on < timezone.localdate() - STALE_AFTER

    @property
    def state_shown(self):
        """The NoticeStage of a plot in place of 空置 and 锁定, which say less; else the Status."""
        says_less = self.status in (self.Status.VACANT, self.Status.LOCKED)
        is_sold = self.notice_stage == self.NoticeStage.SOLD
        if self.kind == self.Kind.LAND and self.notice_stage and (says_less or is_sold):
            return self.NoticeStage(self.notice_stage)
        return self.Status(self.status)

    @property
    def smallest_part_sqm(self):
        """As `starting_within` says."""
        return self.area_sqm if self.min_area_sqm is None else self.min_area_sqm

    @property
    def cover_kind(self):
        return self.kind

    @property
    def cover_hue_key(self):
        return self.district.slug

    @property
    def cover_name(self):
        return self.title

    @property
    def first_photo(self):
        return next(iter(self.photos.all()), None)


# What people call it, the label first.
DEALS_IN_WORDS = {
    Listing.Deal.RENT: ["出租", "租赁"],
    Listing.Deal.SALE: ["出售"],
    Listing.Deal.TRANSFER: ["出让"],
    Listing.Deal.CUSTOM: ["定制"],
}


class ListingPhoto(Photo):
    listing = models.ForeignKey(Listing, models.CASCADE, related_name="photos", verbose_name="载体")

    class Meta(Photo.Meta):
        verbose_name = verbose_name_plural = "载体图片"
