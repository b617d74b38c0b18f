from decimal import Decimal

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Case, Exists, F, OuterRef, Q, Value, When
from django.db.models.functions import Coalesce
from django.urls import reverse

from library.models import Picture
from library.showing import ShowsPictures, ShowsPicturesQuerySet
from publishing.models import Moving, Publishable, PublishedQuerySet
from publishing.naming import Names
from publishing.placing import PlacedQuerySet
from publishing.richtext import RichTextField, plain_text
from search.searchable import Searchable, SearchableQuerySet

from . import contradictions
from .districts import INTROS, District
from .freshness import VerifiedQuerySet
from .industries import Industry
from .photos import Photo
from .positions import MapCoordinate

# National parks first.
LEVEL_RANK = Case(
    When(level="national", then=Value(0)), When(level="provincial", then=Value(1)), default=Value(2)
)
# What nobody states counts as less than none, the same way in both databases.
MOST_LAND = Coalesce("land_available_mu", Value(Decimal(-1))).desc()


class ParkVerbs:
    """What is asked of parks, in the database (ParkQuerySet) and in memory (parks.columns)."""

    def in_district(self, district):
        return self.filter(district__in=District.objects.numbers_within(district))

    def in_industry(self, industry):
        return self.filter(Names(Industry.objects.within(industry), "parks"))


class ParkQuerySet(
    ParkVerbs, ShowsPicturesQuerySet, PlacedQuerySet, SearchableQuerySet, VerifiedQuerySet, PublishedQuerySet
):
    def for_lists(self):
        """What a card shows: no long texts, no query per row."""
        rows = self.select_related("district__parent").prefetch_related("industries", "photos")
        return rows.defer("intro", "transport", "amenities", *INTROS)

    def alike(self, park):
        """Others that share a leading industry with `park`."""
        leading = [one.pk for one in park.industries.all()]
        named = self.model.industries.through.objects.filter(park=OuterRef("pk"), industry__in=leading)
        return self.exclude(pk=park.pk).filter(Exists(named))

    def sorted_by(self, order):
        """ "name", "land" (most land first) or "level" (national parks first)."""
        if order == "land":
            return self.order_by(MOST_LAND, "name")
        if order == "level":
            return self.order_by(LEVEL_RANK, "name")
        return self.order_by("name")

    def with_vacancies(self):
        return self.filter(self.has_vacancies())

    def has_vacancies(self):
        """The condition of `with_vacancies`: a vacant listing the public may see. Land to give has nearly every park."""
        listings = self.model.listings.rel.related_model.objects  # a listing knows its park, not the reverse
        vacant = listings.published().available().filter(park=OuterRef("pk"))
        return Exists(vacant)


class Park(ShowsPictures, Moving, Searchable, Publishable):
    class Level(models.TextChoices):
        NATIONAL = "national", "国家级"
        PROVINCIAL = "provincial", "省（市）级"
        DISTRICT = "district", "区级"

    class Kind(models.TextChoices):
        ECONOMIC = "economic", "经济技术开发区"
        HIGHTECH = "hightech", "高新技术产业开发区"
        CUSTOMS = "customs", "海关特殊监管区域"
        DEMONSTRATION = "demonstration", "示范工业园区"
        INDUSTRIAL = "industrial", "产业园区"
        INNOVATION = "innovation", "创新创业园"
        LOGISTICS = "logistics", "物流园区"

    class CoordinateSystem(models.TextChoices):
        WGS84 = "wgs84", "WGS-84（GPS、天地图）"
        GCJ02 = "gcj02", "GCJ-02（高德、腾讯）"
        BD09 = "bd09", "BD-09（百度）"

    class SitePreparation(models.TextChoices):
        THREE = "3", "三通一平"
        FIVE = "5", "五通一平"
        SEVEN = "7", "七通一平"
        NINE = "9", "九通一平"

    name = models.CharField("名称", max_length=80, unique=True)
    alias = models.CharField("别名", max_length=120, blank=True, help_text="常用的其他叫法，用顿号隔开。")
    slug = models.SlugField("网址名", max_length=80, unique=True, help_text="拼音，公开后请勿修改。")
    district = models.ForeignKey(District, models.PROTECT, related_name="parks", verbose_name="所属地区")
    level = models.CharField("级别", max_length=12, choices=Level)
    kind = models.CharField("类型", max_length=14, choices=Kind)
    approved_on = models.DateField("批准时间", null=True, blank=True)
    industries = models.ManyToManyField(Industry, blank=True, related_name="parks", verbose_name="主导产业")
    planned_area_km2 = models.DecimalField(
        "规划面积（km²）", max_digits=9, decimal_places=2, null=True, blank=True
    )
    built_area_km2 = models.DecimalField(
        "建成面积（km²）", max_digits=9, decimal_places=2, null=True, blank=True
    )
    land_available_mu = models.DecimalField(
        "可供地（亩）", max_digits=10, decimal_places=1, null=True, blank=True
    )
    address = models.CharField("地址", max_length=200, blank=True)
    latitude = models.DecimalField(
        "纬度",
        max_digits=9,
        decimal_places=6,
        null=True,
        blank=True,
        validators=[MinValueValidator(-90), MaxValueValidator(90)],
    )
    longitude = models.DecimalField(
        "经度",
        max_digits=9,
        decimal_places=6,
        null=True,
        blank=True,
        validators=[MinValueValidator(-180), MaxValueValidator(180)],
    )
    coordinate_system = models.CharField(
        "坐标系", max_length=5, choices=CoordinateSystem, default=CoordinateSystem.WGS84
    )
    map_latitude, map_longitude = MapCoordinate(axis=0), MapCoordinate(axis=1)
    transport = models.TextField("交通", blank=True)
    site_preparation = models.CharField("基础设施", max_length=1, choices=SitePreparation, blank=True)
    amenities = models.TextField("配套", blank=True)
    output_yi_yuan = models.DecimalField(
        "年产值（亿元）", max_digits=10, decimal_places=2, null=True, blank=True
    )
    tax_yi_yuan = models.DecimalField(
        "年税收（亿元）", max_digits=10, decimal_places=2, null=True, blank=True
    )
    employees = models.PositiveIntegerField("就业人数", null=True, blank=True)
    summary = models.CharField("摘要", max_length=200, blank=True)
    intro = RichTextField("介绍", blank=True)
    pictures = models.ManyToManyField(
        Picture, blank=True, editable=False, related_name="parks", verbose_name="正文图片"
    )
    contact_name = models.CharField("联系人", max_length=40, blank=True)
    contact_phone = models.CharField("联系电话", max_length=40, blank=True)
    verified_on = models.DateField("核实日期", null=True, blank=True)

    objects = ParkQuerySet.as_manager()
    former_noun, former_segment = "park", "parks"
    searched_kind = "park"
    texts_with_pictures = ("intro",)
    searched_fields = frozenset(
        [
            "name",
            "alias",
            "summary",
            "address",
            "intro",
            "transport",
            "amenities",
            "kind",
            "district",
            "district_id",
        ]
    )
    searched_with = ("district__parent__parent",)

    class Meta(Publishable.Meta):
        verbose_name = verbose_name_plural = "园区"
        ordering = ["name"]
        indexes = [
            models.Index(fields=["district", "name"]),
            models.Index(fields=["map_latitude", "map_longitude"], name="parks_park_by_position"),
            models.Index(LEVEL_RANK, F("name"), name="parks_park_by_level"),
            models.Index(MOST_LAND, F("name"), name="parks_park_by_land"),
        ]
        constraints = [
            *Publishable.Meta.constraints,
            models.CheckConstraint(
                condition=Q(planned_area_km2=None)
                | Q(built_area_km2=None)
                | Q(built_area_km2__lte=F("planned_area_km2")),
                name="parks_park_built_within_planned",
                violation_error_message="建成面积不能大于规划面积。",
            ),
            models.CheckConstraint(
                condition=Q(latitude=None, longitude=None)
                | Q(latitude__isnull=False, longitude__isnull=False),
                name="parks_park_coordinates_in_pairs",
                violation_error_message="经度和纬度请同时填写，或同时留空。",
            ),
        ]

    def __str__(self):
        return self.name

    def save(self, **kwargs):
        if {"latitude", "longitude", "coordinate_system"} & set(kwargs.get("update_fields") or ()):
            kwargs["update_fields"] = {*kwargs["update_fields"], "map_latitude", "map_longitude"}
        super().save(**kwargs)

    def get_absolute_url(self):
        return reverse("parks:park_detail", args=[self.slug])

    def clean(self):
        super().clean()
        contradictions.refuse(contradictions.of_a_park(self))

    def searched_names(self):
        return [self.name, self.alias]

    def searched_texts(self):
        kind, places = self.get_kind_display(), self.district.names_in_full()
        own = [self.summary, self.address, plain_text(self.intro), self.transport, self.amenities]
        return [*own, *(f"{place}{kind}" for place in places)]

    @property
    def position(self):
        """(latitude, longitude) in WGS-84, whatever datum the editor typed; None where nobody did."""
        return None if self.map_latitude is None else (self.map_latitude, self.map_longitude)

    cover_kind = "park"

    @property
    def cover_hue_key(self):
        return self.district.slug

    @property
    def cover_name(self):
        return self.name

    @property
    def first_photo(self):
        """The photo lists show. Reads the prefetched photos where there are any."""
        return next(iter(self.photos.all()), None)


class ParkPhoto(Photo):
    park = models.ForeignKey(Park, models.CASCADE, related_name="photos", verbose_name="园区")

    class Meta(Photo.Meta):
        verbose_name = verbose_name_plural = "园区相册"


class ParkDistance(models.Model):
    park = models.ForeignKey(Park, models.CASCADE, related_name="distances", verbose_name="园区")
    target = models.CharField("到哪里", max_length=60)
    km = models.DecimalField("距离（km）", max_digits=6, decimal_places=1, validators=[MinValueValidator(0)])
    position = models.PositiveSmallIntegerField("排序", default=0)

    class Meta:
        verbose_name = verbose_name_plural = "距离"
        ordering = ["position", "km", "pk"]

    def __str__(self):
        return f"{self.target} {self.km} km"


class ParkCompany(models.Model):
    park = models.ForeignKey(Park, models.CASCADE, related_name="companies", verbose_name="园区")
    name = models.CharField("企业名称", max_length=100)
    industry = models.ForeignKey(
        Industry, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name="行业"
    )
    note = models.CharField("简介", max_length=100, blank=True)
    position = models.PositiveSmallIntegerField("排序", default=0)

    class Meta:
        verbose_name = verbose_name_plural = "入驻企业"
        ordering = ["position", "pk"]

    def __str__(self):
        return self.name
