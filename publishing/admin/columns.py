"""How states, moments and people are written in a list."""

from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html

from publishing.people import called

# Who did something and whose account was deleted since.
NOBODY_LEFT = "（账号已删除）"


def dot(tone, label):
    """A state as a dot and a word, so that colour is never alone."""
    return format_html('<span class="state" data-state="{}"><span>{}</span></span>', tone, label)


def moment(value):
    """A point in time as tables write it: 2025-08-22 10:20, in Shanghai."""
    return f"{timezone.localtime(value):%Y-%m-%d %H:%M}" if value else ""


def change_link(item, label):
    """`label`, leading to the item's own staff screen."""
    name = f"admin:{item._meta.app_label}_{item._meta.model_name}_change"
    return format_html('<a href="{}">{}</a>', reverse(name, args=[item.pk]), label)


def staff_choice(field):
    """Make a choice of people (a form field) one of staff, under their own names."""
    field.queryset = field.queryset.filter(is_staff=True)
    field.label_from_instance = staff_name
    return field


def staff_name(user):
    if user is None:
        return None
    return called(user) + ("" if user.is_active else "（已停用）")
