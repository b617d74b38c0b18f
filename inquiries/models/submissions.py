from django.core.validators import FileExtensionValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse

from articles.models import Article
from inquiries.attachments import private_storage, random_name
from parks.models import District

from .receipts import Receipt, ReceiptQuerySet


class Submission(Receipt):
    """投稿: what a reader or a company offers for publication; adopted, it becomes a draft article."""

    REFERENCE_PREFIX = "TG"
    ATTACHMENT_KINDS = ["doc", "docx", "wps", "pdf", "txt", "jpg", "jpeg", "png", "webp"]

    class Rights(models.TextChoices):
        ORIGINAL = "original", "原创"
        AUTHORISED = "authorised", "转载，已获授权"
        REPRINT = "reprint", "转载，尚未取得授权"

    class State(models.TextChoices):
        PENDING = "pending", "待审"
        ADOPTED = "adopted", "采用"
        RETURNED = "returned", "退回修改"
        DECLINED = "declined", "不采用"

    title = models.CharField("标题", max_length=200)
    body = models.TextField("正文")
    author = models.CharField("投稿人", max_length=40)
    organisation = models.CharField("单位", max_length=100, blank=True)
    phone = models.CharField("手机", max_length=30)
    district = models.ForeignKey(
        District, models.SET_NULL, null=True, blank=True, related_name="submissions", verbose_name="地区"
    )
    rights = models.CharField("稿件来源", max_length=12, choices=Rights)
    ai_generated = models.BooleanField("含 AI 生成内容", default=False)
    attachment = models.FileField(
        "附件",
        storage=private_storage,
        upload_to=random_name,
        blank=True,
        validators=[FileExtensionValidator(ATTACHMENT_KINDS)],
    )
    state = models.CharField("状态", max_length=10, choices=State, default=State.PENDING)
    reason = models.CharField("处理意见", max_length=300, blank=True, help_text="投稿人凭编号能看到。")
    article = models.ForeignKey(
        Article, models.SET_NULL, null=True, blank=True, related_name="submissions", verbose_name="采用为文章"
    )

    objects = ReceiptQuerySet.as_manager()

    class Meta(Receipt.Meta):
        verbose_name = verbose_name_plural = "投稿"
        ordering = ["-created_at", "-pk"]
        indexes = [
            models.Index(fields=["-created_at", "-id"], name="submissions_by_arrival"),
            models.Index(fields=["state", "-created_at"], name="submissions_by_state"),
        ]
        constraints = [
            *Receipt.Meta.constraints,
            models.CheckConstraint(
                condition=~Q(state__in=["returned", "declined"]) | ~Q(reason=""),
                name="inquiries_submission_refused_with_reason",
                violation_error_message="退回或不采用时请写明处理意见，投稿人凭编号能看到。",
            ),
            models.CheckConstraint(
                condition=Q(state="pending", closed_at=None)
                | (~Q(state="pending") & Q(closed_at__isnull=False)),
                name="inquiries_submission_closed_with_moment",
            ),
        ]

    def __str__(self):
        return self.title

    @property
    def is_closed(self):
        return self.state != self.State.PENDING

    def get_absolute_url(self):
        return reverse("inquiries:submission_receipt", args=[self.reference])


class EarlierText(models.Model):
    """What a sender had written before he amended it, with what the editor said of that."""

    submission = models.ForeignKey(
        Submission, models.CASCADE, related_name="earlier_texts", verbose_name="投稿"
    )
    title = models.CharField("标题", max_length=200)
    body = models.TextField("正文")
    attachment = models.FileField("附件", storage=private_storage, blank=True)
    reason = models.CharField("处理意见", max_length=300)
    replaced_at = models.DateTimeField("修改时间", auto_now_add=True)

    class Meta:
        verbose_name = verbose_name_plural = "此前的稿件"
        ordering = ["-replaced_at", "-pk"]
        default_permissions = ()

    def __str__(self):
        return self.title
