from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import F, Min, Q
from django.utils import timezone

from .changes import SINGLY, Change, is_watched, note_change
from .former import FormerAddress, Moving
from .fragments import kept
from .telephones import no_telephone

__all__ = [
    "Change",
    "FormerAddress",
    "FriendLink",
    "Moving",
    "Publishable",
    "PublishedQuerySet",
    "SiteSettings",
    "public_now",
]


def public_now(reached_by="", now=None):
    """The condition of `published()`, for what lies at the end of `reached_by` ("park__")."""
    now = now or timezone.now()
    ahead = Q(**{f"{reached_by}expires_at": None}) | Q(**{f"{reached_by}expires_at__gt": now})
    return ahead & Q(**{f"{reached_by}published_at__lte": now})


class PublishedQuerySet(models.QuerySet):
    """The one place that says what the public may see. Ask it, never the timestamps."""

    @transaction.atomic(savepoint=False)
    def update(self, **values):
        keys = None
        if is_watched(self.model):
            keys = list(self.order_by().values_list("pk", flat=True)[: SINGLY + 1])
        changed = super().update(**values)
        note_change(self.model, keys)
        return changed

    @transaction.atomic(savepoint=False)
    def bulk_create(self, *args, **options):
        created = super().bulk_create(*args, **options)
        keys = [one.pk for one in created]
        note_change(self.model, keys if all(keys) else None)
        return created

    update.alters_data = bulk_create.alters_data = True
    bulk_create.queryset_only = True

    def published(self, now=None):
        """What the public may see, at this moment or at `now`."""
        return self.filter(public_now(now=now))

    def next_change(self):
        """The next moment at which one of them appears or disappears by the clock; None where nothing waits."""
        now = timezone.now()
        coming = self.filter(published_at__gt=now).aggregate(moment=Min("published_at"))["moment"]
        ending = self.filter(expires_at__gt=now).aggregate(moment=Min("expires_at"))["moment"]
        return min(filter(None, [coming, ending]), default=None)

    def in_state(self, state):
        """Those whose property `state` is `state`."""
        now = timezone.now()
        begun, ended = Q(published_at__lte=now), Q(expires_at__lte=now)
        conditions = {
            "draft": Q(published_at=None),
            "scheduled": Q(published_at__gt=now),
            "published": begun & (Q(expires_at=None) | Q(expires_at__gt=now)),
            "expired": begun & ended,
        }
        return self.filter(conditions[state])

    def out(self):
        """Those that `is_out`."""
        return self.in_state("published") | self.in_state("scheduled")


class Publishable(models.Model):
    """Empty `published_at` is a draft, a future one is scheduled, a past one is public until `expires_at`."""

    class State(models.TextChoices):
        DRAFT = "draft", "草稿"
        SCHEDULED = "scheduled", "定时发布"
        PUBLISHED = "published", "已发布"
        EXPIRED = "expired", "已下线"

    published_at = models.DateTimeField(
        "发布时间", null=True, blank=True, help_text="留空为草稿；将来的时间到点自动公开。"
    )
    expires_at = models.DateTimeField(
        "下线时间", null=True, blank=True, help_text="到点自动从所有公开页面消失；留空为长期有效。"
    )
    created_at = models.DateTimeField("创建时间", auto_now_add=True)
    updated_at = models.DateTimeField("修改时间", auto_now=True)

    objects = PublishedQuerySet.as_manager()

    class Meta:
        abstract = True
        # To publish and to withdraw is a right of its own: who writes need not be who releases.
        default_permissions = ("add", "change", "delete", "view", "publish")
        constraints = [
            models.CheckConstraint(
                condition=Q(expires_at=None)
                | Q(published_at__isnull=False, published_at__lt=F("expires_at")),
                name="%(app_label)s_%(class)s_expires_after_publication",
                violation_error_message="下线时间必须晚于发布时间；没有发布时间的内容不能设下线时间。",
            ),
        ]

    @property
    def state(self):
        now = timezone.now()
        if self.published_at is None:
            return self.State.DRAFT
        if self.published_at > now:
            return self.State.SCHEDULED
        if self.expires_at and self.expires_at <= now:
            return self.State.EXPIRED
        return self.State.PUBLISHED

    @property
    def is_published(self):
        return self.state == self.State.PUBLISHED

    @property
    def is_out(self):
        """Visitors see it, or will by the clock."""
        return self.state in (self.State.PUBLISHED, self.State.SCHEDULED)

    def publish(self):
        """Public from this moment; what had been taken off comes back under its first date."""
        now = timezone.now()
        if self.published_at is None or self.published_at > now:
            self.published_at = now
        if self.expires_at and self.expires_at <= now:
            self.expires_at = None
        self.save(update_fields=["published_at", "expires_at", "updated_at"])

    def withdraw(self):
        """Take it off every public page at once: what was public expires now, what was not is a draft again."""
        now = timezone.now()
        if self.published_at and self.published_at < now:
            self.expires_at = now
        else:
            self.published_at = self.expires_at = None
        self.save(update_fields=["published_at", "expires_at", "updated_at"])


class SiteSettings(models.Model):
    """One row: what the whole site says about itself."""

    site_name = models.CharField("网站名称", max_length=60, default="招商门户")
    organisation = models.CharField("主办单位", max_length=100, blank=True)
    description = models.CharField(
        "网站简介", max_length=200, blank=True, help_text="显示在搜索引擎结果里，一两句话。"
    )
    hotline = models.CharField("招商热线", max_length=40, blank=True)
    hotline_hours = models.CharField("服务时间", max_length=60, blank=True, help_text="如：工作日 9:00–17:30")
    address = models.CharField("地址", max_length=200, blank=True)
    email = models.EmailField("邮箱", blank=True)
    icp_number = models.CharField("ICP 备案号", max_length=60, blank=True)
    psb_number = models.CharField("公安备案号", max_length=60, blank=True)
    footer_note = models.CharField("页脚说明", max_length=200, blank=True)
    privacy_version = models.CharField("隐私政策版本", max_length=20, default="2026-11")
    shows_reader_counts = models.BooleanField(
        "向访客显示阅读量",
        default=False,
        help_text="勾选后，文章、政策、园区、载体和地区页面写明“1,204 次阅读”。不勾选也照常统计，只在后台看得到。",
    )

    class Meta:
        verbose_name = verbose_name_plural = "站点设置"
        constraints = [
            models.CheckConstraint(
                condition=Q(pk=1),
                name="publishing_one_site_settings",
                violation_error_message="站点设置只有一份。",
            )
        ]

    def __str__(self):
        return self.site_name

    def save(self, **kwargs):
        self.pk = 1
        super().save(**kwargs)

    def clean(self):
        if said := no_telephone(self.hotline):
            raise ValidationError({"hotline": said})

    @classmethod
    def current(cls):
        return kept("site settings", lambda: cls.objects.first() or cls())

    def hotline_and_hours(self):
        """As a district answers: whom to call where no place is nearer."""
        return self.hotline, self.hotline_hours

    @property
    def friend_links(self):
        return kept("friend links", lambda: list(FriendLink.objects.all()))


class FriendLink(models.Model):
    name = models.CharField("名称", max_length=60)
    url = models.URLField("网址")
    position = models.PositiveSmallIntegerField("排序", default=0)

    class Meta:
        verbose_name = verbose_name_plural = "友情链接"
        ordering = ["position", "pk"]

    def __str__(self):
        return self.name
