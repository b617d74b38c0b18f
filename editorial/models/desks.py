from django.conf import settings
from django.db import models


class AtScreen(models.Model):
    """Somebody at an editing screen; `screen` names it: `article-12`, `policy-new`."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    screen = models.CharField(max_length=40)

    class Meta:
        abstract = True
        default_permissions = ()


class Autosave(AtScreen):
    """What somebody typed and has not saved: the form's values as they stood. One a person and screen."""

    values = models.JSONField()
    saved_at = models.DateTimeField(auto_now=True)

    class Meta(AtScreen.Meta):
        constraints = [
            models.UniqueConstraint(fields=["user", "screen"], name="editorial_one_autosave_a_screen")
        ]

    def __str__(self):
        return f"{self.screen} {self.saved_at:%H:%M}"


class Presence(AtScreen):
    """Who has a screen open now: seen lately."""

    seen_at = models.DateTimeField(auto_now=True)

    class Meta(AtScreen.Meta):
        constraints = [
            models.UniqueConstraint(fields=["user", "screen"], name="editorial_one_presence_a_screen")
        ]

    def __str__(self):
        return f"{self.screen} {self.seen_at:%H:%M}"
