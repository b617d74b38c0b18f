from django.db import models
from django.db.models import Exists, OuterRef, Q

from articles.models import Article, PolicyDocument
from publishing.placing import remit_of

EITHER = Q(article__isnull=False, policy__isnull=True) | Q(article__isnull=True, policy__isnull=False)


def named(item):
    """`{"article": item}` or `{"policy": item}`: how a row of the desk knows what it is about."""
    return {"article" if isinstance(item, Article) else "policy": item}


class ItemQuerySet(models.QuerySet):
    def of(self, item):
        return self.filter(**named(item))

    def visible_to(self, user):
        """Of who is bound to districts, those of what he sees there."""
        if remit_of(user) is None:
            return self
        return self._about(Article.objects.visible_to(user), PolicyDocument.objects.visible_to(user))

    def changeable_by(self, user):
        if remit_of(user) is None:
            return self
        return self._about(Article.objects.changeable_by(user), PolicyDocument.objects.changeable_by(user))

    def _about(self, articles, policies):
        """Each row's item is looked up: as lists they would be all articles of a district for a few rows."""
        articles = articles.order_by().filter(pk=OuterRef("article"))
        policies = policies.order_by().filter(pk=OuterRef("policy"))
        return self.filter(Exists(articles) | Exists(policies))


class OfItem(models.Model):
    """A row of the desk about one article or one policy document."""

    article = models.ForeignKey(
        Article, models.CASCADE, null=True, blank=True, related_name="%(class)ss", verbose_name="文章"
    )
    policy = models.ForeignKey(
        PolicyDocument,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="%(class)ss",
        verbose_name="政策文件",
    )

    objects = ItemQuerySet.as_manager()

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(condition=EITHER, name="%(app_label)s_%(class)s_is_of_one_item"),
        ]

    @property
    def item(self):
        return self.article or self.policy
