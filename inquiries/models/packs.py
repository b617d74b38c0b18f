from django.db import models

from parks.models import District, Industry

from .inquiries import Inquiry


class PackVersion(models.Model):
    """One 政策汇编 as it was composed: the same content is the same version, whoever asks and whenever."""

    version = models.CharField("版本", max_length=20, unique=True)  # 20261122-1a2b3c
    digest = models.CharField(max_length=64, unique=True)  # of every word inside
    composed_at = models.DateTimeField("编制时间", auto_now_add=True)
    district = models.ForeignKey(District, models.SET_NULL, null=True, related_name="+", verbose_name="地区")
    industry = models.ForeignKey(Industry, models.SET_NULL, null=True, related_name="+", verbose_name="行业")
    topic = models.CharField("主题", max_length=10, choices=Inquiry.Topic)
    policies = models.JSONField("收录的政策", default=list)  # [[number, changed at], …] in their order

    class Meta:
        verbose_name = verbose_name_plural = "政策汇编版本"
        ordering = ["-composed_at", "-pk"]
        default_permissions = ()

    def __str__(self):
        return self.version


class PackSent(models.Model):
    """That an investor was handed this version: the first time he opened it."""

    inquiry = models.ForeignKey(Inquiry, models.CASCADE, related_name="packs_sent", verbose_name="咨询")
    version = models.ForeignKey(PackVersion, models.PROTECT, related_name="sent", verbose_name="版本")
    at = models.DateTimeField("时间", auto_now_add=True)

    class Meta:
        verbose_name = verbose_name_plural = "已下载的政策汇编"
        ordering = ["-at", "-pk"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["inquiry", "version"], name="inquiries_pack_sent_once")
        ]

    def __str__(self):
        return f"{self.version}"
