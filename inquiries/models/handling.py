from django.conf import settings
from django.db import models
from django.db.models import Case, F, Q, Value, When
from django.utils import timezone

from parks.models import District, Listing

from .inquiries import Inquiry


class FollowUp(models.Model):
    """One contact with the investor. Written once, never changed."""

    class Method(models.TextChoices):
        PHONE = "phone", "电话"
        WECHAT = "wechat", "微信"
        VISIT = "visit", "来访"
        TOUR = "tour", "考察"
        MEETING = "meeting", "会议"

    inquiry = models.ForeignKey(Inquiry, models.CASCADE, related_name="follow_ups", verbose_name="咨询")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name="跟进人"
    )
    method = models.CharField("方式", max_length=10, choices=Method)
    summary = models.TextField("内容")
    listings = models.ManyToManyField(Listing, blank=True, related_name="+", verbose_name="带看载体")
    next_action = models.CharField("下一步", max_length=200, blank=True)
    due_on = models.DateField("约定日期", null=True, blank=True)
    created_at = models.DateTimeField("时间", auto_now_add=True)

    class Meta:
        verbose_name = verbose_name_plural = "跟进记录"
        ordering = ["-created_at", "-pk"]

    def __str__(self):
        """Not what was said: the log of the staff's screens keeps this name for good."""
        return f"{self.get_method_display()} {timezone.localtime(self.created_at):%Y-%m-%d %H:%M}"


class StageChangeQuerySet(models.QuerySet):
    def judged(self):
        """Those that had to be taken by a day; of the steps from 新 the answers alone."""
        return self.filter(~Q(stage_from=Inquiry.Stage.NEW) | is_answer(), due_on__isnull=False)

    def with_lateness(self):
        """Adds `late`, which is `is_late` in the database."""
        late = When(at__date__gt=F("due_on"), then=Value(True))
        return self.annotate(late=Case(late, default=Value(False)))


def is_answer(step=""):
    """The first response: a step from 新 along the path, since an end tells the investor nothing. One an inquiry at most:
    nobody becomes unanswered again. `step` leads to the steps, as `stage_changes__`.
    """
    ends = Q(**{f"{step}stage_to__in": Inquiry.ENDED_WITHOUT_RESULT})
    return Q(**{f"{step}stage_from": Inquiry.Stage.NEW}) & ~ends


class StageChange(models.Model):
    """One step of an inquiry from stage to stage. Written once, never changed; the first one begins at nothing."""

    inquiry = models.ForeignKey(Inquiry, models.CASCADE, related_name="stage_changes", verbose_name="咨询")
    stage_from = models.CharField("原阶段", max_length=12, choices=Inquiry.Stage, blank=True)
    stage_to = models.CharField("新阶段", max_length=12, choices=Inquiry.Stage)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name="经办人"
    )
    follow_up = models.OneToOneField(
        FollowUp, models.SET_NULL, null=True, related_name="stage_change", verbose_name="跟进记录"
    )
    reason = models.CharField("原因", max_length=200, blank=True)
    due_on = models.DateField("当时的办理期限", null=True)
    at = models.DateTimeField("时间", default=timezone.now)

    objects = StageChangeQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "阶段变更"
        ordering = ["-at", "-pk"]
        default_permissions = ()
        indexes = [models.Index(fields=["stage_to", "at"], name="inquiries_steps_by_stage")]

    def __str__(self):
        return f"{self.get_stage_from_display()} → {self.get_stage_to_display()}"

    @property
    def is_late(self):
        return self.due_on is not None and timezone.localdate(self.at) > self.due_on


class Transfer(models.Model):
    """An inquiry offered to another district; the first district keeps its credit (首谈地).

    Until the other side accepts or declines it stays where it is; accepted, it is handled there.
    """

    inquiry = models.ForeignKey(Inquiry, models.CASCADE, related_name="transfers", verbose_name="咨询")
    from_district = models.ForeignKey(District, models.PROTECT, related_name="+", verbose_name="转出地区")
    to_district = models.ForeignKey(District, models.PROTECT, related_name="+", verbose_name="转入地区")
    first_contact_district = models.ForeignKey(
        District, models.PROTECT, related_name="+", verbose_name="首谈地"
    )
    reason = models.CharField("原因", max_length=200)
    requested_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name="转出人"
    )
    created_at = models.DateTimeField("转出时间", auto_now_add=True)
    accepted_at = models.DateTimeField("接收时间", null=True, blank=True)
    declined_at = models.DateTimeField("退回时间", null=True, editable=False)
    decline_reason = models.CharField("退回原因", max_length=200, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        editable=False,
        related_name="+",
        verbose_name="答复人",
    )

    class Meta:
        verbose_name = verbose_name_plural = "流转"
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(from_district=F("to_district")),
                name="inquiries_transfer_goes_elsewhere",
                violation_error_message="转入地区不能与转出地区相同。",
            ),
            models.CheckConstraint(
                condition=Q(accepted_at=None) | Q(declined_at=None),
                name="inquiries_transfer_answered_once",
            ),
            models.UniqueConstraint(
                fields=["inquiry"],
                condition=Q(accepted_at=None, declined_at=None),
                name="inquiries_transfer_one_open",
                violation_error_message="这条咨询已有一次流转在等对方答复。",
            ),
        ]

    def __str__(self):
        return f"{self.from_district} → {self.to_district}"
