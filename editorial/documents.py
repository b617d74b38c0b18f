"""A Word file opened as a draft: its title, text and pictures, and of its place and channel what is certain."""

import re
from html import escape

from bs4 import BeautifulSoup
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import transaction

from articles.importing.documents import read_docx
from articles.importing.layout import read_manuscript
from articles.importing.parsing import Vocabulary, parse
from articles.models import Article, Channel
from articles.titles import split_prefix
from library.intake import take
from parks.models import District
from publishing.files import Refusal, checked_names, refuse_old_office, refuse_size
from publishing.placing import is_within, remit_of
from publishing.richtext import clean_html

from .contents import content_of
from .pasting.blocks import arrange
from .pasting.pictures import MISSING, MOST, described
from .versioning import begin

NOT_WORD = "这不是 Word 文档（.docx）。旧版 .doc、WPS 的 .wps 请先另存为 .docx。"
NOTE = "从 Word 新建"
LOST = f"{settings.MEDIA_URL}lost"  # an address the allow-list lets through
LOST_PICTURE = re.compile(rf'<figure><img[^<>]* src="{LOST}"[^<>]*></figure>|<img[^<>]* src="{LOST}"[^<>]*>')
EXPECTED = "没有日期"  # what an import says of a text without one; a draft has none


class OpenedDocument:
    """`article` is the saved draft, `notices` what its editor has to look at."""

    def __init__(self, upload, person, may_add=True):
        self.person, self.may_add = person, may_add
        self.notices, self.lost, self.shown = [], 0, 0
        draft = read_docx(checked(upload), self.show, read_manuscript)[0]
        signature = f"<p>{escape(draft.date)}</p>" if draft.signed else ""
        draft.body = arranged(draft.body + signature)
        self.article = self.saved(self.parsed(draft))
        if self.lost:
            self.notices.append(f"{self.lost} 张图片没能带进来，正文里标着“{MISSING}”，请补传。")

    def show(self, content, alt):
        """The attributes of a picture; one that can't be taken leaves a mark that is later replaced by words."""
        self.shown += 1
        try:
            if not self.may_add or self.shown > MOST:
                raise ValidationError("not taken")
            picture, _ = take(ContentFile(content, "document"), self.person, alt=described(alt))
        except ValidationError:
            self.lost += 1
            return {"src": LOST, "alt": ""}
        size = {"width": str(picture.width), "height": str(picture.height)} if picture.width else {}
        return {"src": picture.image.url, "alt": described(alt)[:100] or picture.alt} | size

    def parsed(self, draft):
        channel = Channel.objects.filter(slug="news").first() or Channel.objects.first()
        if channel is None:
            raise Refusal("还没有栏目，请先建一个栏目。")
        vocabulary = Vocabulary()
        try:
            parsed = parse(draft, vocabulary, channel)
        except (
            Refusal
        ) as doubtful:  # a day nobody can read, a place that may be several: for a draft no matter
            draft.date, draft.place, draft.title = "", "", split_prefix(draft.title)[1] or draft.title
            parsed = parse(draft, vocabulary, channel)
            self.notices.append(f"{doubtful.reason}，已留空，请补上。")
        self.notices += [one for one in parsed.notices if EXPECTED not in one]
        return parsed

    @transaction.atomic
    def saved(self, parsed):
        names = (
            "title",
            "subtitle",
            "body",
            "channel",
            "industry",
            "source",
            "source_url",
            "author",
        )
        values = {name: getattr(parsed, name) for name in names}
        values["body"] = LOST_PICTURE.sub(mark_of, parsed.body)
        article = Article(district=self.place(parsed.district), editor=self.person, **values)
        article.save()
        article.parks.set(parsed.parks)
        article.tags.set(parsed.tags)
        begin(article, content_of(article), self.person, NOTE)
        return article

    def place(self, district):
        """Who is bound to districts writes for them."""
        paths = remit_of(self.person)
        if paths is None or (district and is_within(self.person, district.path)):
            return district
        own = District.objects.filter(path__in=paths).order_by("path").first()
        self.notices.append(f"所属地区先填为“{own}”，请核对。")
        return own


def checked(upload):
    """The bytes of a Word file that is safe to open. Raises Refusal."""
    try:
        refuse_size(upload.size)
        data = upload.read()
        refuse_old_office(data)
    except Refusal as refusal:
        raise Refusal(refusal.reason.replace("再导入", "再上传")) from None
    if not data.startswith(b"PK") or "word/document.xml" not in checked_names(data):
        raise Refusal(NOT_WORD)
    return data


def mark_of(picture):
    """What stands where a picture is missing."""
    return f"<p>{MISSING}</p>" if picture[0].startswith("<figure") else MISSING


def arranged(body):
    """Pictures that stand alone are figures, bold lines that begin with 一、 are headings, the highest of them h2."""
    soup = BeautifulSoup(body, "html.parser")
    for paragraph in soup.find_all("p"):
        paragraph["class"] = ["MsoNormal"]  # Word's own, to be read as what is pasted out of Word
    arrange(soup)
    while soup.find(["h3", "h4"]) and not soup.find("h2"):
        for heading in soup.find_all(["h3", "h4"]):
            heading.name = f"h{int(heading.name[1]) - 1}"
    return clean_html(f"<div>{soup}</div>")
