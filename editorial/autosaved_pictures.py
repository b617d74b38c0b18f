"""The pictures of what somebody typed and has not saved: no row knows of them."""

from django.dispatch import receiver

from library.replacing import picture_replaced
from library.showing import showing_instead, unsaved_texts

from .models import Autosave


def typed_texts():
    for values in Autosave.objects.values_list("values", flat=True):
        for texts in values.values():
            yield from texts


unsaved_texts.append(typed_texts)


@receiver(picture_replaced)
def show_in_autosaves(sender, address, picture, **signal):
    for kept in Autosave.objects.all():
        if told(kept, address, picture) == kept.values:
            continue
        kept = Autosave.objects.select_for_update().filter(pk=kept.pk).first()  # with what was typed since
        if kept:
            Autosave.objects.filter(pk=kept.pk).update(values=told(kept, address, picture))


def told(kept, address, picture):
    """The values with `picture` where they show the file at `address`."""
    return {
        name: [showing_instead(text, address, picture) for text in texts]
        for name, texts in kept.values.items()
    }
