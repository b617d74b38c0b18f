from django.apps import AppConfig


class InquiriesConfig(AppConfig):
    name = "inquiries"
    verbose_name = "咨询与投稿"

    def ready(self):
        from .importing import abandoned  # noqa: F401
        from .notices import sending  # noqa: F401
