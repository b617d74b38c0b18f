"""What somebody typed and has not saved: kept every few seconds, offered when the screen opens again."""

import json
from datetime import timedelta

from django.http import QueryDict
from django.utils import timezone

from publishing.richtext import printable

from .models import Autosave

LARGEST = 1_000_000  # bytes; an article weighs a tenth of that
MOST_FIELDS, MOST_VALUES, LONGEST_NAME = 200, 500, 100
KEPT_FOR = timedelta(days=30)
OWN = {"csrfmiddlewaretoken"}


class Unreadable(ValueError):
    """`str(error)` says in words what is wrong with what was sent."""


def read_json(body):
    """The object a screen of ours sends. Raises Unreadable for everything else."""
    if len(body) > LARGEST:
        raise Unreadable(f"内容超过 {LARGEST // 1000} kB，没有自动保存，请及时手动保存。")
    try:
        sent = json.loads(body)
    except (ValueError, RecursionError):
        raise Unreadable("收到的内容看不懂，没有自动保存。") from None
    if not isinstance(sent, dict):
        raise Unreadable("收到的内容看不懂，没有自动保存。")
    return sent


def values_of(sent):
    """{name: [text, …]} out of what was sent, without what no database keeps. Raises Unreadable."""
    values = sent.get("values")
    if not isinstance(values, dict) or not values or len(values) > MOST_FIELDS:
        raise Unreadable("表单内容看不懂，没有自动保存。")
    if not all(len(name) <= LONGEST_NAME and is_texts(found) for name, found in values.items()):
        raise Unreadable("表单内容看不懂，没有自动保存。")
    return {
        printable(name): [printable(text) for text in found]
        for name, found in values.items()
        if name not in OWN and not name.startswith("_")
    }


def is_texts(found):
    return (
        isinstance(found, list) and len(found) <= MOST_VALUES and all(isinstance(one, str) for one in found)
    )


def keep(user, screen, values):
    return Autosave.objects.update_or_create(user=user, screen=screen, defaults={"values": values})[0]


def kept(user, screen):
    return Autosave.objects.filter(user=user, screen=screen).first()


def forget(user, screen):
    Autosave.objects.filter(user=user, screen=screen).delete()


def prune():
    Autosave.objects.filter(saved_at__lt=timezone.now() - KEPT_FOR).delete()


def as_post(values):
    """The values as a form reads them."""
    data = QueryDict(mutable=True)
    for name, found in values.items():
        data.setlist(name, found)
    return data


def as_initial(form, values):
    """{field: value} to fill an unsent form with; fields that were not kept stay as they are."""
    data = as_post(values)
    names = {name.rpartition("_")[0] if name.endswith(("_0", "_1")) else name for name in values}
    return {
        name: field.widget.value_from_datadict(data, {}, name)
        for name, field in form.fields.items()
        if name in names or (values and is_tick(field))
    }


def is_tick(field):
    """A box without its tick sends nothing."""
    return getattr(field.widget, "input_type", "") == "checkbox"
