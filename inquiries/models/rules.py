"""What the office decides about its desk: who gets which inquiry, and how long a step may take."""

from django.conf import settings
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q

from parks.models import District, Industry
from publishing.placing import FromAboveQuerySet


def days(label, default, help_text):
    return models.PositiveSmallIntegerField(
        label, default=default, validators=[MinValueValidator(1)], help_text=help_text
    )


class ServiceStandard(models.Model):
    """One row: 办理时限 in working days. The defaults are those of 江门市招商线索管理办法 (2024)."""

    respond_days = days("首次响应", 1, "新咨询收到后。")
    assess_days = days("研判", 3, "响应之后。")
    feedback_days = days("反馈", 5, "研判之后，回复企业能不能落、落在哪里。")
    report_days = days("跟进", 10, "此后每隔这么久至少跟进一次。")

    class Meta:
        verbose_name = verbose_name_plural = "办理时限"
        default_permissions = ("view", "change")
        constraints = [
            models.CheckConstraint(condition=Q(pk=1), name="inquiries_one_service_standard"),
            models.CheckConstraint(
                condition=Q(
                    respond_days__gte=1, assess_days__gte=1, feedback_days__gte=1, report_days__gte=1
                ),
                name="inquiries_service_standard_from_one_day",
                violation_error_message="每个时限至少 1 个工作日。",
            ),
        ]

    def __str__(self):
        return "办理时限"

    def save(self, **kwargs):
        self.pk = 1
        super().save(**kwargs)

    @classmethod
    def current(cls):
        return cls.objects.first() or cls()


class DayException(models.Model):
    """A day the built-in calendar does not know, or knows otherwise: a holiday, or a Saturday that is worked."""

    day = models.DateField("日期", unique=True)
    is_working = models.BooleanField("上班", default=False, help_text="勾选为上班（调休），不勾选为放假。")
    name = models.CharField("说明", max_length=40, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "放假与调休"
        ordering = ["-day"]

    def __str__(self):
        return f"{self.day} {'上班' if self.is_working else '放假'}"


class AssignmentRule(models.Model):
    """Who gets what comes in. Empty means any; the first rule that fits, by position, decides."""

    district = models.ForeignKey(
        District,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="地区",
        help_text="含下级地区；留空为全部。",
    )
    topic = models.CharField("主题", max_length=10, blank=True, help_text="留空为全部。")
    industry = models.ForeignKey(
        Industry,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="行业",
        help_text="门类含其下的大类；留空为全部。",
    )
    officers = models.ManyToManyField(
        settings.AUTH_USER_MODEL,
        related_name="+",
        verbose_name="专员",
        help_text="选多人时，分给手上未结咨询最少的一位。",
    )
    position = models.PositiveSmallIntegerField("顺序", default=0, help_text="小的在前，先符合的先用。")

    objects = FromAboveQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "分派规则"
        ordering = ["position", "pk"]

    def __str__(self):
        return f"分派规则 {self.pk}"
