"""An article's tags are among the texts the search knows: their changes are changes of the article."""

from collections import defaultdict

from django.contrib.contenttypes.models import ContentType
from django.db.models.signals import post_delete, post_save
from taggit.models import Tag, TaggedItem

from publishing.prepared import Prepared, padded
from search.indexing import write_entries

from .models import Article

TIES = Prepared(
    lambda kind, *numbers: TaggedItem.objects.filter(content_type=kind, object_id__in=numbers).select_related(
        "tag"
    )
)


def follow_tags():
    for signal in (post_save, post_delete):
        signal.connect(_tied, sender=TaggedItem)
    post_save.connect(_renamed, sender=Tag)


def _tied(sender, instance, **signal):
    if instance.content_type_id == ContentType.objects.get_for_model(Article).pk:
        write_entries(Article, [instance.object_id])


def _renamed(sender, instance, created, **signal):
    if not created:
        write_entries(Article, list(Article.objects.filter(tags=instance).values_list("pk", flat=True)))


def prefetch_tags(articles):
    """Read the tags of `articles`, {number: article}, at once; Django's own prefetching writes the SQL for each anew."""
    tags = defaultdict(list)
    kind = ContentType.objects.get_for_model(Article).pk
    for tie in TIES(kind, *padded(articles)) if articles else ():
        tags[tie.object_id].append(tie.tag)
    for number, article in articles.items():
        article._prefetched_objects_cache = {"tags": tags[number]}
