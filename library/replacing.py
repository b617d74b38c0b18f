"""Another file for a picture: whatever shows it shows the new one, all at once."""

from django.db import transaction
from django.dispatch import Signal

from publishing.pictures import take_in

from .intake import digest_of
from .models import Picture, places
from .showing import ShowsPictures

# For texts that are no rows of their own, as what somebody is typing: sent with `address` and `picture`.
picture_replaced = Signal()


def replace(picture, upload):
    """Returns the picture with its new file. Raises ValidationError for what is no picture."""
    taken, fingerprint = take_in(upload), digest_of(upload)
    with transaction.atomic():
        picture = Picture.objects.select_for_update().get(pk=picture.pk)
        address = picture.image.url
        picture.image, picture.digest = taken, fingerprint
        picture.focal_x = picture.focal_y = 50
        picture.save()
        for relation in places():
            if relation.many_to_many and issubclass(relation.related_model, ShowsPictures):
                rows = relation.related_model._base_manager.filter(**{relation.field.name: picture})
                for row in rows.iterator(100):
                    row.show_instead(address, picture)
        picture_replaced.send(Picture, address=address, picture=picture)
    return picture
