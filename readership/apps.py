from django.apps import AppConfig


class ReadershipConfig(AppConfig):
    name = "readership"
    verbose_name = "阅读量"

    def ready(self):
        from . import pruning  # noqa: F401
