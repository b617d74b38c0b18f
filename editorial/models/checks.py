from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MinLengthValidator
from django.db import models
from django.db.models import Q

from .items import OfItem


class Grade(models.TextChoices):
    ERROR = "error", "必须改"
    ADVICE = "advice", "建议"


def refuse_spaces(text):
    if text.split() != [text]:
        raise ValidationError("词语里不能有空格或换行。")


class Word(models.Model):
    """One entry of the 词库. An ALLOWED phrase says nothing itself: where it stands, the shorter words in it are right
    (截止日期 beside the faulty 截止).
    """

    class Kind(models.TextChoices):
        CONFUSED = "confused", "易错"
        SENSITIVE = "sensitive", "敏感"
        PROMISE = "promise", "承诺"
        FORBIDDEN = "forbidden", "禁用"
        ALLOWED = "allowed", "放行"

    text = models.CharField(
        "词语", max_length=40, unique=True, validators=[MinLengthValidator(2), refuse_spaces]
    )
    kind = models.CharField(
        "类别",
        max_length=10,
        choices=Kind,
        help_text="放行：含有别的词条、但本身没有错的短语，如“截止日期”。",
    )
    grade = models.CharField("轻重", max_length=6, choices=Grade, default=Grade.ADVICE)
    suggestion = models.CharField("改为", max_length=60, blank=True, help_text="可以直接替换的写法。")
    explanation = models.CharField("说明", max_length=200, blank=True)
    is_active = models.BooleanField("启用", default=True)

    class Meta:
        verbose_name = "词条"
        verbose_name_plural = "词库"
        ordering = ["-kind", "text"]  # 敏感, 承诺, 禁用, 易错, 放行
        constraints = [
            models.CheckConstraint(
                condition=~Q(kind="allowed") | Q(suggestion=""),
                name="editorial_allowed_word_is_not_replaced",
                violation_error_message="放行的短语不用填“改为”。",
            ),
            models.CheckConstraint(
                condition=Q(suggestion="") | ~Q(suggestion=models.F("text")),
                name="editorial_word_is_not_its_own_suggestion",
                violation_error_message="“改为”和词语一样。",
            ),
        ]

    def __str__(self):
        return self.text


class Dismissal(OfItem):
    """Somebody left a piece of advice as it is, and why. `fingerprint` is the Finding's."""

    code = models.CharField("检查项", max_length=30)
    fingerprint = models.CharField(max_length=32)
    reason = models.CharField("理由", max_length=200)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name="人员"
    )
    person_name = models.CharField("姓名", max_length=80)
    happened_at = models.DateTimeField("时间", auto_now_add=True)

    class Meta(OfItem.Meta):
        verbose_name = verbose_name_plural = "不改的理由"
        ordering = ["happened_at", "pk"]
        default_permissions = ()
        constraints = [
            *OfItem.Meta.constraints,
            models.UniqueConstraint(
                fields=["article", "fingerprint"], name="editorial_dismissed_once_of_article"
            ),
            models.UniqueConstraint(
                fields=["policy", "fingerprint"], name="editorial_dismissed_once_of_policy"
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="editorial_dismissal_has_a_reason"),
        ]

    def __str__(self):
        return f"{self.person_name}：{self.reason}"
