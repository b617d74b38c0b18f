"""Files that people bring: how large, which encoding, and whether an Office file is safe to open at all.

Every check ends in a `Refusal`, a sentence for the person who brought the file.
"""

import io
import stat
import unicodedata
import zipfile
import zlib
from pathlib import Path
from xml.sax import SAXException
from xml.sax.handler import ContentHandler

from defusedxml import DefusedXmlException
from defusedxml import sax as defused_sax


class Refusal(Exception):
    """A sentence for the person who runs the import; `line` is None when the whole file is meant."""

    def __init__(self, reason, line=None):
        super().__init__(reason)
        self.reason, self.line = reason, line


# --- Bytes

LIMIT_MB = 20
LIMIT = LIMIT_MB * 1024 * 1024
EMPTY, DAMAGED = "文件是空的。", "文件已经损坏，打不开。"


def content_of(path):
    """The bytes of a regular file that is neither empty nor too large."""
    path = Path(path)
    try:
        state = path.stat()
        if stat.S_ISDIR(state.st_mode):
            raise Refusal("这是文件夹，请写出其中的文件。")
        if not stat.S_ISREG(state.st_mode):
            raise Refusal("这不是普通文件。")
        refuse_size(state.st_size)
        with path.open("rb") as file:
            data = file.read(LIMIT + 1)
    except FileNotFoundError:
        raise Refusal("没有这个文件。") from None
    except PermissionError:
        raise Refusal("没有读取这个文件的权限。") from None
    except (OSError, ValueError):
        raise Refusal("文件打不开。") from None
    if not data.strip():
        raise Refusal(EMPTY)
    return data


def refuse_size(size):
    if size > LIMIT:
        raise Refusal(f"文件有 {size / 1024 / 1024:.0f} MB，超过 {LIMIT_MB} MB 的上限，请拆开再导入。")


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ENCRYPTED = "EncryptedPackage".encode("utf-16-le")


def refuse_old_office(data):
    """An encrypted file of today wears the clothes of an old one."""
    if data.startswith(OLE):
        raise Refusal(
            "文件加了密码，请去掉密码另存后再导入。"
            if ENCRYPTED in data
            else "这是旧版 Office 文件（.doc/.xls），请另存为 .docx 或 .xlsx 再导入。"
        )


# --- Text

UNREADABLE = "编码无法识别，请另存为 UTF-8 再导入。"
BYTE_ORDER_MARKS = {
    b"\xef\xbb\xbf": "utf-8-sig",
    b"\xff\xfe\x00\x00": "utf-32",
    b"\x00\x00\xfe\xff": "utf-32",
    b"\xff\xfe": "utf-16",
    b"\xfe\xff": "utf-16",
}


def decoded(data, charset="gb18030"):
    """Text of UTF-8, UTF-16 with its mark, or else of `charset`."""
    mark = next((mark for mark in BYTE_ORDER_MARKS if data.startswith(mark)), None)
    if mark:
        return _strictly(data, BYTE_ORDER_MARKS[mark])
    if b"\x00" in data:
        raise Refusal("这是二进制文件，不是文本（UTF-16 的文本请另存为 UTF-8）。")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return _plausible(_strictly(data, charset))


def _strictly(data, charset):
    try:
        text = data.decode(charset)
    except UnicodeDecodeError:
        raise Refusal(UNREADABLE) from None
    if "\x00" in text:
        raise Refusal("文件里有空字符（NUL），可能不是文本或已经损坏。")
    if not text.strip("\ufeff \t\r\n"):
        raise Refusal(EMPTY)
    return text


def _plausible(text):
    """GB 18030 can read almost any bytes; real text has hardly a control or an unassigned character."""
    odd = sum(
        unicodedata.category(one) in ("Cc", "Cn", "Co", "Cs") and one not in "\t\r\n\x0c"
        for one in text[:20_000]
    )
    if odd * 100 > len(text[:20_000]):
        raise Refusal(UNREADABLE)
    return text


# --- Office files: zips of XML

ENTRIES, UNPACKED_MB, RATIO, DEPTH, ELEMENTS = 5_000, 100, 200, 200, 1_000_000


class _Measured(ContentHandler):
    """Refuses XML nested deeper or longer than any document: a reader would recurse or never end."""

    depth = elements = 0

    def startElement(self, name, attrs):
        self.depth += 1
        self.elements += 1
        if self.depth > DEPTH:
            raise Refusal(DAMAGED)
        if self.elements > ELEMENTS:
            raise Refusal("文件内容太多，请拆开再导入。")

    def endElement(self, name):
        self.depth -= 1


def checked_names(data):
    """The names in an Office file, once its sizes, its parts and its XML have been found harmless."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = archive.infolist()
            _check_sizes(parts)
            for part in parts:
                if part.filename.endswith((".xml", ".rels")):
                    defused_sax.parseString(archive.read(part), _Measured(), forbid_dtd=True)
            return {part.filename for part in parts}
    except DefusedXmlException:
        raise Refusal("文件里有不该出现的 XML 声明，可能有害，不予导入。") from None
    except (
        zipfile.BadZipFile,
        SAXException,
        EOFError,
        NotImplementedError,
        RuntimeError,
        OSError,
        ValueError,
        zlib.error,
    ):
        raise Refusal(DAMAGED) from None


def _check_sizes(parts):
    if any(part.flag_bits & 1 for part in parts):
        raise Refusal("文件加了密码，请去掉密码另存后再导入。")
    if any(part.filename.lower().endswith("vbaproject.bin") for part in parts):
        raise Refusal("文件带有宏，请另存为不带宏的 .docx 或 .xlsx 再导入。")
    unpacked, packed = sum(part.file_size for part in parts), sum(part.compress_size for part in parts)
    if len(parts) > ENTRIES or unpacked > UNPACKED_MB * 1024 * 1024 or unpacked > max(packed, 10_000) * RATIO:
        raise Refusal("文件解压后大得不正常，不予导入。")
