from django.apps import AppConfig
from django.db.models.signals import post_migrate


class SearchConfig(AppConfig):
    name = "search"
    verbose_name = "站内搜索"

    def ready(self):
        post_migrate.connect(complete, sender=self)


def complete(sender, plan=(), using="default", **signal):
    """After the migration that makes the index, everything there is goes into it; after a flush, nothing is left."""
    from . import indexing
    from .engines import engine
    from .models import Entry

    if Entry.objects.using(using).exists():
        return
    engine().empty()
    if any(migration.app_label == "search" and not backwards for migration, backwards in plan):
        for model in indexing.kinds().values():
            indexing.write_missing_entries(model)
