"""The pictures of what is pasted: out of data: addresses, files, Word's RTF, or fetched from WeChat's own hosts."""

import base64
import binascii
import re
import time
from html import unescape
from urllib.parse import unquote

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile

from library.intake import take
from library.models import Picture
from library.showing import stored_name

from .fetching import NotFetched, fetch
from .rtf import pictures_in

MISSING = "【图片未能取回：请补传】"
MOST = 40
LONGEST = 30  # seconds for all that is fetched: the editor waits for it
DATA = re.compile(r"data:image/[a-z+.-]+;base64,(.+)", re.I | re.S)
IN_PLACE = re.compile(
    r"""=\s*(?:"\s*(data:image/[^"]*)"|'\s*(data:image/[^']*)'|(data:image/[^\s"'<>]*))""", re.I
)
# What programs write as a picture's description.
NO_ALT = re.compile(
    r"描述已自动生成|^(?:图片|图像|微信图片|截图|image|img|picture|photo|wps)[\s_-]*\d*$|[\\/]|\.(?:png|jpe?g|gif|webp)$",
    re.I,
)


class Pictures:
    def __init__(self, person, may_add=True):
        self.person, self.may_add = person, may_add
        self.brought, self.messages = [], []
        self.until = None

    def bring(self, soup, rtf, data):
        """Every <img> shows a picture of the library afterwards, or words stand in its place.

        `data` is what `without_data` took out.
        """
        images = [image for image in soup.find_all("img") if not _is_speck(image)]
        for speck in set(soup.find_all("img")) - set(images):
            speck.decompose()
        local = [image for image in images if _is_local(_source(image))]
        blocks = pictures_in(rtf) if local and rtf else []
        from_rtf = dict(zip(map(id, local), blocks, strict=True)) if len(blocks) == len(local) else {}
        lost = 0
        for number, image in enumerate(images):
            picture = None
            if number < MOST:
                picture = self._known(image) or self._taken(image, from_rtf.get(id(image)), data)
            if picture:
                _show(image, picture)
            else:
                lost += 1
                image.replace_with(MISSING)
        self._report(lost, len(images))

    def _report(self, lost, total):
        if lost and not self.may_add:
            self.messages.append("您没有上传图片的权限，粘贴的图片没有带进来。")
        elif lost:
            self.messages.append(
                f"{total} 张图片里有 {lost} 张没能带进来，正文里标着“{MISSING}”。请把原图存到电脑上，再拖进来。"
            )

    def _known(self, image):
        """The picture of ours that an address of this site shows."""
        name = stored_name(_source(image))
        return Picture.objects.filter(image=name).first() if name else None

    def _taken(self, image, from_rtf, data):
        if not self.may_add:
            return None
        try:
            content = self._content(_source(image), from_rtf, data)
            if not content:
                return None
            picture, _ = take(content, self.person, alt=described(image.get("alt")))
        except (ValidationError, NotFetched):
            return None
        self.brought.append(picture)
        return picture

    def _content(self, source, from_rtf, data):
        if found := DATA.match(data.get(source, "")):
            return _decoded(found[1])
        if _is_local(source):
            return ContentFile(from_rtf, "pasted") if from_rtf else None
        return ContentFile(self._fetched(source), "fetched")

    def _fetched(self, address):
        now = time.monotonic()
        self.until = self.until or now + LONGEST
        if now >= self.until:
            raise NotFetched("too slow all together")
        return fetch(address, self.until)


def without_data(html):
    """(the HTML with short names for the pictures it holds itself, {name: data address}): they are no text to parse."""
    data = {}

    def named(found):
        name = f"cid:pasted-{len(data)}"
        data[name] = unescape(found[1] or found[2] or found[3])
        return f'="{name}"'

    return IN_PLACE.sub(named, html), data


def _decoded(text):
    try:
        return ContentFile(base64.b64decode(unquote(text)), "pasted")
    except (binascii.Error, ValueError):
        return None


def _source(image):
    """WeChat keeps the address in data-src and shows a dot in src until one scrolls there."""
    return (image.get("data-src") or image.get("src") or "").strip()


def _is_local(source):
    return source.lower().startswith("file:")


def _is_speck(image):
    """A pixel that counts readers."""
    return any(image.get(name) in ("0", "1") for name in ("width", "height"))


def described(words):
    """The description somebody gave a picture; "" for one that a program made up."""
    words = (words or "").strip()
    return "" if NO_ALT.search(words) else words


def _show(image, picture):
    image.attrs = {"src": picture.image.url, "alt": described(image.get("alt"))[:100] or picture.alt}
    if picture.width:
        image.attrs |= {"width": str(picture.width), "height": str(picture.height)}
