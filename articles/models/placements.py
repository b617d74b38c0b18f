"""推荐位: what editors put forward, where, and from when to when: decided as a page is asked for, to the minute."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Case, F, Min, Q, Value, When
from django.utils import timezone

from parks.models import District
from publishing.placing import PlacedQuerySet

SLOTS_APART = 100_000  # more than a position can be


class PlacementQuerySet(PlacedQuerySet):
    def current(self):
        now = timezone.now()
        return self.filter(Q(ends_at=None) | Q(ends_at__gt=now), starts_at__lte=now)

    def coming(self):
        return self.filter(starts_at__gt=timezone.now())

    def over(self):
        return self.filter(ends_at__lte=timezone.now())

    def next_change(self):
        """The next moment at which one of them begins or ends; None where nothing waits."""
        coming = self.coming().aggregate(moment=Min("starts_at"))["moment"]
        ending = self.filter(ends_at__gt=timezone.now()).aggregate(moment=Min("ends_at"))["moment"]
        return min(filter(None, [coming, ending]), default=None)

    def in_state(self, state):
        """Those whose property `state` is `state`."""
        return {"now": self.current, "coming": self.coming, "over": self.over}[state]()

    def beside(self, placement):
        """The others at the same place at some moment of `placement`."""
        others = self.filter(slot=placement.slot, district=placement.district_id).exclude(pk=placement.pk)
        others = others.filter(Q(ends_at=None) | Q(ends_at__gt=placement.starts_at))
        return others.filter(starts_at__lt=placement.ends_at) if placement.ends_at else others

    def with_order(self):
        """`order`: the lead before the rest, then as the editors numbered them."""
        lead_first = Case(When(slot=Placement.Slot.HOME_LEAD, then=Value(0)), default=Value(SLOTS_APART))
        return self.annotate(order=lead_first + F("position"))


class Placement(models.Model):
    class Slot(models.TextChoices):
        HOME_LEAD = "home-lead", "首页头条"
        HOME_NEWS = "home-news", "首页要闻"
        DISTRICT_LEAD = "district-lead", "地区头条"

    class State(models.TextChoices):
        NOW = "now", "展示中"
        COMING = "coming", "未开始"
        OVER = "over", "已结束"

    HOME = (Slot.HOME_LEAD, Slot.HOME_NEWS)
    ROOM = {Slot.HOME_LEAD: 1, Slot.HOME_NEWS: 3, Slot.DISTRICT_LEAD: 1}

    slot = models.CharField("推荐位", max_length=20, choices=Slot)
    article = models.ForeignKey(
        "articles.Article", models.CASCADE, related_name="placements", verbose_name="文章"
    )
    district = models.ForeignKey(
        District,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="placements",
        verbose_name="地区",
        help_text="只有地区头条要选：显示在这个地区的页面上。",
    )
    starts_at = models.DateTimeField("开始时间", default=timezone.now)
    ends_at = models.DateTimeField(
        "结束时间", null=True, blank=True, help_text="到点自动撤下；留空为一直展示。"
    )
    position = models.PositiveSmallIntegerField(
        "排序", default=0, help_text="小的在前；相同的，新发布的在前。"
    )

    objects = PlacementQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "推荐位"
        ordering = ["slot", "district", "position", "-starts_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at=None) | Q(ends_at__gt=F("starts_at")),
                name="articles_placement_ends_after_start",
                violation_error_message="结束时间必须晚于开始时间。",
            ),
            models.CheckConstraint(
                condition=Q(slot="district-lead", district__isnull=False)
                | (~Q(slot="district-lead") & Q(district__isnull=True)),
                name="articles_placement_district_for_its_slots",
                violation_error_message="地区头条要选地区；首页的推荐位不选地区。",
            ),
        ]

    def __str__(self):
        return f"{self.where}：{self.article}"

    def clean(self):
        if self.article_id and self.starts_at and self.is_said_twice():
            raise ValidationError(f"这篇文章在这段时间已经在{self.where}。")

    def is_said_twice(self):
        return Placement.objects.beside(self).filter(article=self.article_id).exists()

    @property
    def where(self):
        return (
            f"{self.get_slot_display()}（{self.district.name}）" if self.district else self.get_slot_display()
        )

    @property
    def state(self):
        now = timezone.now()
        if self.starts_at > now:
            return self.State.COMING
        return self.State.OVER if self.ends_at and self.ends_at <= now else self.State.NOW

    @property
    def room(self):
        """How many the page shows at once."""
        return self.ROOM[self.slot]
