from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone

from parks.models import District, Industry, Listing, Park
from publishing.placing import numbers_of, remit_of

from .receipts import Receipt, ReceiptQuerySet

ENDS_WITH_REASON = "无效、不跟进、失联或流失的咨询请写明结束原因。"


class InquiryQuerySet(ReceiptQuerySet):
    def visible_to(self, user):
        """Where the investor wants to go, by district or else by park or listing; and what was handed over there."""
        if remit_of(user) is None:
            return self
        his = numbers_of(user, District)
        handed_over = Transfer.objects.filter(inquiry=OuterRef("pk"), to_district__in=his).order_by()
        wanted = Coalesce("district", "park__district", "listing__district")
        return self.alias(wanted_place=wanted).filter(Q(wanted_place__in=his) | Exists(handed_over))

    def open(self):
        """Those somebody still has to work on."""
        return self.kept().exclude(stage__in=Inquiry.CLOSED)


class Inquiry(Receipt):
    REFERENCE_PREFIX = "ZX"

    class Kind(models.TextChoices):
        SETTLE = "settle", "企业入驻"
        POLICY_PACK = "policy_pack", "政策汇编"
        CONTACT = "contact", "联系我们"

    class Topic(models.TextChoices):
        POLICY = "policy", "招商引资政策"
        LAND = "land", "工业用地招商"
        FACTORY = "factory", "租购厂房仓库"
        OTHER = "other", "其他相关咨询"

    class Deal(models.TextChoices):
        RENT = "rent", "租赁"
        SALE = "sale", "购买"
        TRANSFER = "transfer", "拿地自建"
        CUSTOM = "custom", "定制建设"

    class Timeframe(models.TextChoices):
        NOW = "now", "3 个月内"
        HALF_YEAR = "half_year", "半年内"
        YEAR = "year", "一年内"
        LATER = "later", "一年以后"

    class CallSlot(models.TextChoices):
        MORNING = "morning", "工作日上午"
        AFTERNOON = "afternoon", "工作日下午"
        ANY = "any", "都可以"

    class Stage(models.TextChoices):
        NEW = "new", "新"
        RESPONDED = "responded", "已响应"
        ASSESSED = "assessed", "研判"
        FOLLOWING = "following", "跟进"
        NEGOTIATING = "negotiating", "洽谈"
        SIGNED = "signed", "签约"
        BUILDING = "building", "开工"
        OPERATING = "operating", "投产"
        INVALID = "invalid", "无效"
        DECLINED = "declined", "不跟进"
        UNREACHABLE = "unreachable", "失联"
        LOST = "lost", "流失"

    ENDED_WITHOUT_RESULT = (Stage.INVALID, Stage.DECLINED, Stage.UNREACHABLE, Stage.LOST)
    CLOSED = (*ENDED_WITHOUT_RESULT, Stage.OPERATING)

    class Grade(models.TextChoices):
        A = "a", "A 重点"
        B = "b", "B 一般"
        C = "c", "C 储备"

    kind = models.CharField("类型", max_length=12, choices=Kind)
    topic = models.CharField("主题", max_length=10, choices=Topic)
    source_page = models.CharField("来源页", max_length=200, blank=True, editable=False)
    source_channel = models.CharField("来源渠道", max_length=30, blank=True, default="网站")
    company = models.CharField("企业名称", max_length=100, blank=True)
    contact_name = models.CharField("联系人", max_length=40)
    job_title = models.CharField("职务", max_length=40, blank=True)
    phone = models.CharField("手机", max_length=30)
    wechat = models.CharField("微信", max_length=60, blank=True)
    email = models.EmailField("邮箱", blank=True)
    call_slot = models.CharField("回电时段", max_length=10, choices=CallSlot, blank=True)
    industry = models.ForeignKey(
        Industry, models.SET_NULL, null=True, blank=True, related_name="inquiries", verbose_name="行业"
    )
    district = models.ForeignKey(
        District, models.SET_NULL, null=True, blank=True, related_name="inquiries", verbose_name="意向地区"
    )
    park = models.ForeignKey(
        Park, models.SET_NULL, null=True, blank=True, related_name="inquiries", verbose_name="意向园区"
    )
    listing = models.ForeignKey(
        Listing, models.SET_NULL, null=True, blank=True, related_name="inquiries", verbose_name="意向载体"
    )
    deal = models.CharField("方式", max_length=10, choices=Deal, blank=True)
    area_min = models.DecimalField("面积下限（㎡）", max_digits=12, decimal_places=2, null=True, blank=True)
    area_max = models.DecimalField("面积上限（㎡）", max_digits=12, decimal_places=2, null=True, blank=True)
    investment_wan = models.DecimalField(
        "总投资（万元）", max_digits=14, decimal_places=2, null=True, blank=True
    )
    landing_timeframe = models.CharField("落地时间", max_length=10, choices=Timeframe, blank=True)
    headcount = models.PositiveIntegerField("用工人数", null=True, blank=True)
    message = models.TextField("描述", blank=True)

    officer = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="inquiries",
        verbose_name="负责人",
    )
    stage = models.CharField("阶段", max_length=12, choices=Stage, default=Stage.NEW)
    closing_reason = models.CharField("结束原因", max_length=200, blank=True)
    grade = models.CharField("等级", max_length=1, choices=Grade, blank=True)
    updated_at = models.DateTimeField("修改时间", auto_now=True)

    objects = InquiryQuerySet.as_manager()

    class Meta(Receipt.Meta):
        verbose_name = verbose_name_plural = "咨询"
        ordering = ["-created_at", "-pk"]
        indexes = [
            models.Index(fields=["stage", "-created_at"], name="inquiries_by_stage"),
            models.Index(fields=["-created_at", "-id"], name="inquiries_by_arrival"),
        ]
        constraints = [
            *Receipt.Meta.constraints,
            models.CheckConstraint(
                condition=Q(area_min=None) | Q(area_max=None) | Q(area_min__lte=F("area_max")),
                name="inquiries_inquiry_area_in_order",
                violation_error_message="面积下限不能大于上限。",
            ),
            models.CheckConstraint(
                condition=~Q(stage__in=["invalid", "declined", "unreachable", "lost"])
                | ~Q(closing_reason=""),
                name="inquiries_inquiry_ends_with_reason",
                violation_error_message=ENDS_WITH_REASON,
            ),
            models.CheckConstraint(
                condition=Q(
                    stage__in=["invalid", "declined", "unreachable", "lost", "operating"],
                    closed_at__isnull=False,
                )
                | (
                    ~Q(stage__in=["invalid", "declined", "unreachable", "lost", "operating"])
                    & Q(closed_at=None)
                ),
                name="inquiries_inquiry_closed_with_moment",
            ),
        ]

    def __str__(self):
        return self.reference

    def get_absolute_url(self):
        return reverse("inquiries:receipt", args=[self.reference])

    @property
    def is_closed(self):
        return self.stage in self.CLOSED

    def clean(self):
        """The constraint says the same; here the sentence stands beside the field it is about."""
        if self.stage in self.ENDED_WITHOUT_RESULT and not self.closing_reason:
            raise ValidationError({"closing_reason": ENDS_WITH_REASON})


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
    stage_from = models.CharField("原阶段", max_length=12, choices=Inquiry.Stage, blank=True)
    stage_to = models.CharField("新阶段", max_length=12, choices=Inquiry.Stage, blank=True)
    next_action = models.CharField("下一步", max_length=200, blank=True)
    due_on = models.DateField("约定日期", null=True, blank=True)
    created_at = models.DateTimeField("时间", auto_now_add=True)

    class Meta:
        verbose_name = verbose_name_plural = "跟进记录"
        ordering = ["-created_at", "-pk"]

    def __str__(self):
        """Not what was said: the log of the staff's screens keeps this name for good."""
        return f"{self.get_method_display()} {timezone.localtime(self.created_at):%Y-%m-%d %H:%M}"


class Transfer(models.Model):
    """An inquiry handed to another district; the first district keeps its credit (首谈地)."""

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

    class Meta:
        verbose_name = verbose_name_plural = "流转"
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(from_district=F("to_district")),
                name="inquiries_transfer_goes_elsewhere",
                violation_error_message="转入地区不能与转出地区相同。",
            )
        ]

    def __str__(self):
        return f"{self.from_district} → {self.to_district}"
