"""Uploaded pictures: taken in once, safely, then kept in the sizes and formats that browsers want.

Whatever arrives is decoded and drawn anew before anything is stored: turned upright, in sRGB, no larger than a screen
needs, without the camera's notes (place, device, comments) and without whatever was hidden behind the picture. The
file's name is ours. django-pictures makes the renditions.
"""

import logging
import mimetypes
import secrets
from io import BytesIO
from pathlib import Path

from django import forms
from django.core import checks
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import transaction
from django.db.models.fields.files import ImageFileDescriptor
from django.db.models.signals import post_delete, post_save
from pictures import utils
from pictures.models import PictureField as RenderedField
from pictures.models import PictureFieldFile as RenderedFieldFile
from pictures.models import PillowPicture
from PIL import Image, ImageCms, ImageOps

logger = logging.getLogger(__name__)

# Python 3.11 does not know it, and a browser told not to guess shows nothing under application/octet-stream.
mimetypes.add_type("image/avif", ".avif")
mimetypes.add_type("image/webp", ".webp")

MAX_BYTES = 20 * 1024 * 1024
MAX_PIXELS = 50_000_000
LONGEST_EDGE = 2560
FORMATS = ("JPEG", "PNG", "GIF", "WEBP", "AVIF")
# HEIC is left out on purpose: given this list, an iPhone turns its photos into JPEG by itself.
ACCEPT = "image/jpeg,image/png,image/gif,image/webp,image/avif"

EMPTY = "这个图片文件是空的，请重新选择。"
TOO_HEAVY = "图片有 {megabytes:.1f} MB，上限是 20 MB，请缩小后再传。"
TOO_LARGE = "图片有 {width}×{height} 像素，上限是 5000 万像素，请缩小后再传。"
FAR_TOO_LARGE = "图片的像素远超上限（5000 万像素），请缩小后再传。"
HEIC = "这是 HEIC 格式的照片，多数浏览器不能显示，请转成 JPG 后再传。"
UNKNOWN = "这个文件不是可用的图片，请传 JPG、PNG、GIF、WebP 或 AVIF 格式，不超过 20 MB。"
DAMAGED = "图片不完整或已损坏，请用看图软件打开后另存一份，再传新的。"


class TakenPicture(ContentFile):
    """A picture that has been through take_in(): safe to store as it is."""

    def __init__(self, image, file_format):
        options, suffix = SAVED_AS[file_format]
        buffer = BytesIO()
        image.save(buffer, format=file_format, **options)
        super().__init__(buffer.getvalue(), name=f"picture{suffix}")
        self.dimensions = image.size


SAVED_AS = {
    "JPEG": ({"quality": 88, "progressive": True, "optimize": True}, ".jpg"),
    "PNG": ({}, ".png"),
    "WEBP": ({"quality": 88}, ".webp"),
}

# Speed 7 takes half the time of Pillow's 6 for 4 % more bytes; an editor waits for it.
ENCODED_WITH = {"AVIF": {"quality": 58, "speed": 7}, "WEBP": {"quality": 78}}


def take_in(upload):
    """The upload as a picture of ours. ValidationError, in a sentence for the sender, for what is none."""
    if isinstance(upload, TakenPicture):
        return upload
    if not upload.size:
        raise ValidationError(EMPTY, code="empty")
    if upload.size > MAX_BYTES:
        raise ValidationError(TOO_HEAVY.format(megabytes=upload.size / 1024 / 1024), code="too_heavy")
    upload.seek(0)
    content = upload.read()
    with _opened(content) as source:
        file_format = source.format
        image = _drawn_anew(source)
    return TakenPicture(image, _kept_format(file_format, image))


def _opened(content):
    try:
        source = Image.open(BytesIO(content), formats=FORMATS)
    except Image.DecompressionBombError as error:
        raise ValidationError(FAR_TOO_LARGE, code="too_large") from error
    except Exception as error:  # a decoder may raise anything on hostile bytes
        raise ValidationError(_what_is_wrong(content), code="unknown") from error
    width, height = source.size
    if width * height > MAX_PIXELS:
        raise ValidationError(TOO_LARGE.format(width=width, height=height), code="too_large")
    return source


def _what_is_wrong(content):
    if content[4:8] == b"ftyp" and content[8:12] in (b"heic", b"heix", b"hevc", b"mif1", b"msf1"):
        return HEIC
    known = (
        content.startswith((b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"GIF8")) or content[4:12] == b"ftypavif"
    )
    return DAMAGED if known or (content[:4], content[8:12]) == (b"RIFF", b"WEBP") else UNKNOWN


def _drawn_anew(source):
    try:
        # A JPEG is read at a fraction of its size where that is enough; a palette cannot be scaled smoothly.
        image = source if source.mode in ("L", "RGB", "RGBA", "CMYK") else _without_palette(source)
        image.thumbnail((LONGEST_EDGE, LONGEST_EDGE), Image.Resampling.LANCZOS)
        image = _in_srgb(ImageOps.exif_transpose(image))
    except Exception as error:  # as above: truncated, broken, or made to break a decoder
        raise ValidationError(DAMAGED, code="damaged") from error
    image.info = {}  # Pillow would write comments and profiles found here into the new file
    return image


def _without_palette(source):
    if source.mode.startswith("I"):  # 16 bits of grey, which convert() would cut off at 255
        return source.convert("I").point(lambda value: value / 256).convert("L")
    return source.convert("RGBA" if source.has_transparency_data else "RGB")


def _in_srgb(image):
    mode = "RGBA" if image.has_transparency_data else "RGB"
    profile = image.info.get("icc_profile")
    if profile:
        try:
            source = ImageCms.ImageCmsProfile(BytesIO(profile))
            return ImageCms.profileToProfile(image, source, ImageCms.createProfile("sRGB"), outputMode=mode)
        except (ImageCms.PyCMSError, OSError, ValueError):
            logger.info("a picture's colour profile could not be read")
    return image.convert(mode)


def _kept_format(file_format, image):
    """JPEG and PNG stay what they are, a GIF's first frame is a PNG, newer kinds become what every browser shows."""
    if file_format in ("PNG", "GIF"):
        return "PNG"
    if image.mode == "RGBA" and image.getextrema()[3][0] < 255:
        return "WEBP"
    return "JPEG"


def render(*, storage, file_name, sender, new=(), old=()):
    """PICTURES["PROCESSOR"]: makes renditions here and now. Where that fails the picture has none and is shown as it
    was stored; the row is never lost for it."""
    storage = utils.reconstruct(*storage)
    renditions = [utils.reconstruct(*rendition) for rendition in new]
    try:
        if renditions:
            with storage.open(file_name) as file, Image.open(file) as image:
                for rendition in renditions:
                    rendition.save(image)
    except Exception:
        logger.exception("no renditions for %s", file_name)
        old = [*old, *new]
    for rendition in old:
        _delete_quietly(storage, utils.reconstruct(*rendition).name)


def _delete_quietly(storage, name):
    try:
        storage.delete(name)
    except OSError:
        logger.warning("could not delete %s", name)


class Rendition(PillowPicture):
    """PICTURES["PICTURE_CLASS"]: at the qualities that look alike; Pillow's own for AVIF is heavier than its WebP."""

    def save(self, image):
        buffer = BytesIO()
        self.resize(image).save(buffer, format=self.file_type, **ENCODED_WITH[self.file_type])
        self.storage.delete(self.name)
        self.storage.save(self.name, ContentFile(buffer.getvalue()))


class PictureFieldFile(RenderedFieldFile):
    def save(self, name, content, save=True):
        """The one way into the storage. Raises ValidationError; the name given is not looked at."""
        taken = take_in(content)
        self._dimensions_cache = taken.dimensions  # until here they were the upload's
        super().save(taken.name, taken, save=False)
        if save:
            self.instance.save()

    def _get_image_dimensions(self):
        """(0, 0) for a file that is gone or no picture: a row stays readable without its file."""
        try:
            return super()._get_image_dimensions()
        except Exception:  # as above
            return 0, 0

    def get_picture_files_list(self):
        return super().get_picture_files_list() if self.width else set()

    @property
    def renditions(self):
        """{"AVIF": {320: rendition, …}, …}: what can be offered to a browser now, nothing where making them failed."""
        if not self.width:
            return {}
        offered = {kind: sizes for kind, sizes in self.aspect_ratios[None].items() if sizes}
        made = all(self.storage.exists(sizes[max(sizes)].name) for sizes in offered.values())
        return offered if made else {}


class PictureDescriptor(ImageFileDescriptor):
    """Notes which stored file an assignment takes the place of."""

    def __set__(self, instance, value):
        before = instance.__dict__.get(self.field.attname)
        stored = before._committed if isinstance(before, PictureFieldFile) else isinstance(before, str)
        if stored and before and str(before) != str(value or ""):
            self.field.replaced_in(instance).add(str(before))
        super().__set__(instance, value)


class PictureFormField(forms.ImageField):
    default_validators = ()  # the bytes decide, not the ending of the name
    default_error_messages = {"empty": EMPTY}

    def to_python(self, data):
        upload = forms.FileField.to_python(self, data)
        return None if upload is None else take_in(upload)

    def widget_attrs(self, widget):
        return super().widget_attrs(widget) | ({"accept": ACCEPT} if "accept" not in widget.attrs else {})


# How pictures are stored and rendered is a setting; it changes no column.
NOT_IN_MIGRATIONS = {
    "upload_to",
    "aspect_ratios",
    "breakpoints",
    "container_width",
    "file_types",
    "grid_columns",
    "pixel_densities",
}


class PictureField(RenderedField):
    """Declare width_field and height_field, and declare those fields after this one."""

    attr_class = PictureFieldFile
    descriptor_class = PictureDescriptor

    def __init__(self, *args, **options):
        super().__init__(*args, **{"upload_to": "pictures/%Y/%m"} | options)

    def deconstruct(self):
        name, path, args, options = super().deconstruct()
        return (
            name,
            path,
            args,
            {key: value for key, value in options.items() if key not in NOT_IN_MIGRATIONS},
        )

    def check(self, **options):
        return super().check(**options) + self._check_order()

    def _check_order(self):
        """Columns are written as declared: a width read before the picture is taken in would be the upload's."""
        fields = [field.name for field in self.model._meta.concrete_fields]
        early = {self.width_field, self.height_field} & set(fields[: fields.index(self.name)])
        return [
            checks.Error(f"Declare {name} after {self.name}.", obj=self, id="publishing.E001")
            for name in sorted(early)
        ]

    def contribute_to_class(self, cls, name, **options):
        super().contribute_to_class(cls, name, **options)
        if not cls._meta.abstract:
            post_save.connect(self._forget_replaced, sender=cls)
            post_delete.connect(self._forget_deleted, sender=cls)

    def generate_filename(self, instance, filename):
        """Unguessable, and nothing of the sender's name in it."""
        return super().generate_filename(instance, secrets.token_hex(16) + Path(filename).suffix)

    def clean(self, value, model_instance):
        value = super().clean(value, model_instance)
        if value and not value._committed:
            value.file = take_in(value.file)
        return value

    def formfield(self, **options):
        return super().formfield(**{"form_class": PictureFormField} | options)

    def replaced_in(self, instance):
        """Names of stored files that the instance's next save will no longer refer to."""
        return instance.__dict__.setdefault(f"_replaced_{self.attname}", set())

    def _forget_replaced(self, instance, update_fields=None, **signal):
        if update_fields is None or self.name in update_fields:
            replaced = self.replaced_in(instance)
            while replaced:
                self._forget(instance, replaced.pop())

    def _forget_deleted(self, instance, **signal):
        if name := str(instance.__dict__.get(self.attname) or ""):
            self._forget(instance, name)

    def _forget(self, instance, name):
        """Deletes a file and its renditions once the change is certain, and only if no row shows it any more."""

        def delete():
            if not self.model._base_manager.filter(**{self.name: name}).exists():
                for stored in (*self._possible_renditions(name), name, str(Path(name).with_suffix(""))):
                    _delete_quietly(self.storage, stored)

        transaction.on_commit(delete)

    def _possible_renditions(self, name):
        """The names of all renditions a picture can have: of one that is gone nobody knows the size."""
        sizes = self.attr_class.get_picture_files(
            file_name=name, img_width=LONGEST_EDGE, img_height=LONGEST_EDGE, storage=self.storage, field=self
        )
        return [
            rendition.name
            for kinds in sizes.values()
            for made in kinds.values()
            for rendition in made.values()
        ]
