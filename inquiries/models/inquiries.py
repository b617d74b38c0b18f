import re
import unicodedata

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone

from inquiries.desk import clocks
from parks.models import District, Industry, Listing, Park
from publishing.placing import numbers_of, remit_of, within_remit

from .receipts import Receipt, ReceiptQuerySet

ENDS_WITH_REASON = "无效、不跟进、失联或流失的咨询请写明结束原因。"


ENDED_WITHOUT_RESULT = ["invalid", "declined", "unreachable", "lost"]
CLOSED = [*ENDED_WITHOUT_RESULT, "operating"]
ON_THE_DESK = Q(closed_at=None, erased_at=None)


class InquiryQuerySet(ReceiptQuerySet):
    def visible_to(self, user):
        """What is handled in his districts, and what another one offers them until they have answered."""
        if remit_of(user) is None:
            return self
        his = numbers_of(user, District)
        return self.filter(Q(place__in=his) | Q(offered_to__in=his))

    def changeable_by(self, user):
        return within_remit(user, self, "place")

    def open(self):
        """Those somebody still has to work on."""
        return self.filter(ON_THE_DESK)

    def overdue(self):
        """Those whose 办理期限 has passed."""
        return self.open().filter(due_on__lt=timezone.localdate())

    def in_pool(self):
        """Those nobody has yet."""
        return self.open().filter(officer=None)

    def offered_to(self, user):
        """Those that wait for the answer of `user`'s districts; for who is bound to none and assigns, of anybody's."""
        if remit_of(user) is None:
            offered = self.open().filter(offered_to__isnull=False)
            return offered if user.has_perm("inquiries.assign_inquiry") else offered.none()
        return self.open().filter(offered_to__in=numbers_of(user, District))


def folded_company(name):
    """Two spellings of one company are one key: width, case, spaces and brackets do not count."""
    return re.sub(r"[\s()（）·.,，。-]", "", unicodedata.normalize("NFKC", name)).casefold()[:100]


def at_least(label):
    """What a listing must offer; as wide as a listing's own figure."""
    return models.DecimalField(
        label, max_digits=5, decimal_places=2, null=True, blank=True, validators=[MinValueValidator(0)]
    )


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

    class Cause(models.TextChoices):
        SPAM = "spam", "垃圾信息"
        DUPLICATE = "duplicate", "重复"
        UNFIT = "unfit", "不符合准入"
        NO_SPACE = "no_space", "没有合适载体"
        PRICE = "price", "价格谈不拢"
        POLICY = "policy", "政策不符合预期"
        ELSEWHERE = "elsewhere", "已落户他处"
        POSTPONED = "postponed", "项目暂缓"
        SILENT = "silent", "联系不上"
        OTHER = "other", "其他"

    ENDED_WITHOUT_RESULT = tuple(map(Stage, ENDED_WITHOUT_RESULT))  # above, where Meta can read them
    CLOSED = tuple(map(Stage, CLOSED))
    UNDER_CONTRACT = (Stage.SIGNED, Stage.BUILDING)

    class Grade(models.TextChoices):
        A = "a", "A 重点"
        B = "b", "B 一般"
        C = "c", "C 储备"

    kind = models.CharField("类型", max_length=12, choices=Kind)
    topic = models.CharField("主题", max_length=10, choices=Topic)
    source_page = models.CharField("来源页", max_length=200, blank=True, editable=False)
    entry_page = models.CharField("首次到达页", max_length=200, blank=True, editable=False)
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
    height_min = at_least("最低净高（m）")
    load_min = at_least("最低承重（t/㎡）")
    investment_wan = models.DecimalField(
        "总投资（万元）", max_digits=14, decimal_places=2, null=True, blank=True
    )
    landing_timeframe = models.CharField("落地时间", max_length=10, choices=Timeframe, blank=True)
    headcount = models.PositiveIntegerField("用工人数", null=True, blank=True)
    message = models.TextField("描述", blank=True)
    said = models.JSONField("投资人自己填写的项", default=dict, editable=False)  # see inquiries/saying.py

    officer = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="inquiries",
        verbose_name="负责人",
    )
    stage = models.CharField("阶段", max_length=12, choices=Stage, default=Stage.NEW)
    cause = models.CharField("结束类别", max_length=10, choices=Cause, blank=True)
    closing_reason = models.CharField("结束原因", max_length=200, blank=True)
    grade = models.CharField("等级", max_length=1, choices=Grade, blank=True)
    grade_reason = models.CharField("定级理由", max_length=200, blank=True)
    place = models.ForeignKey(
        District,
        models.SET_NULL,
        null=True,
        editable=False,
        db_index=False,  # the indexes below begin with it
        related_name="+",
        verbose_name="经办地区",
    )
    first_place = models.ForeignKey(
        District, models.SET_NULL, null=True, editable=False, related_name="+", verbose_name="首谈地"
    )
    offered_to = models.ForeignKey(
        District,
        models.SET_NULL,
        null=True,
        editable=False,
        db_index=False,  # few are: the index below holds them alone
        related_name="+",
        verbose_name="待接收地区",
    )
    assigned_at = models.DateTimeField("分派时间", null=True, editable=False)
    responded_at = models.DateTimeField("首次响应时间", null=True, editable=False)
    stage_since = models.DateTimeField("进入阶段时间", null=True, editable=False)
    due_on = models.DateField("办理期限", null=True, editable=False)
    signed_on = models.DateField("签约日期", null=True, blank=True)
    agreed_investment_wan = models.DecimalField(
        "协议投资（万元）", max_digits=14, decimal_places=2, null=True, blank=True
    )
    settled_park = models.ForeignKey(
        Park, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name="落户园区"
    )
    settled_listing = models.ForeignKey(
        Listing, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name="落户载体"
    )
    merged_into = models.ForeignKey(
        "self", models.SET_NULL, null=True, editable=False, related_name="merged", verbose_name="并入"
    )
    place_from_merger = models.BooleanField("经办地区随合并", null=True, editable=False)
    archived_at = models.DateTimeField("归档时间", null=True, editable=False)
    company_key = models.CharField(max_length=100, editable=False, default="")
    updated_at = models.DateTimeField("修改时间", auto_now=True)

    objects = InquiryQuerySet.as_manager()

    class Meta(Receipt.Meta):
        verbose_name = verbose_name_plural = "咨询"
        ordering = ["-created_at", "-pk"]
        permissions = [
            ("assign_inquiry", "分派"),
            ("export_inquiry", "导出"),
            ("report_inquiry", "看成效"),
            ("erase_inquiry", "清除个人信息"),
        ]
        indexes = [
            # After what they sort by, the columns by which the tabs are counted: the index alone answers.
            models.Index(
                fields=["stage", "-created_at", "-id", "place", "offered_to"], name="inquiries_by_stage"
            ),
            models.Index(fields=["-created_at", "-id", "place", "offered_to"], name="inquiries_by_arrival"),
            models.Index(
                fields=[
                    "place",
                    "-created_at",
                    "-id",
                    "closed_at",
                    "archived_at",
                    "merged_into",
                    "erased_at",
                ],
                name="inquiries_by_place",
            ),
            models.Index(
                fields=["due_on", "id", "officer", "stage", "place"],
                condition=ON_THE_DESK,
                name="inquiries_desk",
            ),
            models.Index(
                fields=["place", "due_on", "id", "officer", "stage"],
                condition=ON_THE_DESK,
                name="inquiries_desk_by_place",
            ),
            models.Index(
                fields=["officer", "due_on", "id", "place"],
                condition=ON_THE_DESK,
                name="inquiries_desk_by_officer",
            ),
            models.Index(
                fields=["due_on", "id", "offered_to"],
                condition=ON_THE_DESK & Q(offered_to__isnull=False),
                name="inquiries_desk_offered",
            ),
            models.Index(
                fields=["signed_on"], condition=Q(signed_on__isnull=False), name="inquiries_by_signing"
            ),
            # With and without an extension is one number: asked for by how it begins.
            models.Index(fields=["phone"], name="inquiries_by_phone", opclasses=["varchar_pattern_ops"]),
            # With the number, so that any part of a name is looked for in the index alone.
            models.Index(
                fields=["company_key", "id"],
                name="inquiries_by_company",
                opclasses=["varchar_pattern_ops", "int8_ops"],
            ),
            models.Index(fields=["contact_name", "id"], name="inquiries_by_contact"),
        ]
        constraints = [
            *Receipt.Meta.constraints,
            models.CheckConstraint(
                condition=Q(area_min=None) | Q(area_max=None) | Q(area_min__lte=F("area_max")),
                name="inquiries_inquiry_area_in_order",
                violation_error_message="面积下限不能大于上限。",
            ),
            models.CheckConstraint(
                condition=~Q(stage__in=ENDED_WITHOUT_RESULT) | ~Q(closing_reason=""),
                name="inquiries_inquiry_ends_with_reason",
                violation_error_message=ENDS_WITH_REASON,
            ),
            models.CheckConstraint(
                condition=Q(stage__in=CLOSED, closed_at__isnull=False)
                | (~Q(stage__in=CLOSED) & Q(closed_at=None)),
                name="inquiries_inquiry_closed_with_moment",
            ),
            models.CheckConstraint(
                condition=Q(closed_at=None) | Q(due_on=None),
                name="inquiries_inquiry_closed_without_deadline",
            ),
            models.CheckConstraint(
                condition=Q(archived_at=None) | Q(closed_at__isnull=False),
                name="inquiries_inquiry_archived_when_closed",
            ),
        ]

    def __str__(self):
        return self.reference

    def save(self, **kwargs):
        derived = self.derive()
        if kwargs.get("update_fields"):
            kwargs["update_fields"] = {*kwargs["update_fields"], *derived}
        super().save(**kwargs)

    def derive(self):
        """Set what follows from the rest, and name it: who handles it, from when and until when, its company folded."""
        self.place = self.place or self.wanted_place
        self.first_place = self.first_place or (None if self.place_from_merger else self.place)
        self.company_key = folded_company(self.company)
        self.stage_since = self.stage_since or timezone.now()
        if self.is_closed:
            self.due_on = None
        elif self.due_on is None:
            self.due_on = clocks.due_on(self.stage, timezone.localdate(self.stage_since))
        return ["place", "first_place", "company_key", "stage_since", "due_on"]

    @property
    def wanted_place(self):
        """Where the investor wants to go: the district he says; within it, or where he says none, that of the park or
        listing he names.
        """
        place = self.park or self.listing
        if place and (self.district is None or place.district.path.startswith(self.district.path)):
            return place.district
        return self.district

    @property
    def is_overdue(self):
        return self.due_on is not None and self.due_on < timezone.localdate()

    def get_absolute_url(self):
        return reverse("inquiries:receipt", args=[self.reference])

    @property
    def is_closed(self):
        return self.stage in CLOSED

    def clean(self):
        """The constraint says the same; here the sentence stands beside the field it is about."""
        if self.stage in self.ENDED_WITHOUT_RESULT and not self.closing_reason:
            raise ValidationError({"closing_reason": ENDS_WITH_REASON})
