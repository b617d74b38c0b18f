"""Who came in at the staff's door, and who tried: Django says so by signals."""

from django.contrib.auth import get_user_model
from django.contrib.auth.signals import user_logged_in, user_login_failed
from django.dispatch import receiver

from .models import Entry
from .recording import note


def came_to_the_door(request):
    """A program that logs somebody in has no request with a method."""
    return getattr(request, "method", None) is not None


def is_turned_away(request):
    """Locked out before, and not looked at this time: a flood must not fill the trail."""
    return getattr(request, "axes_locked_out", False) and request.axes_failures_since_start is None


@receiver(user_logged_in)
def note_login(sender, request, user, **more):
    if came_to_the_door(request):
        note(Entry.Action.LOGIN, person=user, request=request)


@receiver(user_login_failed)
def note_failure(sender, credentials, request=None, **more):
    """Never what was typed as a password; and what is nobody's name may be a password in the wrong place."""
    if not came_to_the_door(request) or is_turned_away(request):
        return
    typed = str(credentials.get("username") or "")
    person = get_user_model().objects.filter(username=typed).first()
    words = "" if person else f"没有这个账号：{typed[:1]}***"
    note(Entry.Action.LOGIN_FAILED, person=person, request=request, words=words)
