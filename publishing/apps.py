from django.apps import AppConfig


class PublishingConfig(AppConfig):
    name = "publishing"
    verbose_name = "站点"

    def ready(self):
        from .changes import watch
        from .models import FriendLink, SiteSettings

        watch("pages", SiteSettings, FriendLink)
