from django.core.validators import FileExtensionValidator
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone

from library.models import Picture
from library.showing import ShowsPictures, ShowsPicturesQuerySet
from parks.models import INTROS, District, Industry, contradictions
from publishing import private
from publishing.addresses import address
from publishing.models import Publishable, PublishedQuerySet
from publishing.placing import FromAboveQuerySet
from publishing.private import PrivateStorage
from publishing.richtext import RichTextField, plain_text
from search.searchable import Searchable, SearchableQuerySet

from .repeals import of_the_end


class PolicyQuerySet(ShowsPicturesQuerySet, FromAboveQuerySet, SearchableQuerySet, PublishedQuerySet):
    def for_lists(self):
        return self.select_related("district__parent").defer(
            "body", "interpretation", "audience", "conditions", "support", *INTROS
        )

    def valid(self):
        today = timezone.localdate()
        return self.filter(
            Q(repealed_on=None) | Q(repealed_on__gt=today),
            Q(valid_from=None) | Q(valid_from__lte=today),
            Q(valid_until=None) | Q(valid_until__gte=today),
        )

    def no_longer_valid(self):
        """Repealed, or past their last day."""
        today = timezone.localdate()
        return self.filter(Q(repealed_on__lte=today) | Q(valid_until__lt=today))

    def applying_in(self, district):
        """Its own, those of the places above and below it, and national ones."""
        above = Q(district__slug__in=district.slugs)
        return self.filter(Q(district=None) | above | Q(district__path__startswith=district.path))

    def in_industry(self, industry):
        """For `industry`, a part of it or the 门类 above it; a policy that names no industries is for all."""
        named = Industry.objects.filter(policies=OuterRef("pk"))
        return self.filter(Exists(named & Industry.objects.admitting(industry)) | ~Exists(named))

    def newest_first(self):
        return self.order_by("-published_at", "-pk")


class PolicyDocument(ShowsPictures, Searchable, Publishable):
    class Level(models.TextChoices):
        NATIONAL = "national", "国家"
        MUNICIPAL = "municipal", "市级"
        DISTRICT = "district", "区级"
        PARK = "park", "园区"

    class Validity(models.TextChoices):
        VALID = "valid", "现行有效"
        COMING = "coming", "尚未施行"
        EXPIRED = "expired", "已失效"
        REPEALED = "repealed", "已废止"

    title = models.CharField("标题", max_length=200)
    index_number = models.CharField("索引号", max_length=60, blank=True)
    issuer = models.CharField("发文机关", max_length=100)
    document_number = models.CharField("发文字号", max_length=60, blank=True)
    issued_on = models.DateField("成文日期", null=True, blank=True)
    released_on = models.DateField("发布日期", null=True, blank=True)
    level = models.CharField("层级", max_length=10, choices=Level)
    district = models.ForeignKey(
        District,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="policies",
        verbose_name="适用地区",
        help_text="留空为全国适用。",
    )
    industries = models.ManyToManyField(
        Industry, blank=True, related_name="policies", verbose_name="适用行业"
    )
    valid_from = models.DateField("施行日期", null=True, blank=True)
    valid_until = models.DateField("有效期至", null=True, blank=True)
    repealed_on = models.DateField("废止日期", null=True, blank=True)
    superseded_by = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, related_name="supersedes", verbose_name="替代文件"
    )
    audience = models.TextField("适用对象", blank=True)
    conditions = models.TextField("申报条件", blank=True)
    support = models.TextField("支持标准", blank=True)
    application_opens_on = models.DateField("申报开始", null=True, blank=True)
    application_closes_on = models.DateField("申报截止", null=True, blank=True)
    summary = models.CharField("摘要", max_length=300, blank=True)
    body = RichTextField("正文", blank=True)
    interpretation = RichTextField("解读", blank=True)
    pictures = models.ManyToManyField(
        Picture, blank=True, editable=False, related_name="policies", verbose_name="正文图片"
    )

    objects = PolicyQuerySet.as_manager()
    searched_kind = "policy"
    texts_with_pictures = ("body", "interpretation")
    searched_fields = frozenset(
        [
            "title",
            "document_number",
            "index_number",
            "issuer",
            "summary",
            "audience",
            "conditions",
            "support",
            "body",
            "interpretation",
        ]
    )

    class Meta(Publishable.Meta):
        verbose_name = verbose_name_plural = "政策文件"
        ordering = ["-published_at", "-pk"]
        indexes = [
            models.Index(fields=["-published_at", "-id"], name="articles_policy_by_date"),
            models.Index(fields=["-updated_at", "-id"], name="articles_policy_by_change"),
        ]
        constraints = [
            *Publishable.Meta.constraints,
            models.CheckConstraint(
                condition=Q(valid_from=None) | Q(valid_until=None) | Q(valid_from__lte=F("valid_until")),
                name="articles_policy_validity_in_order",
                violation_error_message="有效期不能早于施行日期。",
            ),
            models.CheckConstraint(
                condition=Q(application_opens_on=None)
                | Q(application_closes_on=None)
                | Q(application_opens_on__lte=F("application_closes_on")),
                name="articles_policy_application_in_order",
                violation_error_message="申报截止不能早于申报开始。",
            ),
        ]

    def __str__(self):
        return self.title

    def clean(self):
        contradictions.refuse(of_the_end(self))

    def get_absolute_url(self):
        return address("articles:policy_detail", self.pk)

    def searched_names(self):
        return [self.title, self.document_number]

    def searched_texts(self):
        texts = [self.index_number, self.issuer, self.summary, self.audience, self.conditions, self.support]
        return [*texts, plain_text(self.body), plain_text(self.interpretation)]

    @property
    def validity(self):
        today = timezone.localdate()
        if self.repealed_on and self.repealed_on <= today:
            return self.Validity.REPEALED
        if self.valid_until and self.valid_until < today:
            return self.Validity.EXPIRED
        if self.valid_from and self.valid_from > today:
            return self.Validity.COMING
        return self.Validity.VALID

    @property
    def ended_on(self):
        """The day of its repeal, or its last one; None for what holds or is still to come."""
        return {
            self.Validity.REPEALED: self.repealed_on,
            self.Validity.EXPIRED: self.valid_until,
        }.get(self.validity)

    cover_kind = "policy"

    @property
    def cover_hue_key(self):
        return self.district.slug if self.district else "national"

    @property
    def cover_name(self):
        return self.title


def private_storage():
    """What belongs to a draft must not be had by its address either."""
    return PrivateStorage("articles:policy_file")


def random_name(_attachment, filename):
    return private.random_name(PolicyAttachment.FOLDER, filename)


class PolicyAttachment(models.Model):
    FOLDER = "policies"

    policy = models.ForeignKey(
        PolicyDocument, models.CASCADE, related_name="attachments", verbose_name="政策文件"
    )
    name = models.CharField("附件名称", max_length=100)
    file = models.FileField(
        "文件",
        upload_to=random_name,
        storage=private_storage,
        validators=[FileExtensionValidator(["pdf", "doc", "docx", "xls", "xlsx", "wps", "et", "ofd", "zip"])],
    )
    position = models.PositiveSmallIntegerField("排序", default=0)

    class Meta:
        verbose_name = verbose_name_plural = "政策附件"
        ordering = ["position", "pk"]

    def __str__(self):
        return self.name
