from django.conf import settings
from django.db import models

from articles.models import Citation


class PolicyTask(models.Model):
    """引用待更新, done by a person: the article may go on citing what ended on `since`. Whether there is anything to do
    is asked of the citations; when the article no longer cites the policy, this goes with its citation.
    """

    citation = models.OneToOneField(Citation, models.CASCADE, related_name="task", verbose_name="引用")
    since = models.DateField("失效日期")
    note = models.CharField("处理说明", max_length=200)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name="处理人"
    )
    done_at = models.DateTimeField("处理时间", auto_now=True)

    class Meta:
        verbose_name = verbose_name_plural = "引用待更新"
        default_permissions = ()
        permissions = [("report", "查看报表")]

    def __str__(self):
        return self.note
