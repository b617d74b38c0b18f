"""Albums: several pictures at once, in the order the editor gives, for parks and for listings."""

import json
import logging
import re
from contextlib import suppress
from pathlib import PurePath

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.forms.models import BaseInlineFormSet

from publishing import pictures
from publishing.admin import StaffStackedInline
from publishing.richtext import printable

logger = logging.getLogger(__name__)

NEW_FIELD = "photos-new"
MOST_AT_ONCE = 20  # each takes the server a second or two
TOO_MANY = f"一次最多传 {MOST_AT_ONCE} 张，请保存后再传其余的。"
TOGETHER = 28 * 1024 * 1024  # `serve` takes requests up to 30 MB
TOO_MUCH = "一次合计不超过 28 MB，请保存后再传这张。"
CAPTION_LENGTH = 100
LAST_POSITION = 32767
# What telephones, cameras and WeChat write into a file's name. The script reads both patterns too.
DEVICE_WORDS = (
    "微信图片|微信截图|QQ图片|屏幕截图|屏幕快照|截屏|截图|图片|照片|相片|副本|未命名|[年月日时分秒]"
)
CHINESE_WORD = "[\u4e00-\u9fff]{2}"


def caption_from(file_name):
    """What the file's name says of the picture; "" for names a device made up: IMG_2031, 微信图片_20250822."""
    words = re.sub(r"[\s_]+", " ", PurePath(file_name).stem).strip()
    return words[:CAPTION_LENGTH] if re.search(CHINESE_WORD, re.sub(DEVICE_WORDS, " ", words)) else ""


class Album(BaseInlineFormSet):
    """Stored photos are its forms. New ones are the files of one field, each with a caption and a position beside it.

    A file that is no picture never stops the others: it is left out, and a sentence in `refused` names it.
    """

    may_add = True
    refused = ()
    taken = ()

    new_field = NEW_FIELD

    @property
    def accept(self):
        return pictures.ACCEPT

    @property
    def rules(self):
        """What the script has to know to speak as the server does."""
        return json.dumps(
            {
                "name": self.new_field,
                "owner": self.owner if self.instance.pk else "",
                "most": MOST_AT_ONCE,
                "tooMany": TOO_MANY,
                "together": TOGETHER,
                "tooMuch": TOO_MUCH,
                "bytes": pictures.MAX_BYTES,
                "tooHeavy": pictures.TOO_HEAVY,
                "pixels": pictures.MAX_PIXELS,
                "tooLarge": pictures.TOO_LARGE,
                "edge": pictures.LONGEST_EDGE,
                "heic": pictures.HEIC,
                "unknown": pictures.UNKNOWN,
                "deviceWords": DEVICE_WORDS,
                "chineseWord": CHINESE_WORD,
            }
        )

    @property
    def owner(self):
        return str(self.instance)[: CAPTION_LENGTH - 10]

    def total_form_count(self):
        """A new photo comes as a file, never as one more row: a row would have no picture."""
        return self.initial_form_count()

    def is_multipart(self):
        """None of its forms holds a file, but the album does."""
        return True

    def clean(self):
        super().clean()
        self.taken, self.refused, self.lost = [], [], []
        for number, (upload, caption, position) in enumerate(self.sent()):
            try:
                if number >= MOST_AT_ONCE:
                    raise ValidationError(TOO_MANY)
                self.take(upload, caption, position)
            except ValidationError as error:
                self.refused.append(f"“{upload.name}”没有保存：{error.messages[0]}")

    def sent(self):
        """(file, caption, position) of each new file; the words are "" where a browser without our script sends none."""
        if not (self.files and self.data and self.may_add):
            return []
        uploads = self.files.getlist(self.new_field)
        words = [self.data.getlist(f"{self.new_field}-{name}") for name in ("caption", "position")]
        return [
            (upload, *(said[number] if number < len(said) else "" for said in words))
            for number, upload in enumerate(uploads)
        ]

    def take(self, upload, caption, position):
        """Nothing but the picture itself can be wrong: a caption or position that is missing is made up."""
        image = read(upload)
        kept = [form.instance for form in self.initial_forms if not self._should_delete_form(form)]
        album = [*kept, *self.taken]
        caption = printable(caption).strip()[:CAPTION_LENGTH] or caption_from(upload.name)
        last = max((photo.position for photo in album), default=0)
        photo = self.model(
            image=image,
            caption=caption or f"{self.owner} {len(album) + 1}".strip(),
            position=number_in(position) or min(last + 1, LAST_POSITION),
        )
        self.taken.append(photo)

    def save_new_objects(self, commit=True):
        """The new photos are stored once the rest is certain, outside its transaction: sizing twenty pictures takes
        half a minute, in which no other writer should wait (on SQLite they all would)."""
        super().save_new_objects(commit)
        for photo in self.taken:
            setattr(photo, self.fk.name, self.instance)
        if commit:
            transaction.on_commit(self.store)
        self.new_objects.extend(self.taken)
        return self.new_objects

    def store(self):
        """A picture that can't be stored takes no other with it."""
        for photo in self.taken:
            try:
                photo.save()
            except OSError:
                logger.exception("a picture of %s could not be stored", self.instance)
                self.lost.append(photo.caption)


def read(upload):
    """As `take_in`, once for each upload: it is asked before the transaction, and again by the album within it."""
    if not hasattr(upload, "read_as"):
        try:
            upload.read_as = pictures.take_in(upload)
        except ValidationError as error:
            upload.read_as = error
    if isinstance(upload.read_as, ValidationError):
        raise upload.read_as
    return upload.read_as


def number_in(text):
    return min(int(text), LAST_POSITION) if re.fullmatch("[0-9]{1,9}", text) else 0


class AlbumInline(StaffStackedInline):
    formset = Album
    fields = ["caption", "position"]
    template = "admin/parks/album.html"
    verbose_name = "图片"
    verbose_name_plural = "相册"

    class Media:
        css = {"all": ["css/admin-photos.css"]}
        js = ["js/admin-photos.js"]

    def get_formset(self, request, obj=None, **kwargs):
        album = super().get_formset(request, obj, **kwargs)
        album.may_add = self.has_add_permission(request, obj)
        return album


class AlbumMixin:
    """For the screen of what has an album: reads pictures before its transaction, says which files were not taken."""

    def changeform_view(self, request, *args, **kwargs):
        may_save = self.has_add_permission(request) or self.has_change_permission(request)
        for upload in request.FILES.getlist(NEW_FIELD)[:MOST_AT_ONCE] if may_save else ():
            with suppress(ValidationError):
                read(upload)
        return super().changeform_view(request, *args, **kwargs)

    def save_formset(self, request, form, formset, change):
        super().save_formset(request, form, formset, change)
        for sentence in getattr(formset, "refused", ()):
            self.message_user(request, sentence, messages.WARNING)
        transaction.on_commit(lambda: self.say_lost(request, getattr(formset, "lost", ())))

    def say_lost(self, request, captions):
        for caption in captions:
            sentence = f"“{caption}”没有保存下来：服务器存储文件时出错。其余内容已保存，请稍后再传这一张。"
            self.message_user(request, sentence, messages.ERROR)
