from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.db.models.functions import Coalesce

from articles.models import Channel
from parks.models import District
from publishing.placing import FromAboveQuerySet

from .items import ItemQuerySet, OfItem
from .versions import Version

LEVELS = 3  # 三审
FIRST, SECOND, FINAL = "editorial.review_first", "editorial.review_second", "editorial.review_final"
LEVEL_NAMES = {FIRST: "初审", SECOND: "复审", FINAL: "终审"}


def right_for(level, levels):
    """The right that passes the level: the last is always 终审, before it come 初审 and, of three, 复审."""
    if level == levels:
        return FINAL
    return FIRST if level == 1 else SECOND


def level_name(level, levels):
    return LEVEL_NAMES[right_for(level, levels)]


def is_reviewer(person):
    return any(map(person.has_perm, LEVEL_NAMES))


class ReviewRule(models.Model):
    """How many reviewers a text needs: the rule that names most of its channel and district decides, the nearest
    district first; without any rule all three.
    """

    channel = models.ForeignKey(
        Channel,
        models.CASCADE,
        null=True,
        blank=True,
        verbose_name="栏目",
        help_text="留空为所有栏目；政策文件没有栏目。",
    )
    district = models.ForeignKey(
        District,
        models.CASCADE,
        null=True,
        blank=True,
        verbose_name="地区",
        help_text="连同下级地区；留空为所有地区。",
    )
    levels = models.PositiveSmallIntegerField(
        "审级",
        choices=[(1, "一审（终审）"), (2, "二审（初审、终审）"), (3, "三审（初审、复审、终审）")],
        default=LEVELS,
    )

    objects = FromAboveQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "审核规则"
        constraints = [
            models.UniqueConstraint(
                Coalesce("channel", 0),
                Coalesce("district", 0),
                name="editorial_one_rule_for_a_channel_and_district",
                violation_error_message="这个栏目和地区已经有一条审核规则。",
            ),
            models.CheckConstraint(
                condition=Q(levels__gte=1, levels__lte=LEVELS), name="editorial_rule_has_one_to_three_levels"
            ),
        ]

    def __str__(self):
        return f"{self.channel or '所有栏目'}，{self.district or '所有地区'}：{self.get_levels_display()}"


class ReviewQuerySet(ItemQuerySet):
    def pending(self):
        return self.filter(state=Review.State.PENDING)

    def waiting_for(self, person):
        """Those that `person` may pass now: the level is his, he wrote none of it and has not passed it before."""
        final = F("levels")
        stands = {FIRST: Q(level=1, levels__gt=1), SECOND: Q(level=2, levels=LEVELS), FINAL: Q(level=final)}
        his = Q(pk__in=[])
        for right, at_level in stands.items():
            if person.has_perm(right):
                his |= at_level
        passed = Step.objects.filter(review=OuterRef("pk"), action=Step.Action.PASSED, person=person)
        wrote = Review.writers.through.objects.filter(review=OuterRef("pk"), user=person)
        rows = self.pending().filter(his).exclude(Exists(passed)).exclude(Exists(wrote))
        return rows.changeable_by(person)

    def returned_last(self):
        """What was returned, and neither handed in again since nor made public in another way."""
        rows = self.filter(state=Review.State.RETURNED)
        for key in ("article", "policy"):  # asked apart: one condition with an “or” has no index
            same = {key: OuterRef(key)}
            later = Review.objects.filter(**same, pk__gt=OuterRef("pk"))
            released = Version.objects.filter(**same, went_live_at__gt=OuterRef("closed_at"))
            rows = rows.filter(~Exists(later.order_by()), ~Exists(released.order_by()))
        return rows


class Review(OfItem):
    """送审: one version on its way through its levels. An item has at most one that is pending."""

    class State(models.TextChoices):
        PENDING = "pending", "审核中"
        APPROVED = "approved", "已通过"
        RETURNED = "returned", "已退回"
        RECALLED = "recalled", "已撤回"

    version = models.ForeignKey(Version, models.CASCADE, related_name="reviews", verbose_name="版本")
    # What visitors saw when it was handed in: what the version is compared with, then and for good.
    base = models.ForeignKey(
        Version, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name="当时的线上版本"
    )
    # Who wrote what the version adds: none of them may pass it.
    writers = models.ManyToManyField(
        settings.AUTH_USER_MODEL, blank=True, related_name="reviews_written", verbose_name="撰稿人"
    )
    state = models.CharField("状态", max_length=10, choices=State, default=State.PENDING)
    levels = models.PositiveSmallIntegerField(
        "审级", validators=[MinValueValidator(1), MaxValueValidator(LEVELS)]
    )
    level = models.PositiveSmallIntegerField("待第几审", default=1)
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        related_name="reviews_asked",
        verbose_name="送审人",
    )
    submitted_at = models.DateTimeField("送审时间", auto_now_add=True)
    closed_at = models.DateTimeField("结束时间", null=True, blank=True)

    objects = ReviewQuerySet.as_manager()

    class Meta(OfItem.Meta):
        verbose_name = verbose_name_plural = "审核"
        ordering = ["submitted_at", "pk"]
        default_permissions = ("view",)
        permissions = [("review_first", "初审"), ("review_second", "复审"), ("review_final", "终审")]
        constraints = [
            *OfItem.Meta.constraints,
            models.UniqueConstraint(
                fields=["article"], condition=Q(state="pending"), name="editorial_one_review_of_an_article"
            ),
            models.UniqueConstraint(
                fields=["policy"], condition=Q(state="pending"), name="editorial_one_review_of_a_policy"
            ),
            models.CheckConstraint(
                condition=Q(level__gte=1, levels__lte=LEVELS) & Q(level__lte=models.F("levels")),
                name="editorial_review_level_within_levels",
            ),
        ]
        indexes = [
            models.Index(fields=["submitted_at", "id"], name="editorial_review_in_order"),
            models.Index(
                fields=["level", "levels"], condition=Q(state="pending"), name="editorial_review_waiting"
            ),
            models.Index(fields=["submitted_by", "state"], name="editorial_review_asked"),
            models.Index(fields=["state", "closed_at"], name="editorial_review_closed"),
        ]

    def __str__(self):
        return f"{self.item} {self.get_state_display()}"

    @property
    def level_name(self):
        """初审, 复审 or 终审: whose turn it is."""
        return level_name(self.level, self.levels)


class Step(OfItem):
    """What happened to an item on the desk, by whom and why. Written once, never changed: the 审签单 prints them."""

    class Action(models.TextChoices):
        SUBMITTED = "submitted", "送审"
        PASSED = "passed", "通过"
        RETURNED = "returned", "退回"
        RECALLED = "recalled", "撤回送审"
        COMMENTED = "commented", "批注"
        PUBLISHED = "published", "免审发布"
        WITHDRAWN = "withdrawn", "撤下"
        RESTORED = "restored", "恢复旧版"

    action = models.CharField("事项", max_length=10, choices=Action)
    review = models.ForeignKey(
        Review, models.CASCADE, null=True, blank=True, related_name="steps", verbose_name="审核"
    )
    level = models.PositiveSmallIntegerField("审级", null=True, blank=True)
    version = models.ForeignKey(
        Version, models.SET_NULL, null=True, blank=True, related_name="steps", verbose_name="版本"
    )
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="steps_taken", verbose_name="人员"
    )
    person_name = models.CharField("姓名", max_length=80)  # as it was then, also when the account is gone
    reason = models.TextField("意见", blank=True)
    happened_at = models.DateTimeField("时间", auto_now_add=True)

    class Meta(OfItem.Meta):
        verbose_name = verbose_name_plural = "审签记录"
        ordering = ["happened_at", "pk"]
        default_permissions = ("view",)
        constraints = [
            *OfItem.Meta.constraints,
            models.UniqueConstraint(
                fields=["review", "person"],
                condition=Q(action="passed"),
                name="editorial_nobody_passes_a_review_twice",
                violation_error_message="您已经通过过这一稿，请由另一位审核人办理。",
            ),
            models.UniqueConstraint(
                fields=["review", "level"],
                condition=Q(action="passed"),
                name="editorial_each_level_is_passed_once",
                violation_error_message="这一审已经有人办理。",
            ),
            models.CheckConstraint(
                condition=~Q(action__in=["returned", "withdrawn"]) | ~Q(reason=""),
                name="editorial_step_back_has_a_reason",
                violation_error_message="请写明原因。",
            ),
        ]

    def __str__(self):
        return f"{self.person_name} {self.get_action_display()}"

    @property
    def level_name(self):
        return level_name(self.level, self.review.levels) if self.level and self.review else ""
