"""What a contributor sends along: looked at before it is kept, and kept where no address leads."""

import io
import zipfile
import zlib

from django.core.exceptions import ValidationError

from publishing import private
from publishing.pictures import take_in
from publishing.private import PrivateStorage, kind_of

FOLDER = "submissions"
MAX_BYTES = 10 * 1024 * 1024
MAX_UNPACKED_BYTES = 100 * 1024 * 1024
MAX_PARTS = 2000

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # the container of .doc and .wps
OLE_MACROS = "_VBA_PROJECT".encode("utf-16-le")
PICTURES = ("jpg", "jpeg", "png", "webp")

MISMATCH = "文件内容与扩展名不符，请确认文件能正常打开后再上传。"
MACROS = "文件里带有宏，请另存为不含宏的文档后再上传。"
BROKEN = "文件已损坏或被加密，请确认能正常打开后再上传。"


def private_storage():
    return PrivateStorage("inquiries:attachment")


def random_name(_submission, filename):
    return private.random_name(FOLDER, filename)


def taken_in(upload):
    """What may be kept of an upload. ValidationError, in a sentence for the sender, for anything else."""
    if upload.size == 0:
        raise ValidationError("文件是空的，请重新选择。", code="empty")
    if upload.size > MAX_BYTES:
        raise ValidationError("附件不能超过 10 MB。", code="too_big")
    kind = kind_of(upload.name)
    if kind in PICTURES:
        return take_in(upload)  # drawn anew: no place, no device, nothing hidden behind the picture
    upload.seek(0)
    CHECKS[kind](upload.read())
    return upload


def check_ole(content):
    if not content.startswith(OLE):
        raise ValidationError(MISMATCH, code="mismatch")
    if OLE_MACROS in content:
        raise ValidationError(MACROS, code="macros")


def check_docx(content):
    """Only the table of contents and two small heads are read: what claims to unpack large is never unpacked."""
    if not content.startswith(b"PK\x03\x04"):
        raise ValidationError(MISMATCH, code="mismatch")
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            check_parts(archive.infolist())
            check_word(archive)
    except (
        zipfile.BadZipFile,
        NotImplementedError,
        RuntimeError,
        ValueError,
        OSError,
        EOFError,
        zlib.error,
    ) as error:
        raise ValidationError(BROKEN, code="broken") from error


def check_parts(parts):
    names = [part.filename for part in parts]
    if len(names) > MAX_PARTS or sum(part.file_size for part in parts) > MAX_UNPACKED_BYTES:
        raise ValidationError("文件解开后过大，请删减图片后再上传。", code="too_big")
    if len(set(names)) != len(names) or any(map(leads_out, names)):
        raise ValidationError(BROKEN, code="broken")
    if any(name.lower().endswith(("vbaproject.bin", "vbadata.xml")) for name in names):
        raise ValidationError(MACROS, code="macros")
    if not {"[Content_Types].xml", "word/document.xml"} <= set(names):
        raise ValidationError(MISMATCH, code="mismatch")


def leads_out(name):
    return name.startswith("/") or "\\" in name or ":" in name or ".." in name.split("/")


def check_word(archive):
    types = head(archive, "[Content_Types].xml", 1024 * 1024)
    if b"macroenabled" in types.lower():
        raise ValidationError(MACROS, code="macros")
    if b"<!DOCTYPE" in types or b"<!DOCTYPE" in head(archive, "word/document.xml", 4096):
        raise ValidationError(BROKEN, code="broken")


def head(archive, name, size):
    with archive.open(name) as part:
        return part.read(size)


def check_pdf(content):
    if not content.startswith(b"%PDF-"):
        raise ValidationError(MISMATCH, code="mismatch")


def check_text(content):
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return
    raise ValidationError("读不出文字，请存为 UTF-8 编码的文本文件。", code="mismatch")


def check_wps(content):
    """WPS 文字 has written both: the old container and, in newer versions, a Word file under its own name."""
    (check_docx if content.startswith(b"PK") else check_ole)(content)


CHECKS = {"doc": check_ole, "wps": check_wps, "docx": check_docx, "pdf": check_pdf, "txt": check_text}
