from django.apps import AppConfig


class OutboxConfig(AppConfig):
    name = "outbox"
    verbose_name = "发送"

    def ready(self):
        from . import pruning  # noqa: F401
        from .channels import testing  # noqa: F401
