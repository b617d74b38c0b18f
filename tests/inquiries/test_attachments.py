import io
import stat
import zipfile
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from inquiries.attachments import BROKEN, MACROS, MISMATCH, OLE, OLE_MACROS, taken_in
from tests.builders import picture_file, submission

TYPES = "[Content_Types].xml"
DOCUMENT = "word/document.xml"


def word_file(name="稿件.docx", **parts):
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for part, text in ({TYPES: "<Types/>", DOCUMENT: "<w:document/>"} | parts).items():
            if text is not None:
                archive.writestr(part, text)
    return SimpleUploadedFile(name, content.getvalue())


def refusal(upload):
    with pytest.raises(ValidationError) as error:
        taken_in(upload)
    return error.value.messages


@pytest.mark.parametrize(
    "upload",
    [
        word_file(),
        word_file("新版.wps"),
        SimpleUploadedFile("a.DOC", OLE + b"\0" * 600),
        SimpleUploadedFile("a.wps", OLE + b"\0" * 600),
        SimpleUploadedFile("a.pdf", b"%PDF-1.7\n%%EOF"),
        SimpleUploadedFile("a.txt", "招商".encode()),
        SimpleUploadedFile("a.txt", "招商".encode("gb18030")),
    ],
    ids=lambda upload: upload.name,
)
def test_takes_what_it_says_it_is(upload):
    assert taken_in(upload) is upload


@pytest.mark.parametrize(
    ("upload", "said"),
    [
        (SimpleUploadedFile("a.pdf", b""), "文件是空的，请重新选择。"),
        (SimpleUploadedFile("a.pdf", b"%PDF-" + b"0" * 10 * 1024 * 1024), "附件不能超过 10 MB。"),
        (SimpleUploadedFile("a.pdf", b"MZ\x90\0 This program"), MISMATCH),
        (SimpleUploadedFile("a.doc", b"<html>"), MISMATCH),
        (SimpleUploadedFile("a.docx", b"<html>"), MISMATCH),
        (SimpleUploadedFile("a.docx", b"PK\x03\x04 cut off"), BROKEN),
        (SimpleUploadedFile("a.txt", b"MZ\0\0\x90\xff"), "读不出文字，请存为 UTF-8 编码的文本文件。"),
        (SimpleUploadedFile("a.doc", OLE + b"\0" * 600 + OLE_MACROS), MACROS),
        (word_file(**{DOCUMENT: None}), MISMATCH),
        (word_file(**{"word/vbaProject.bin": "macro"}), MACROS),
        (
            word_file(**{TYPES: "<Types ContentType='application/vnd.ms-word.document.macroEnabled'/>"}),
            MACROS,
        ),
        (word_file(**{DOCUMENT: '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>'}), BROKEN),
        (word_file(**{"../../etc/cron.d/x": "x"}), BROKEN),
        (word_file(**{"/etc/passwd": "x"}), BROKEN),
        (word_file(**{DOCUMENT: "\0" * 101 * 1024 * 1024}), "文件解开后过大，请删减图片后再上传。"),
    ],
)
def test_refuses_what_is_not_what_it_says_or_could_do_harm(upload, said):
    assert refusal(upload) == [said]


def test_refuses_an_encrypted_archive():
    upload = word_file()
    content = bytearray(upload.read())
    at = content.rfind(b"PK\x01\x02")
    content[at + 8] |= 1
    at = content.find(b"PK\x01\x02")
    content[at + 8] |= 1
    assert refusal(SimpleUploadedFile("a.docx", bytes(content))) == [BROKEN]


def test_refuses_script_under_the_name_of_a_picture():
    upload = SimpleUploadedFile("a.png", b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(7)'/>")
    assert refusal(upload) == [
        "这个文件不是可用的图片，请传 JPG、PNG、GIF、WebP 或 AVIF 格式，不超过 20 MB。"
    ]


def test_keeps_a_picture_without_the_place_it_was_taken_at():
    content = io.BytesIO()
    exif = Image.Exif()
    exif.get_ifd(0x8825)[1] = "N"
    exif[0x8825] = {1: "N", 2: (39, 54, 0)}
    Image.new("RGB", (20, 20), "#3b6ea5").save(content, "JPEG", exif=exif)
    assert b"Exif" in content.getvalue()
    kept = taken_in(SimpleUploadedFile("现场.jpg", content.getvalue()))
    assert kept.name == "picture.jpg"
    assert b"Exif" not in kept.read()


@pytest.mark.django_db
def test_lies_outside_media_under_a_name_nobody_can_guess(settings):
    kept = submission(attachment=ContentFile(b"%PDF-", "../武清 简历.PDF")).attachment
    path = Path(kept.path)
    assert path.parent == Path(settings.PRIVATE_ROOT) / "submissions"
    assert not path.is_relative_to(settings.MEDIA_ROOT)
    assert len(path.stem) == 32
    assert path.suffix == ".pdf"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_takes_pictures_through_the_house_door():
    assert taken_in(picture_file("a.png")).name == "picture.png"
