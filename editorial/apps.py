from django.apps import AppConfig


class EditorialConfig(AppConfig):
    name = "editorial"
    verbose_name = "编辑与审核"

    def ready(self):
        from publishing.changes import watch

        from . import autosaved_pictures, pruning, shown_pictures  # noqa: F401
        from .announcing import noticing, pushing  # noqa: F401
        from .models import Word

        watch("words", Word)
        noticing.listen()
