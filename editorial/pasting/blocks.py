"""Blocks: what is a heading, what is one paragraph, what only held others together."""

import re
from collections import Counter

from bs4 import NavigableString
from bs4.element import Tag

from .inline import BLOCKS, HEADINGS, style_of

OFFICE_LEVEL = re.compile(r"mso-outline-level\s*:\s*([1-9])", re.I)
POINTS = re.compile(r"font-size\s*:\s*([0-9]{1,3}(?:\.[0-9]{1,4})?)\s*(pt|px)", re.I)
CHAPTER = re.compile(r"[一二三四五六七八九十]{1,3}、")
PART = re.compile(r"[（(][一二三四五六七八九十]{1,3}[）)]")
ENDED = re.compile(r"[。；;，,：:]$")
LONGEST_HEADING = 40
LARGER = 2  # points by which a heading is larger than the text
TITLES = {"MsoTitle"}
CAPTION = "MsoCaption"
CONTAINERS = ["div", "section", "article", "center"]
HOLDERS = ["li", "td", "th", "blockquote"]
BLANK = " \u3000\xa0\u2002\u2003\u2009\u200b\ufeff"
INLINE = ["strong", "em", "sup", "sub"]


def arrange(soup):
    name_headings(soup)
    for table in soup.find_all("table"):
        tidy_table(table)
    free_contents(soup)
    make_figures(soup)
    for tag in soup.find_all(["span", "font"]):
        tag.unwrap()
    soup.smooth()
    join_runs(soup)
    for block in soup.find_all(["p", "li", "td", "th", "figcaption", *HEADINGS]):
        trim(block)
    drop_empty(soup)


def name_headings(soup):
    for paragraph in soup.find_all(["p", "div"]):
        if level := office_level(paragraph):
            paragraph.name = f"h{level}"
    name_bold_headings(soup)
    lower_headings(soup)
    for heading in soup.find_all(HEADINGS):
        for mark in heading.find_all(["strong", "em"]):
            mark.unwrap()


def office_level(paragraph):
    """The level Word gave a paragraph: by its style 标题, or as one of the outline; 0 for text."""
    if TITLES & set(paragraph.get("class", [])):
        return 1
    level = OFFICE_LEVEL.search(style_of(paragraph))
    return min(int(level[1]), 4) if level and paragraph.get_text(strip=True) else 0


def name_bold_headings(soup):
    """In Office texts: a short line, all bold, that is larger than the text or numbered 一、 or （一）."""
    paragraphs = [
        one for one in soup.find_all("p", class_=re.compile("^Mso")) if not one.find_parent("table")
    ]
    sizes = Counter()
    for paragraph in paragraphs:
        sizes[_points(paragraph)] += len(paragraph.get_text())
    usual = sizes.most_common(1)[0][0] if sizes else 0
    for paragraph in paragraphs:
        words = paragraph.get_text(strip=True)
        if not words or len(words) > LONGEST_HEADING or ENDED.search(words) or not _all_bold(paragraph):
            continue
        if PART.match(words):
            paragraph.name = "h3"
        elif CHAPTER.match(words) or (usual and _points(paragraph) >= usual + LARGER):
            paragraph.name = "h2"


def _points(paragraph):
    """The size of most of its text, in points; 0 where nothing says one."""
    sizes = Counter()
    for text in paragraph.find_all(string=True):
        found = 0
        for tag in text.parents:
            if size := POINTS.search(style_of(tag)):
                found = float(size[1]) * (0.75 if size[2].lower() == "px" else 1)
                break
            if tag is paragraph:
                break
        sizes[found] += len(text.strip())
    return sizes.most_common(1)[0][0] if sizes else 0


def _all_bold(paragraph):
    return all(text.find_parent("strong") for text in paragraph.find_all(string=True) if text.strip())


def lower_headings(soup):
    """The page's own title is an h1: where others are pasted, all go down a step."""
    if soup.find("h1"):
        for heading in soup.find_all(HEADINGS):
            heading.name = f"h{min(int(heading.name[1]) + 1, 4)}"


def tidy_table(table):
    """A cell is its text; a table of one cell only held its contents together."""
    for row in table.find_all("tr"):
        if not row.get_text(strip=True) and not row.find("img") and not row.find_all(rowspan=True):
            row.decompose()
    cells = table.find_all(["td", "th"])
    if len(cells) == 1 and not table.find_parent("table"):
        cells[0].name = "section"
        cells[0].attrs = {}
        table.replace_with(cells[0].extract())


def free_contents(soup):
    """Containers within a cell, an item or a quotation, and lists that stand in a list beside its items."""
    for container in soup.find_all(CONTAINERS):
        if container.find_parent(HOLDERS):
            if container.find([*BLOCKS, "br"]):
                container.unwrap()
            else:
                container.name = "p"
    for holder in soup.find_all(["li", "td", "th"]):
        free_only_paragraph(holder)
    for inner in soup.find_all(["ul", "ol"]):
        before = inner.find_previous_sibling()
        if inner.parent.name in ("ul", "ol") and before is not None and before.name == "li":
            before.append(inner.extract())


def free_only_paragraph(holder):
    """A cell's or an item's one paragraph is its text."""
    blocks = holder.find_all("p", recursive=False)
    others = [one for one in holder.contents if one not in blocks and str(one).strip()]
    if len(blocks) == 1 and all(isinstance(one, Tag) and one.name in ("ul", "ol") for one in others):
        blocks[0].unwrap()


def make_figures(soup):
    """A picture that stands alone is a figure, with the caption Word put below it."""
    for image in soup.find_all("img"):
        block = image
        while block.parent is not None and not _stands_among_others(block):
            block = block.parent
        if block.parent is None or image.find_parent(["figure", "table", "li", "a"]):
            continue
        if block is not image and (
            block.name not in ("p", "div", "section", "center") or block.get_text(strip=True)
        ):
            continue
        if block is image and image.parent.name == "p":
            continue
        figure = soup.new_tag("figure")
        block.replace_with(figure)
        figure.append(image.extract())
        below = next((one for one in figure.next_siblings if isinstance(one, Tag) or one.strip()), None)
        if isinstance(below, Tag) and CAPTION in below.get("class", []):
            below.name, below.attrs = "figcaption", {}
            figure.append(below.extract())


def _stands_among_others(block):
    """Its parent holds more than this one thing."""
    return block.parent.parent is None or any(
        one is not block and (isinstance(one, Tag) or one.strip()) for one in block.parent.contents
    )


def join_runs(soup):
    """<strong>天</strong><strong>津</strong> is one run."""
    for tag in soup.find_all(INLINE):
        if tag.parent is None or tag.decomposed:
            continue
        if not tag.get_text() and not tag.find(["img", "br"]):
            tag.decompose()
            continue
        if tag.find_parent(tag.name):
            tag.unwrap()
            continue
        while isinstance(tag.next_sibling, Tag) and tag.next_sibling.name == tag.name:
            other = tag.next_sibling
            for child in list(other.contents):
                tag.append(child.extract())
            other.decompose()
    soup.smooth()


def trim(block):
    """Without blanks at its two ends: an indent is the page's business."""
    for step, strip in ((0, str.lstrip), (-1, str.rstrip)):
        while block.contents:
            end = block.contents[step]
            while isinstance(end, Tag) and end.name in [*INLINE, "a"] and end.contents:
                end = end.contents[step]
            if isinstance(end, Tag):
                if end.name != "br":
                    break
                end.extract()
            elif strip(end, BLANK):
                end.replace_with(NavigableString(strip(end, BLANK)))
                break
            else:
                end.extract()


def drop_empty(soup):
    for text in soup.find_all(string=lambda words: not words.strip()):
        if text.parent.name in ("ul", "ol", "table", "thead", "tbody", "tr", "[document]"):
            text.extract()
    for tag in reversed(soup.find_all([*INLINE, "a", *BLOCKS])):
        if tag.name != "hr" and not tag.get_text(strip=True) and not tag.find(["img", "hr"]):
            if tag.name in INLINE and tag.get_text():
                tag.unwrap()
            elif not tag.find_parent(["td", "th"]) or tag.name != "br":
                tag.decompose()
