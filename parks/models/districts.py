import re

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Exists, OuterRef, Q, Value
from django.db.models.functions import Concat, Substr

from publishing.addresses import address
from publishing.fragments import kept
from publishing.models import Moving, SiteSettings
from publishing.placing import within_remit
from search.searchable import Searchable, SearchableQuerySet

from . import contradictions

# The long texts of a row's district and of the one above it: no list prints them.
INTROS = ("district__intro", "district__parent__intro")
LEVELS_NAMED = 3  # province, city and county are named together


class DistrictQuerySet(SearchableQuerySet):
    def within(self, district):
        """`district` and everything below it."""
        return self.filter(path__startswith=district.path)

    def numbers_within(self, district):
        """Their primary keys, asked for now: from a list PostgreSQL knows how many rows to expect, and picks its
        index by that; a subquery it takes for small, and sorts every listing of a province.
        """
        return list(self.within(district).order_by().values_list("pk", flat=True))

    def visible_to(self, user):
        """Those `user` is bound to and all below them; all for who is not bound."""
        return within_remit(user, self, path="")

    def changeable_by(self, user):
        return self.visible_to(user)

    def holding(self, relation, rows):
        """Those that one of `rows` names through `relation` ("parks", "listings", …), and all above them."""
        holder = District._meta.get_field(relation)
        if rows.model is not holder.related_model:  # their keys
            rows = holder.related_model._base_manager.filter(pk__in=rows)
        link = holder.field.name
        held = Exists(
            rows.order_by().filter(**{link: OuterRef("pk")})
        )  # a look at each district, not at each row
        return self.with_above(self.filter(held).values_list("path", flat=True))

    def with_above(self, paths):
        """Those of `paths` and all above them, as a tree is read."""
        slugs = {slug for path in paths for slug in path.rstrip("/").split("/")}
        return self.filter(slug__in=slugs).select_related("parent").order_by("path")


class District(Moving, Searchable):
    """A division or zone. `path` is the slugs from the top, `tianjin/wuqing/`, kept by `save`."""

    class Kind(models.TextChoices):
        PROVINCE = "province", "省级"
        CITY = "city", "市级"
        COUNTY = "county", "区县"
        ZONE = "zone", "功能区"

    name = models.CharField("名称", max_length=60)
    short_name = models.CharField("简称", max_length=30, help_text="标题前缀里的叫法，如“武清区”“天津”。")
    kind = models.CharField("层级", max_length=10, choices=Kind)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children", verbose_name="上级地区"
    )
    code = models.CharField(
        "行政区划代码", max_length=12, blank=True, help_text="GB/T 2260 六位代码；功能区没有的留空。"
    )
    slug = models.SlugField(
        "网址名", max_length=80, unique=True, help_text="拼音，公开后请勿修改，如 wuqing。"
    )
    path = models.CharField(max_length=400, unique=True, editable=False)
    position = models.PositiveSmallIntegerField("排序", default=0)
    known_for = models.CharField("一句话特色", max_length=60, blank=True)
    intro = models.TextField("简介", blank=True)
    hotline = models.CharField(
        "招商热线", max_length=40, blank=True, help_text="留空则用上级地区或全站的热线。"
    )
    hotline_hours = models.CharField("服务时间", max_length=60, blank=True)
    contact_address = models.CharField("招商部门地址", max_length=200, blank=True)
    grid_row = models.PositiveSmallIntegerField(
        "方格图行", null=True, blank=True, help_text="首页方格地图上的位置，两项都填才显示。"
    )
    grid_column = models.PositiveSmallIntegerField("方格图列", null=True, blank=True)

    objects = DistrictQuerySet.as_manager()
    former_noun, former_segment = "district", "districts"
    searched_kind = "district"
    searched_fields = frozenset(["name", "short_name", "parent", "parent_id", "known_for", "intro"])
    searched_with = ("parent__parent",)

    class Meta:
        verbose_name = verbose_name_plural = "地区"
        ordering = ["position", "code", "pk"]
        constraints = [
            models.UniqueConstraint(
                "code",
                condition=~Q(code=""),
                name="parks_district_code_is_unique",
                violation_error_message="这个行政区划代码已经有地区在用。",
            ),
        ]

    def __str__(self):
        return self.full_name

    def save(self, **kwargs):
        old_path, self.path = self.path, f"{self.parent.path if self.parent else ''}{self.slug}/"
        if kwargs.get("update_fields"):
            kwargs["update_fields"] = {*kwargs["update_fields"], "path"}
        with transaction.atomic():
            super().save(**kwargs)
            if old_path and old_path != self.path:
                moved = District.objects.filter(path__startswith=old_path).exclude(pk=self.pk)
                moved.update(path=Concat(Value(self.path), Substr("path", len(old_path) + 1)))

    def get_absolute_url(self):
        return address("district_hub", self.slug)

    def clean(self):
        super().clean()
        if self.pk and self.parent and self.parent.path.startswith(self.path):
            raise ValidationError({"parent": "上级地区不能是自己或自己的下级。"})
        contradictions.refuse(contradictions.of_telephones(self, "hotline"))

    def searched_names(self):
        return [self.name, self.short_name]

    def searched_texts(self):
        return [self.known_for, self.intro, *self.names_in_full()]

    @property
    def full_name(self):
        """`天津-武清区`: the parent's short name in front, where there is one."""
        return f"{self.parent.short_name}-{self.name}" if self.parent else self.name

    @property
    def official_name(self):
        """`天津市武清区`, as documents write it."""
        return f"{self.parent.official_name if self.parent else ''}{self.name}"

    @property
    def bare_name(self):
        """`武清`, as people and maps say it; one character (some counties) stays whole."""
        return re.sub("(?<=..)(?:省|市|新区|区|县)$", "", self.name)

    def names_in_full(self):
        """`天津市`, `天津`, `天津市武清区`, `天津武清`…: it and what lies above it, as people write them together."""
        lineage = [self]
        while lineage[0].parent_id and len(lineage) < LEVELS_NAMED:
            lineage.insert(0, lineage[0].parent)
        places, down_to = [], [""]
        for one in lineage:
            names = dict.fromkeys([one.name, one.bare_name, one.short_name])
            down_to = [above + name for above in down_to for name in names]
            places += down_to
        return places

    @property
    def slugs(self):
        return self.path.rstrip("/").split("/")

    def lineage(self):
        """From the top down to the district itself, in one query."""
        return sorted(District.objects.filter(slug__in=self.slugs), key=lambda one: len(one.path))

    def hotline_and_hours(self):
        """The nearest hotline upwards: own, an ancestor's, the site's. A number brings its own hours."""
        return kept(("hotline", self.pk), self.nearest_hotline)

    def nearest_hotline(self):
        for district in reversed(self.lineage()):
            if district.hotline:
                return district.hotline, district.hotline_hours
        return SiteSettings.current().hotline_and_hours()
