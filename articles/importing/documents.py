"""Word files, once `checked_names` has found them harmless."""

import io

import mammoth
from bs4 import BeautifulSoup
from bs4.element import Tag

from publishing.files import DAMAGED, Refusal
from publishing.richtext import clean_html

from .layout import read_page

PICTURE = "图"  # what a block without words is called among the lines
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


def without_pictures(content, alt):
    return {}


def read_docx(data, show=without_pictures, read=read_page):
    """The drafts of a Word file: one. `show` is given each picture's bytes and description and says the attributes of
    its <img>; without any the picture is left out. `read` tells the title and labels among its lines.
    """

    def shown(image):
        try:
            with image.open() as file:
                content = file.read()
        except (
            Exception
        ):  # a picture the file only points at: nothing is fetched, and no empty picture is one
            content = b""
        return show(content, image.alt_text or "")

    try:
        page = mammoth.convert_to_html(
            io.BytesIO(data), style_map=STYLES, convert_image=mammoth.images.img_element(shown)
        ).value
    except Exception:  # whatever a damaged document makes of the converter
        raise Refusal(DAMAGED) from None
    return [read_blocks(page, read=read)]


def read_blocks(page, title="", labels=None, read=read_page):
    """The draft of an HTML page: its first h1 is the title, its labels and furniture are not its text."""
    soup = BeautifulSoup(page, "html.parser")
    if not title and (heading := soup.find("h1")):
        title = heading.get_text(" ", strip=True)
        heading.extract()
    blocks = list(BeautifulSoup(clean_html(str(soup)), "html.parser").children)
    blocks = [one for one in blocks if one.get_text(strip=True) or (isinstance(one, Tag) and one.find("img"))]
    draft, body = read([" ".join(one.get_text(" ").split()) or PICTURE for one in blocks], title)
    for name, value in (labels or {}).items():
        setattr(draft, name, getattr(draft, name) or value)
    draft.body, draft.is_html = "".join(_written(blocks[index]) for index in body), True
    return draft


def _written(block):
    return block.decode() if isinstance(block, Tag) else block.output_ready()
