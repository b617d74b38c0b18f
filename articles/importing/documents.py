"""Word files, and the checks that come before any Office file is opened: both are zips of XML."""

import io
import zipfile
import zlib
from xml.sax import SAXException
from xml.sax.handler import ContentHandler

import mammoth
from bs4 import BeautifulSoup
from bs4.element import Tag
from defusedxml import DefusedXmlException
from defusedxml import sax as defused_sax

from publishing.richtext import clean_html

from .drafts import Refusal
from .layout import read_page

ENTRIES, UNPACKED_MB, RATIO, DEPTH, ELEMENTS = 5_000, 100, 200, 200, 1_000_000
PICTURE = "图"  # what a block without words is called among the lines
DAMAGED = "文件已经损坏，打不开。"
STYLES = """
p[style-name='Title'] => h1:fresh
p[style-name='标题'] => h1:fresh
p[style-name='Subtitle'] => p:fresh
p[style-name='副标题'] => p:fresh
p[style-name='标题 1'] => h2:fresh
p[style-name='标题 2'] => h3:fresh
p[style-name='标题 3'] => h4:fresh
p[style-name='heading 1'] => h2:fresh
p[style-name='heading 2'] => h3:fresh
p[style-name='heading 3'] => h4:fresh
"""


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


def read_docx(data):
    try:
        page = mammoth.convert_to_html(
            io.BytesIO(data), style_map=STYLES, convert_image=mammoth.images.img_element(lambda image: {})
        ).value
    except Exception:  # whatever a damaged document makes of the converter
        raise Refusal(DAMAGED) from None
    return [read_blocks(page)]


def read_blocks(page, title="", labels=None):
    """The draft of an HTML page: its first h1 is the title, its labels and furniture are not its text."""
    soup = BeautifulSoup(page, "html.parser")
    if not title and (heading := soup.find("h1")):
        title = heading.get_text(" ", strip=True)
        heading.extract()
    blocks = list(BeautifulSoup(clean_html(str(soup)), "html.parser").children)
    blocks = [one for one in blocks if one.get_text(strip=True) or (isinstance(one, Tag) and one.find("img"))]
    draft, body = read_page([" ".join(one.get_text(" ").split()) or PICTURE for one in blocks], title)
    for name, value in (labels or {}).items():
        setattr(draft, name, getattr(draft, name) or value)
    draft.body, draft.is_html = "".join(_written(blocks[index]) for index in body), True
    return draft


def _written(block):
    return block.decode() if isinstance(block, Tag) else block.output_ready()
