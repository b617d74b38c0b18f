from django.apps import AppConfig


class ArticlesConfig(AppConfig):
    name = "articles"
    verbose_name = "内容"

    def ready(self):
        from search.indexing import keep_indexed

        from .citing import follow_policies
        from .models import Article, PolicyDocument
        from .tagging import follow_tags

        keep_indexed(Article, PolicyDocument)
        follow_tags()
        follow_policies()
