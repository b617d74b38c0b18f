"""Saved web pages: one article with a site around it, or a list of several."""

import re

import nh3
from bs4 import BeautifulSoup

from publishing.files import Refusal
from publishing.richtext import CONTAINERS, TAGS, flattened, printable

from .documents import read_blocks
from .layout import DATE_LINE, is_date, labels_in

ELEMENTS = 200_000
AROUND = {
    *(
        "script",
        "style",
        "noscript",
        "template",
        "iframe",
        "object",
        "svg",
        "canvas",
        "video",
        "audio",
        "math",
    ),
    *("nav", "footer", "aside", "form", "button", "select", "textarea", "dialog", "menu"),
}
STRUCTURE = {*CONTAINERS, "title", "meta", "time", "h1", "h5", "h6", "b", "i", "span"} - AROUND
HOLDERS = ["article", "main", "section", "div", "td"]
DATES_IN_HEAD = {
    *("article:published_time", "publishdate", "pubdate", "publish_time", "publishtime", "datepublished"),
    *("article:create_at", "og:release_date", "firstpublishedtime", "createdate"),
}


def read_html(text):
    soup = _soup(text)
    items = _listed(soup)
    return items or [_article(soup)]


def _soup(text):
    """The page without scripts, forms and navigation, in well-formed HTML whatever came in."""
    cleaned = nh3.clean(
        flattened(printable(text)),
        tags=TAGS | STRUCTURE,
        clean_content_tags=AROUND,
        attributes={
            "*": {"id", "class"},
            "meta": {"name", "property", "itemprop", "content"},
            "time": {"datetime"},
            "a": {"href"},
            "img": {"src", "alt"},
        },
    )
    if cleaned.count("<") + cleaned.count("&") > ELEMENTS:
        raise Refusal("网页过于庞大复杂，请只保存文章部分再导入。")
    return BeautifulSoup(cleaned, "html.parser")


def _listed(soup):
    """The drafts of a list page: at least two <article>s, or list items, each with heading, text and date."""
    for name in ("article", "li"):
        items = [one for one in soup.find_all(name) if one.find(["h2", "h3", "h4"]) and not one.find(name)]
        dated = [one for one in items if _date_in(one)]
        if len(dated) > 1:
            return [_item(one, number) for number, one in enumerate(dated, start=1)]
    return []


def _item(element, number):
    heading, date = element.find(["h1", "h2", "h3", "h4"]), _date_in(element)
    title = heading.extract().get_text(" ", strip=True)
    for text in element.find_all(string=lambda text: is_date(text.strip())):
        text.replace_with("")
    draft = read_blocks(element.decode_contents(), title, {"date": date})
    draft.line = number
    return draft


def _article(soup):
    title = _title(soup)
    main = _main(soup)
    before = " ".join(text.strip() for text in reversed(main.find_all_previous(string=True)) if text.strip())
    labels = {name: value.split()[0] for name, value in labels_in(before[-2000:]).items()}
    labels.setdefault("date", _date_in_head(soup))
    draft = read_blocks(str(main), title, labels)
    draft.date = draft.date or _date_in(soup)
    draft.line = 1
    return draft


def _title(soup):
    heading = soup.find("h1") if len(soup.find_all("h1")) == 1 else None
    if heading and heading.get_text(strip=True):
        return heading.get_text(" ", strip=True)
    if shared := soup.find("meta", attrs={"property": "og:title"}):
        return shared.get("content", "").strip()
    # “标题 - 频道 - 网站”
    named = soup.find("title")
    return re.split(r"\s+[-–—|]\s+|[_|]", named.get_text(" ", strip=True))[0] if named else ""


def _main(soup):
    """Where the text is: the one <article> or <main>, or the box whose own paragraphs hold the most of it."""
    for name in ("article", "main"):
        found = soup.find_all(name)
        if len(found) == 1 and len(found[0].get_text(strip=True)) > 100:
            return found[0]
    weights = {}
    for paragraph in soup.find_all(["p", "h2", "h3", "li", "table", "br"]):
        holder = paragraph.find_parent(HOLDERS)
        if holder is not None:
            following = paragraph.next_sibling if paragraph.name == "br" else paragraph
            weights[id(holder)] = weights.get(id(holder), 0) + len(
                following.get_text(strip=True) if following else ""
            )
    heaviest = max(weights, key=weights.get, default=None)
    return next((one for one in soup.find_all(HOLDERS) if id(one) == heaviest), soup) if weights else soup


def _date_in(element):
    """The date of the first <time>, or of the first text that is a date and nothing else."""
    if (moment := element.find("time")) is not None:
        return moment.get("datetime") or moment.get_text(strip=True)
    text = element.find(string=lambda text: text is not None and is_date(text.strip()))
    return text.strip() if text else ""


def _date_in_head(soup):
    for meta in soup.find_all("meta"):
        name = str(meta.get("property") or meta.get("name") or meta.get("itemprop") or "").lower()
        if name in DATES_IN_HEAD and DATE_LINE.match(meta.get("content", "")):
            return meta["content"].strip()
    return ""
