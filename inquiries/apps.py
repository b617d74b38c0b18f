from django.apps import AppConfig


class InquiriesConfig(AppConfig):
    name = "inquiries"
    verbose_name = "咨询与投稿"

    def ready(self):
        from .notices import sending  # noqa: F401
