"""Texts that show pictures of the library, and the rows that say which: `pictures` follows the text through every door."""

import re
from html import unescape
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.db import models, transaction

from publishing.richtext import printable

from .models import Picture

IMAGE = re.compile(r"<img\b[^<>]*>")
SOURCE = re.compile(r'\ssrc="([^"]*)"')
SIZE = re.compile(r'\s(width|height)="[0-9]+"')

# Functions that give texts which are no rows of their own, as what somebody is typing.
unsaved_texts = []


def named_in(*texts):
    """The names of the stored files that clean HTML shows."""
    addresses = (SOURCE.search(tag) for text in texts for tag in IMAGE.findall(text or ""))
    return {stored_name(unescape(found[1])) for found in addresses if found} - {""}


def typed_names():
    """Those in what somebody is writing and has not saved."""
    return named_in(*(text for texts in unsaved_texts for text in texts()))


def stored_name(address):
    """The name of the file that an address shows; "" for one that leads elsewhere or that no database could look up."""
    try:
        path = unquote(urlsplit(address).path)
    except ValueError:  # //[x is no host
        return ""
    name = path.removeprefix(settings.MEDIA_URL)
    return name if name != path and printable(name) == name else ""


def showing_instead(text, address, picture):
    """`text` with `picture` wherever it shows the file at `address`."""

    def retold(tag):
        if f'src="{address}"' not in tag[0]:
            return tag[0]
        sized = SIZE.sub(lambda size: f' {size[1]}="{getattr(picture, size[1])}"', tag[0])
        return sized.replace(f'src="{address}"', f'src="{picture.image.url}"')

    return IMAGE.sub(retold, text) if text and address in text else text


class ShowsPicturesQuerySet(models.QuerySet):
    """The doors that ask no `save()`."""

    def update(self, **values):
        if not values.keys() & set(self.model.texts_with_pictures):
            return super().update(**values)
        with transaction.atomic(using=self.db):
            keys = list(self.order_by().values_list("pk", flat=True))
            changed = super().update(**values)
            for row in self.model._base_manager.filter(pk__in=keys).only(*self.model.texts_with_pictures):
                row.note_pictures()
        return changed

    def bulk_create(self, objs, *args, **options):
        with transaction.atomic(using=self.db):
            created = super().bulk_create(objs, *args, **options)
            for row in created:
                if row.pk and row.shown_pictures():
                    row.note_pictures()
        return created

    update.alters_data = bulk_create.alters_data = True
    bulk_create.queryset_only = True


class ShowsPictures(models.Model):
    """A row with rich texts, named in `texts_with_pictures`, and a many-to-many `pictures` that follows them."""

    texts_with_pictures = ()

    class Meta:
        abstract = True

    def save(self, **kwargs):
        is_new, written = self._state.adding, kwargs.get("update_fields")
        with transaction.atomic(using=kwargs.get("using")):
            super().save(**kwargs)
            follows = written is None or set(written) & set(self.texts_with_pictures)
            if follows and not (is_new and not self.shown_pictures()):
                self.note_pictures()

    def shown_pictures(self):
        """The condition that finds them; None where there are none."""
        names = named_in(*(getattr(self, name) for name in self.texts_with_pictures))
        return models.Q(image__in=names) if names else None

    def note_pictures(self):
        shown = self.shown_pictures()
        self.pictures.set(Picture.objects.filter(shown) if shown else [])

    def show_instead(self, address, picture):
        """Show `picture` where the texts show the file at `address`. Only the address changes, so nobody else is told.

        The row was read under a lock: its texts are written as they were read.
        """
        texts = {
            name: showing_instead(getattr(self, name), address, picture) for name in self.texts_with_pictures
        }
        type(self)._base_manager.filter(pk=self.pk).update(**texts)

    @classmethod
    def things_showing(cls, picture):
        """[(model, keys)] of the things whose texts these are: nobody writes a text without the lock of its thing."""
        return [(cls, cls._base_manager.filter(pictures=picture).values_list("pk", flat=True))]

    @property
    def shown_on(self):
        """The thing whose screen shows the picture."""
        return self
