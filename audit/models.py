from django.apps import apps
from django.conf import settings
from django.db import models

from publishing.placing import remit_of


class Unalterable(Exception):
    """An entry was to be changed or deleted."""


class EntryQuerySet(models.QuerySet):
    def about(self, item):
        return self.filter(kind=item._meta.label_lower, number=item.pk)

    def visible_to(self, user):
        """Of who is bound to districts what he did himself, and what was done with what he may read."""
        if remit_of(user) is None:
            return self
        seen = models.Q(person=user)
        for model in apps.get_models():
            rows = model._default_manager
            if hasattr(model, "reference") and hasattr(rows, "visible_to"):
                numbers = rows.visible_to(user).order_by().values("pk")
                seen |= models.Q(kind=model._meta.label_lower, number__in=numbers)
        return self.filter(seen)

    def changeable_by(self, user):
        return self.none()

    def update(self, **values):
        raise Unalterable

    def delete(self):
        raise Unalterable

    update.alters_data = delete.alters_data = True
    delete.queryset_only = True


class Entry(models.Model):
    """One line of the trail. The name stays when the account goes."""

    class Action(models.TextChoices):
        VIEW = "view", "查看联系方式"
        EXPORT = "export", "导出"
        IMPORT = "import", "导入"
        ADD = "add", "登记"
        CHANGE = "change", "修改"
        ASSIGN = "assign", "分派"
        CLAIM = "claim", "认领"
        HAND_OVER = "hand_over", "流转"
        MERGE = "merge", "合并"
        ARCHIVE = "archive", "归档"
        ERASE = "erase", "清除个人信息"
        ACCESS = "access", "本人查阅"
        LOGIN = "login", "登录"
        LOGIN_FAILED = "login_failed", "登录失败"

    at = models.DateTimeField("时间", auto_now_add=True)
    action = models.CharField("操作", max_length=12, choices=Action)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name="人员"
    )
    person_name = models.CharField("姓名", max_length=150, blank=True)
    kind = models.CharField("对象", max_length=60, blank=True)  # "inquiries.inquiry"
    number = models.BigIntegerField("对象编号", null=True)
    subject = models.CharField("名称", max_length=100, blank=True)  # 编号, a file's name: nobody's data
    words = models.CharField("说明", max_length=300, blank=True)
    address = models.GenericIPAddressField("来源地址", null=True)

    objects = EntryQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "审计记录"
        ordering = ["-at", "-pk"]
        default_permissions = ("view",)
        indexes = [
            models.Index(fields=["-at", "-id"], name="audit_by_moment"),
            models.Index(fields=["kind", "number", "-at"], name="audit_by_item"),
            models.Index(fields=["person", "-at", "-id"], name="audit_by_person"),
            models.Index(fields=["action", "-at", "-id"], name="audit_by_action"),
            models.Index(fields=["subject", "-at", "-id"], name="audit_by_subject"),
        ]

    def __str__(self):
        return f"{self.get_action_display()} {self.subject}".rstrip()

    def save(self, **kwargs):
        if self.pk:
            raise Unalterable
        super().save(**kwargs)

    def delete(self, **kwargs):
        raise Unalterable
