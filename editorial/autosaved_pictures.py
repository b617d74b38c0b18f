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
        told = {
            name: [showing_instead(text, address, picture) for text in texts]
            for name, texts in kept.values.items()
        }
        if told != kept.values:
            Autosave.objects.filter(pk=kept.pk).update(values=told)
