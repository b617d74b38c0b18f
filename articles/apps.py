from django.apps import AppConfig


class ArticlesConfig(AppConfig):
    name = "articles"
    verbose_name = "内容"

    def ready(self):
        from taggit.models import Tag, TaggedItem

        from publishing.changes import watch
        from publishing.fragments import follow_clock
        from search.indexing import keep_indexed

        from . import columns
        from .citing import follow_policies
        from .models import Article, Channel, Placement, PolicyAttachment, PolicyDocument
        from .tagging import follow_tags

        watch("pages", Article, Channel, Placement, PolicyAttachment, PolicyDocument, Tag, TaggedItem)
        keep_indexed(Article, PolicyDocument)
        follow_tags()
        follow_policies()
        for next_change in (
            columns.next_change,
            PolicyDocument.objects.next_change,
            Placement.objects.next_change,
        ):
            follow_clock(next_change)
