"""负责地区: the districts a member of staff is bound to, with all below them. Who has none is bound to none.

A row a district, each of which keeps its district from being deleted: a person whose last one went would be free.
"""

from django.conf import settings
from django.db import models

from .districts import District


class Remit(models.Model):
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="remits", verbose_name="人员"
    )
    district = models.ForeignKey(District, models.PROTECT, related_name="remits", verbose_name="地区")

    class Meta:
        verbose_name = verbose_name_plural = "负责地区"
        constraints = [
            models.UniqueConstraint(fields=["person", "district"], name="parks_remit_is_given_once")
        ]

    def __str__(self):
        return f"{self.person}：{self.district}"
