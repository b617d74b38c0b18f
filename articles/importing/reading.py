"""A file → the drafts in it. What it is is told by its content; the name only chooses among texts."""

import re
from pathlib import Path

from publishing.files import Refusal, checked_names, content_of, decoded, refuse_old_office

from . import documents, pages, tables, texts

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
HTML_BEGINNING = re.compile(
    r"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.{0,500}?-->\s*)?<(?:!doctype html|html|head|body)\b", re.I | re.S
)
HTML_CHARSET = re.compile(rb"<meta[^>]{0,200}charset=[\"']?\s*([a-zA-Z0-9-]{3,20})", re.I)
CHINESE_CHARSETS = {"gb2312": "gb18030", "gbk": "gb18030", "gb18030": "gb18030", "big5": "big5hkscs"}


def read_file(path):
    """The file's drafts in its own order, a Refusal standing for a row that cannot be one."""
    path = Path(path)
    data = content_of(path)
    suffix = path.suffix.lower()
    if data.startswith(b"PK"):
        return _office(data)
    refuse_old_office(data)
    for beginning, reason in FOREIGN.items():
        if data.startswith(beginning):
            raise Refusal(reason)
    if suffix in (".docx", ".xlsx"):
        raise Refusal(f"文件名是 {suffix}，内容却不是 Office 文档，可能已经损坏。")
    return _text(decoded(data, charset_of(data)), suffix)


def charset_of(data):
    """The page's own word for its encoding, where it is a Chinese one."""
    declared = HTML_CHARSET.search(data[:4096])
    return CHINESE_CHARSETS.get(declared[1].decode("ascii").lower(), "gb18030") if declared else "gb18030"


def _office(data):
    names = checked_names(data)
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
