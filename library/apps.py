from django.apps import AppConfig


class LibraryConfig(AppConfig):
    name = "library"
    verbose_name = "图库"

    def ready(self):
        from publishing.changes import watch

        from .models import Picture

        watch("pages", Picture)
