"""A file → the drafts in it. What it is is told by its content; the name only chooses among texts."""

import re
import stat
import unicodedata
from pathlib import Path

from . import documents, pages, tables, texts
from .drafts import Refusal

LIMIT_MB = 20
LIMIT = LIMIT_MB * 1024 * 1024
UNREADABLE = "编码无法识别，请另存为 UTF-8 再导入。"
FOREIGN = {
    b"%PDF": "这是 PDF 文件，请先转成 Word 或文本再导入。",
    b"{\\rtf": "这是 RTF 文件，请用 Word 另存为 .docx 再导入。",
    b"\x89PNG": "这是图片，不是文章。",
    b"\xff\xd8\xff": "这是图片，不是文章。",
    b"GIF8": "这是图片，不是文章。",
    b"Rar!": "这是压缩包，请先解压再导入。",
    b"7z\xbc\xaf": "这是压缩包，请先解压再导入。",
    b"\x1f\x8b": "这是压缩包，请先解压再导入。",
}
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
BYTE_ORDER_MARKS = {
    b"\xef\xbb\xbf": "utf-8-sig",
    b"\xff\xfe\x00\x00": "utf-32",
    b"\x00\x00\xfe\xff": "utf-32",
    b"\xff\xfe": "utf-16",
    b"\xfe\xff": "utf-16",
}
HTML_BEGINNING = re.compile(
    r"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.{0,500}?-->\s*)?<(?:!doctype html|html|head|body)\b", re.I | re.S
)
HTML_CHARSET = re.compile(rb"<meta[^>]{0,200}charset=[\"']?\s*([a-zA-Z0-9-]{3,20})", re.I)
CHINESE_CHARSETS = {"gb2312": "gb18030", "gbk": "gb18030", "gb18030": "gb18030", "big5": "big5hkscs"}


def read_file(path):
    """The file's drafts in its own order, a Refusal standing for a row that cannot be one."""
    path = Path(path)
    data = _bytes(path)
    suffix = path.suffix.lower()
    if data.startswith(b"PK"):
        return _office(data)
    if data.startswith(OLE):
        raise Refusal(
            "文件加了密码，请去掉密码另存后再导入。"
            if ENCRYPTED in data
            else "这是旧版 Office 文件（.doc/.xls），请另存为 .docx 或 .xlsx 再导入。"
        )
    for beginning, reason in FOREIGN.items():
        if data.startswith(beginning):
            raise Refusal(reason)
    if suffix in (".docx", ".xlsx"):
        raise Refusal(f"文件名是 {suffix}，内容却不是 Office 文档，可能已经损坏。")
    return _text(decoded(data), suffix)


def _bytes(path):
    try:
        state = path.stat()
        if stat.S_ISDIR(state.st_mode):
            raise Refusal("这是文件夹，请写出其中的文件。")
        if not stat.S_ISREG(state.st_mode):
            raise Refusal("这不是普通文件。")
        if state.st_size > LIMIT:
            raise Refusal(
                f"文件有 {state.st_size / 1024 / 1024:.0f} MB，超过 {LIMIT_MB} MB 的上限，请拆开再导入。"
            )
        with path.open("rb") as file:
            data = file.read(LIMIT + 1)
    except FileNotFoundError:
        raise Refusal("没有这个文件。") from None
    except PermissionError:
        raise Refusal("没有读取这个文件的权限。") from None
    except (OSError, ValueError):
        raise Refusal("文件打不开。") from None
    if not data.strip():
        raise Refusal("文件是空的。")
    return data


def decoded(data):
    """Text of UTF-8, UTF-16 with its mark, or GB 18030; a page's own word for it where that is needed."""
    mark = next((mark for mark in BYTE_ORDER_MARKS if data.startswith(mark)), None)
    if mark:
        return _strictly(data, BYTE_ORDER_MARKS[mark])
    if b"\x00" in data:
        raise Refusal("这是二进制文件，不是文本（UTF-16 的文本请另存为 UTF-8）。")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        declared = HTML_CHARSET.search(data[:4096])
        charset = CHINESE_CHARSETS.get(declared[1].decode("ascii").lower()) if declared else None
        return _plausible(_strictly(data, charset or "gb18030"))


def _strictly(data, charset):
    try:
        text = data.decode(charset)
    except UnicodeDecodeError:
        raise Refusal(UNREADABLE) from None
    if "\x00" in text:
        raise Refusal("文件里有空字符（NUL），可能不是文本或已经损坏。")
    if not text.strip("\ufeff \t\r\n"):
        raise Refusal("文件是空的。")
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


def _office(data):
    names = documents.checked_names(data)
    if "word/document.xml" in names:
        return documents.read_docx(data)
    if "xl/workbook.xml" in names:
        return tables.read_xlsx(data)
    raise Refusal("这是压缩包，里面不是 Word 或 Excel 文档；请先解压再导入。")


def _text(text, suffix):
    text = text.removeprefix("\ufeff")
    if suffix == ".json":
        return tables.read_json(text)
    if suffix in (".csv", ".tsv"):
        return tables.read_csv(text)
    if suffix in (".html", ".htm", ".xhtml") or HTML_BEGINNING.match(text[:2000]):
        return pages.read_html(text)
    if suffix in (".txt", ".text", ".md", ""):
        return texts.read_text(text)
    raise Refusal(f"不认识 {suffix} 文件；可以导入 .txt .html .docx .xlsx .csv .json。")
