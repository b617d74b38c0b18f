import random
import re
from contextlib import suppress
from io import BytesIO, StringIO
from pathlib import Path

import pytest
from django import forms
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.db import transaction
from django.template import Context, Template
from PIL import Image, ImageCms, PngImagePlugin

from parks.models import ParkPhoto
from publishing import pictures
from tests import builders

NAMES = r"pictures/\d{4}/\d{2}/[0-9a-f]{32}"


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


def encoded(image, file_format, **options):
    buffer = BytesIO()
    image.save(buffer, file_format, **options)
    return buffer.getvalue()


def sketch(size=(1600, 1200), mode="RGB"):
    """Red above, blue below: which way is up can be seen."""
    image = Image.new("RGB", size, "#b03020")
    image.paste("#2050a0", (0, size[1] // 2, *size))
    return image.convert(mode)


def upload(content, name="我的照片.jpg"):
    return SimpleUploadedFile(name, content)


def taken(content):
    file = pictures.take_in(upload(content))
    return Image.open(file), file


def refusal(content):
    with pytest.raises(ValidationError) as refused:
        pictures.take_in(upload(content))
    return refused.value.messages


def with_camera_notes(**options):
    exif = Image.Exif()
    exif[0x010F] = "SecretCamera"
    exif.get_ifd(0x8825)[1] = "N"
    exif.get_ifd(0x8825)[2] = (39.0, 23.0, 3.0)
    for tag, value in options.pop("tags", {}).items():
        exif[tag] = value
    return encoded(sketch(), "JPEG", exif=exif, comment=b"SecretComment", **options)


def stored(media):
    return sorted(str(path.relative_to(media)) for path in media.rglob("*") if path.is_file())


def hexes_as_stars(names):
    return [re.sub(NAMES, "*", name) for name in names]


def test_the_cameras_notes_are_dropped():
    content = with_camera_notes(xmp=b"<x:xmpmeta>SecretXmp</x:xmpmeta>")
    assert content.count(b"Secret") == 3
    image, file = taken(content)
    assert not image.getexif()
    assert b"Secret" not in file.read()
    assert not {"exif", "xmp", "comment", "icc_profile"} & image.info.keys()


def test_a_text_in_a_png_is_dropped():
    notes = PngImagePlugin.PngInfo()
    notes.add_text("Comment", "SecretComment")
    notes.add_itxt("XML:com.adobe.xmp", "SecretXmp")
    _image, file = taken(encoded(sketch(), "PNG", pnginfo=notes))
    assert b"Secret" not in file.read()


def test_a_picture_taken_sideways_is_turned_upright():
    image, _file = taken(with_camera_notes(tags={0x0112: 6}))
    assert image.size == (1200, 1600)
    left, right = image.getpixel((10, 800)), image.getpixel((1190, 800))
    assert left[2] > 100 > left[0]
    assert right[0] > 100 > right[2]


def test_colours_of_another_profile_become_srgb():
    srgb = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    swapped = srgb.replace(b"rXYZ", b"----").replace(b"bXYZ", b"rXYZ").replace(b"----", b"bXYZ")
    image, _file = taken(encoded(sketch(), "PNG", icc_profile=swapped))
    red, _green, blue = image.getpixel((0, 0))
    assert red < 0x40 < 0xA0 < blue
    assert "icc_profile" not in image.info


def test_colours_stay_where_the_profile_cannot_be_read():
    image, _file = taken(encoded(sketch(), "PNG", icc_profile=b"no profile"))
    assert image.getpixel((0, 0)) == (0xB0, 0x30, 0x20)


@pytest.mark.parametrize(
    ("mode", "file_format", "options", "kept", "kept_mode"),
    [
        ("RGB", "JPEG", {}, "JPEG", "RGB"),
        ("L", "JPEG", {}, "JPEG", "RGB"),
        ("CMYK", "JPEG", {}, "JPEG", "RGB"),
        ("RGB", "PNG", {}, "PNG", "RGB"),
        ("P", "PNG", {}, "PNG", "RGB"),
        ("RGBA", "PNG", {}, "PNG", "RGBA"),
        ("P", "GIF", {}, "PNG", "RGB"),
        ("RGB", "WEBP", {}, "JPEG", "RGB"),
        ("RGB", "AVIF", {}, "JPEG", "RGB"),
    ],
)
def test_each_kind_becomes_one_that_every_browser_shows(mode, file_format, options, kept, kept_mode):
    image, file = taken(encoded(sketch((64, 48), mode), file_format, **options))
    assert (image.format, image.mode, image.size) == (kept, kept_mode, (64, 48))
    assert file.name == {"JPEG": "picture.jpg", "PNG": "picture.png"}[kept]


def test_what_is_transparent_stays_transparent():
    clear = Image.new("RGBA", (40, 30), (200, 30, 30, 0))
    for file_format, kept in (("WEBP", "WEBP"), ("AVIF", "WEBP"), ("PNG", "PNG")):
        image, _file = taken(encoded(clear, file_format))
        assert (image.format, image.convert("RGBA").getpixel((5, 5))[3]) == (kept, 0)


def test_only_the_first_frame_of_a_moving_picture_is_kept():
    frames = [Image.new("RGB", (20, 20), colour) for colour in ("#ff0000", "#0000ff")]
    image, _file = taken(encoded(frames[0], "GIF", save_all=True, append_images=frames[1:]))
    assert getattr(image, "n_frames", 1) == 1
    assert image.getpixel((3, 3)) == (255, 0, 0)


def test_sixteen_bits_of_grey_are_not_cut_off():
    grey = Image.new("I;16", (20, 20), 32768)
    assert taken(encoded(grey, "PNG"))[0].convert("L").getpixel((3, 3)) == 128


@pytest.mark.parametrize(
    ("size", "kept"), [((4000, 3000), (2560, 1920)), ((900, 5120), (450, 2560)), ((2560, 10), (2560, 10))]
)
def test_the_longest_edge_is_2560(size, kept):
    assert taken(encoded(sketch(size), "JPEG"))[0].size == kept


def test_what_hides_behind_a_picture_is_dropped():
    _image, file = taken(encoded(sketch(), "JPEG") + b"<script>alert(1)</script>PK\x03\x04")
    content = file.read()
    assert b"script" not in content
    assert content.endswith(b"\xff\xd9")


UNKNOWN = "这个文件不是可用的图片，请传 JPG、PNG、GIF、WebP 或 AVIF 格式，不超过 20 MB。"
DAMAGED = "图片不完整或已损坏，请用看图软件打开后另存一份，再传新的。"


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "这个图片文件是空的，请重新选择。"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>", UNKNOWN),
        (b"<!doctype html><script>alert(1)</script>", UNKNOWN),
        (b"MZ\x90\x00\x03" + b"\x00" * 200, UNKNOWN),
        (b"%PDF-1.7\n", UNKNOWN),
        (encoded(sketch((40, 40)), "BMP"), UNKNOWN),
        (encoded(sketch((40, 40)), "TIFF"), UNKNOWN),
        (
            b"\x00\x00\x00\x18ftypheic" + b"\x00" * 40,
            "这是 HEIC 格式的照片，多数浏览器不能显示，请转成 JPG 后再传。",
        ),
        (b"\xff\xd8\xff\xe0 and no more", DAMAGED),
        *[
            (encoded(sketch(), kind)[: len(encoded(sketch(), kind)) // 2], DAMAGED)
            for kind in pictures.FORMATS
        ],
    ],
)
def test_a_refusal_says_what_is_wrong_and_what_to_do(content, sentence):
    assert refusal(content) == [sentence]


def test_a_file_too_heavy_is_refused_before_it_is_opened():
    content = encoded(sketch(), "JPEG") + b"\0" * (21 * 1024 * 1024)
    assert refusal(content) == ["图片有 21.0 MB，上限是 20 MB，请缩小后再传。"]


def test_a_picture_too_large_is_refused_before_it_is_unpacked():
    large = encoded(Image.new("1", (10_000, 5_001)), "PNG")
    assert refusal(large) == ["图片有 10000×5001 像素，上限是 5000 万像素，请缩小后再传。"]
    bomb = encoded(Image.new("1", (20_000, 20_000)), "PNG")
    assert len(bomb) < 100_000
    assert refusal(bomb) == ["图片的像素远超上限（5000 万像素），请缩小后再传。"]


def test_spoilt_bytes_never_break_the_page():
    dice = random.Random(7)
    for kind in pictures.FORMATS:
        whole = encoded(sketch((300, 200)), kind)
        for _ in range(40):
            spoilt = bytearray(whole)
            for _ in range(12):
                spoilt[dice.randrange(len(spoilt))] = dice.randrange(256)
            with suppress(ValidationError):
                pictures.take_in(upload(bytes(spoilt)))


@pytest.mark.django_db
class TestStored:
    def photo(self, content=None):
        content = content or encoded(sketch(), "JPEG")
        return builders.park_photo(image=upload(content, "../../客户 名单.php.jpg"), caption="<北门>")

    def test_name_is_ours_and_each_width_is_made(self, media):
        photo = self.photo()
        assert re.fullmatch(NAMES + r"\.jpg", photo.image.name)
        assert hexes_as_stars(stored(media)) == [
            "*.jpg",
            *[f"*/{width}w.{kind}" for width in (1280, 320, 640, 960) for kind in ("avif", "webp")],
        ]
        for name in stored(media)[1:]:
            with Image.open(media / name) as rendition:
                width = int(re.search(r"(\d+)w", name)[1])
                assert rendition.size == (width, width * 3 // 4)

    def test_size_noted_is_the_stored_pictures_not_the_uploads(self):
        photo = ParkPhoto.objects.get(pk=self.photo(with_camera_notes(tags={0x0112: 6})).pk)
        assert (photo.width, photo.height) == (1200, 1600)
        photo = ParkPhoto.objects.get(pk=self.photo(encoded(sketch((4000, 3000)), "JPEG")).pk)
        assert (photo.width, photo.height) == (2560, 1920)

    def test_nothing_stored_carries_the_cameras_notes(self, media):
        self.photo(with_camera_notes())
        assert not [name for name in stored(media) if b"Secret" in (media / name).read_bytes()]

    @pytest.mark.parametrize(
        "save",
        [
            lambda park, file: ParkPhoto.objects.create(park=park, caption="门", image=file),
            lambda park, file: ParkPhoto.objects.bulk_create(
                [ParkPhoto(park=park, caption="门", image=file)]
            ),
            lambda park, file: ParkPhoto(park=park, caption="门").image.save("门.svg", file),
            lambda park, file: ParkPhoto(park=park, caption="门", image=file).full_clean(),
        ],
        ids=["create", "bulk_create", "field", "full_clean"],
    )
    def test_code_cannot_store_what_a_form_refuses(self, media, save):
        park = builders.park()
        with pytest.raises(ValidationError, match="这个文件不是可用的图片"), transaction.atomic():
            save(park, ContentFile(b"<svg/>", name="门.svg"))
        assert (stored(media), ParkPhoto.objects.count()) == ([], 0)

    def test_form_says_it_beside_the_field(self):
        form_class = forms.modelform_factory(ParkPhoto, fields=["image"])
        assert form_class({}, {"image": upload(b"<svg/>")}).errors == {"image": [UNKNOWN]}
        assert form_class({}, {"image": upload(b"")}).errors == {
            "image": ["这个图片文件是空的，请重新选择。"]
        }
        assert 'accept="image/jpeg,image/png,image/gif,image/webp,image/avif"' in str(form_class()["image"])

    def test_form_takes_a_picture_in_only_once(self, monkeypatch):
        drawn = []
        monkeypatch.setattr(pictures, "_drawn_anew", lambda source: drawn.append(1) or source.copy())
        form_class = forms.modelform_factory(ParkPhoto, fields=["park", "image", "caption"])
        form = form_class(
            {"park": builders.park().pk, "caption": "门"}, {"image": upload(encoded(sketch(), "PNG"))}
        )
        assert form.is_valid(), form.errors
        form.save()
        assert drawn == [1]

    def test_replaced_picture_takes_its_renditions_along(self, media, django_capture_on_commit_callbacks):
        photo = self.photo()
        before = stored(media)
        photo.image = upload(encoded(sketch((700, 500)), "PNG"))
        with django_capture_on_commit_callbacks(execute=True):
            photo.save()
        assert not set(before) & set(stored(media))
        assert hexes_as_stars(stored(media)) == [
            "*.png",
            *[f"*/{width}w.{kind}" for width in (320, 640) for kind in ("avif", "webp")],
        ]
        assert not [path for path in media.rglob("*") if path.is_dir() and not any(path.iterdir())]

    def test_deleted_row_takes_its_files_along(self, media, django_capture_on_commit_callbacks):
        photo = self.photo()
        with django_capture_on_commit_callbacks(execute=True):
            photo.park.delete()
        assert stored(media) == []

    def test_file_that_another_row_shows_stays(self, media, django_capture_on_commit_callbacks):
        photo = self.photo()
        ParkPhoto.objects.create(
            park=photo.park, caption="门", image=photo.image.name, width=1600, height=1200
        )
        before = stored(media)
        with django_capture_on_commit_callbacks(execute=True):
            photo.delete()
        assert stored(media) == before

    def test_saving_without_a_new_picture_makes_nothing_new(self, media):
        photo = ParkPhoto.objects.get(pk=self.photo().pk)
        before = stored(media)
        photo.caption = "北门"
        photo.save()
        assert stored(media) == before

    def test_row_survives_renditions_that_cannot_be_made(self, media, monkeypatch, caplog):
        def fail(self, image):
            raise OSError("disk full")

        with monkeypatch.context() as patch:
            patch.setattr("publishing.pictures.Rendition.save", fail)
            photo = self.photo()
        assert hexes_as_stars(stored(media)) == ["*.jpg"]
        assert "no renditions for pictures/" in caplog.text
        assert shown(photo).startswith(f'<picture><img src="/media/{photo.image.name}"')
        out = StringIO()
        call_command("render_pictures", stdout=out)
        call_command("render_pictures", stdout=out)
        assert out.getvalue() == "补做了 1 张图片的各种尺寸。\n补做了 0 张图片的各种尺寸。\n"
        assert len(stored(media)) == 9

    def test_page_offers_each_width_in_each_kind(self):
        photo = self.photo()
        stem = f"/media/{photo.image.name.removesuffix('.jpg')}"
        avif, webp = (
            ", ".join(f"{stem}/{width}w.{kind} {width}w" for width in (320, 640, 960, 1280))
            for kind in ("avif", "webp")
        )
        sizes = "(min-width: 60rem) 50vw, 100vw"
        assert shown(photo) == (
            f'<picture><source type="image/avif" srcset="{avif}" sizes="{sizes}">'
            f'<source type="image/webp" srcset="{webp}" sizes="{sizes}">'
            f'<img src="{stem}.jpg" alt="&lt;北门&gt;" width="1600" height="1200" loading="lazy" decoding="async">'
            "</picture>"
        )
        assert 'height="1200" fetchpriority="high" decoding' in shown(photo, "eager=True")

    def test_picture_smaller_than_every_width_is_shown_as_it_is(self, media):
        photo = self.photo(encoded(sketch((200, 100)), "PNG"))
        assert hexes_as_stars(stored(media)) == ["*.png"]
        assert shown(photo) == (
            f'<picture><img src="/media/{photo.image.name}" alt="&lt;北门&gt;" width="200" height="100"'
            ' loading="lazy" decoding="async"></picture>'
        )

    def test_page_stands_when_the_file_is_gone(self, media):
        photo = self.photo()
        for name in stored(media):
            Path(media / name).unlink()
        assert 'width="1600" height="1200"' in shown(ParkPhoto.objects.get(pk=photo.pk))
        ParkPhoto.objects.update(width=0, height=0)
        photo = ParkPhoto.objects.get(pk=photo.pk)
        assert shown(photo) == (
            f'<picture><img src="/media/{photo.image.name}" alt="&lt;北门&gt;" loading="lazy" decoding="async"></picture>'
        )
        photo.image.delete(save=False)
        photo.delete()

    def test_nothing_is_shown_where_there_is_no_picture(self):
        assert shown(ParkPhoto()) == ""


def shown(photo, more=""):
    tag = '{% picture photo.image alt=photo.caption sizes="(min-width: 60rem) 50vw, 100vw" ' + more + " %}"
    return Template("{% load pictures %}" + tag).render(Context({"photo": photo}))


def test_a_picture_is_served_as_what_it_is():
    import mimetypes

    assert [mimetypes.guess_type(f"a.{kind}")[0] for kind in ("avif", "webp")] == ["image/avif", "image/webp"]
