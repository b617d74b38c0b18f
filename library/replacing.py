"""Another file for a picture: whatever shows it shows the new one, all at once."""

from collections import defaultdict

from django.db import transaction
from django.dispatch import Signal

from publishing.pictures import take_in

from .intake import digest_of
from .models import Picture, places
from .showing import ShowsPictures

# For those above who hold texts that are no rows, or note who did it: with `address`, `picture` and `person`.
picture_replaced = Signal()
# Functions of a picture and a person: the sentence that keeps him from giving it another file, or "".
asked_before = []


def why_not_replace(picture, person):
    return next(filter(None, (ask(picture, person) for ask in asked_before)), "")


def replace(picture, upload, person=None):
    """Returns the picture with its new file. Raises ValidationError for what is no picture."""
    taken, fingerprint = take_in(upload), digest_of(upload)
    with transaction.atomic():
        lock_things_showing(picture)
        picture = Picture.objects.select_for_update(no_key=True).get(pk=picture.pk)
        address = picture.image.url
        picture.image, picture.digest = taken, fingerprint
        picture.focal_x = picture.focal_y = 50
        picture.save()
        for model in models_with_texts():
            for row in locked(model._base_manager.filter(pictures=picture)).iterator(100):
                row.show_instead(address, picture)
        picture_replaced.send(Picture, address=address, picture=picture, person=person)
    return picture


def lock_things_showing(picture):
    """Whoever saves a text locks the thing first and only then its pictures: so does who replaces a picture, and what
    is saved meanwhile is read with the text it has by then.
    """
    keys = defaultdict(set)
    for model in models_with_texts():
        for thing, found in model.things_showing(picture):
            keys[thing].update(found)
    for thing, found in keys.items():
        list(locked(thing._base_manager.filter(pk__in=found)).values_list("pk", flat=True))


def models_with_texts():
    related = {relation.related_model for relation in places() if relation.many_to_many}
    return sorted((one for one in related if issubclass(one, ShowsPictures)), key=lambda one: one._meta.label)


def locked(rows):
    """In one order, and so that other rows may still be tied to them."""
    return rows.order_by("pk").select_for_update(of=("self",), no_key=True)
