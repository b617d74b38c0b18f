"""A draft's words → values of ours: the day, the district, the industry, safe HTML. What is doubtful is said."""

import datetime
import re
import unicodedata
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator

from articles.models import Article, Channel
from articles.titles import split_prefix
from parks.gazetteer import AmbiguousPlace, Gazetteer, UnknownPlace
from parks.models import Industry, IndustryLabel, Park
from publishing.files import Refusal
from publishing.richtext import LOOKS_LIKE_HTML, clean_html, plain_text, printable, structure_text, summarise

from .drafts import Draft
from .layout import folded

DATE = re.compile(
    r"([0-9]{4})\s*[-/.年]\s*([0-9]{1,2})\s*[-/.月]\s*([0-9]{1,2})(?![0-9])|([0-9]{4})([0-9]{2})([0-9]{2})(?![0-9])"
)
EARLIEST = 1990
BODY_LIMIT = 1_000_000
PARK_NAME = 4  # a shorter alias (开发区) would be found in every text
HAS_STRUCTURE = re.compile(r"<(?:h[2-4]|ul|ol|table|blockquote|figure|img|a|strong|em)\b")


@dataclass
class ParsedArticle:
    line: int
    title: str
    body: str
    channel: Channel
    published_on: datetime.date | None = None
    subtitle: str = ""
    summary: str = ""
    summary_is_given: bool = False  # by the file, not made of the text
    district: object = None
    industry: object = None
    tags: list = field(default_factory=list)
    source: str = ""
    source_url: str = ""
    author: str = ""
    parks: list = field(default_factory=list)
    notices: list = field(default_factory=list)

    @property
    def district_id(self):
        return self.district.pk if self.district else None

    @property
    def industry_id(self):
        return self.industry.pk if self.industry else None


class Vocabulary:
    """The names of districts, industries, channels and parks, read once for a run."""

    def __init__(self):
        self.gazetteer = Gazetteer()
        self.industries = {}
        for industry in Industry.objects.select_related("parent"):
            self.industries[industry.code] = self.industries[industry.name] = industry
        self.labels = {one.name: list(one.industries.all()) for one in self._labels()}
        self.channels = {}
        for channel in Channel.objects.all():
            self.channels[channel.slug] = self.channels[channel.name] = channel
        self.parks = _park_names()
        longest_first = sorted(self.parks, key=len, reverse=True)
        self.park_pattern = re.compile("|".join(map(re.escape, longest_first)) or r"(?!)")

    def _labels(self):
        return IndustryLabel.objects.prefetch_related("industries__parent")

    def parks_in(self, text):
        return list(
            {one.pk: one for name in self.park_pattern.findall(text) for one in [self.parks[name]]}.values()
        )


def _park_names():
    names = {}
    for park in Park.objects.defer("intro"):
        for name in [park.name, *re.split("[、，,；;/]", park.alias)]:
            if len(name.strip()) >= PARK_NAME:
                names.setdefault(name.strip(), park)
    return names


def parse(draft, vocabulary, default_channel):
    """Raises Refusal where there is no title, no text or no such day, or the district could be several."""
    notices = []
    draft = _printable(draft, notices)
    place, title = split_prefix(_one_line(draft.title))
    title = title.strip()
    body = _body(draft, title)
    _require(title, body)
    summary = _given_summary(draft, body)
    district = _district(draft.place, place, vocabulary, notices)
    industry, tags = _industry(draft.industry, vocabulary, notices)
    return ParsedArticle(
        line=draft.line,
        title=title,
        subtitle=_within("subtitle", _one_line(draft.subtitle), "副标题", notices),
        summary=summary or summarise(body, title=title),
        summary_is_given=bool(summary),
        body=body,
        channel=_channel(draft.channel, vocabulary, default_channel, notices),
        published_on=_day(draft.date, notices),
        district=district,
        industry=industry,
        tags=tags + _tags(draft.tags),
        source=_within("source", _one_line(draft.source), "来源", notices),
        source_url=_address(draft.source_url, notices),
        author=_within("author", _one_line(draft.author), "作者", notices),
        parks=vocabulary.parks_in(plain_text(body)),
        notices=notices,
    )


def _printable(draft, notices):
    values = {
        name: printable(value) if isinstance(value, str) else value for name, value in vars(draft).items()
    }
    dropped = sum(
        len(value) - len(values[name]) for name, value in vars(draft).items() if isinstance(value, str)
    )
    if dropped:
        notices.append(f"去掉了 {dropped} 个无法显示的字符")
    return Draft(**values)


def _one_line(text):
    return " ".join((plain_text(text) if LOOKS_LIKE_HTML.search(text) else text).split())


def _require(title, body):
    if not re.search(r"\w", title):
        raise Refusal("没有标题")
    if len(title) > Article._meta.get_field("title").max_length:
        raise Refusal(f"标题有 {len(title)} 个字，最多 {Article._meta.get_field('title').max_length} 个")
    if not plain_text(body):
        raise Refusal("没有正文")


def _body(draft, title):
    """Clean HTML; running text gets its headings and lists. An opening that repeats the title goes."""
    if len(draft.body) > BODY_LIMIT:
        raise Refusal(f"正文有 {len(draft.body)} 个字，最多 {BODY_LIMIT} 个")
    if not draft.is_html and not LOOKS_LIKE_HTML.search(draft.body):
        return structure_text(_without_title(draft.body, title))
    body = clean_html(draft.body)
    if not HAS_STRUCTURE.search(body):
        paragraphs = [plain_text(one) for one in re.split(r"</p>|<br>", body)]
        return structure_text(_without_title("\n".join(paragraphs), title))
    return body


def _without_title(text, title):
    text = text.strip()
    first, _, rest = text.partition("\n")
    if rest.strip() and folded(first) == folded(title):
        return rest
    opening = text[: len(title) + 1]
    return text[len(title) :].lstrip() if title and opening[:-1] == title and opening[-1:].isspace() else text


def _given_summary(draft, body):
    """The file's own, when it is one: not the whole text again, as some lists have it."""
    given = _one_line(draft.summary)
    limit = Article._meta.get_field("summary").max_length
    return given if len(given) <= limit and folded(given) != folded(plain_text(body)) else ""


def _within(name, value, called, notices):
    limit = Article._meta.get_field(name).max_length
    if len(value) > limit:
        notices.append(f"{called}超过 {limit} 个字，只留前 {limit} 个")
    return value[:limit]


def _day(text, notices):
    words = unicodedata.normalize("NFKC", text).strip().strip("[]()【】 ")
    if not words:
        notices.append("没有日期，存为草稿")
        return None
    if re.fullmatch("[34][0-9]{4}", words):  # how a spreadsheet counts days
        return datetime.date(1899, 12, 30) + datetime.timedelta(int(words))
    match = DATE.match(words)
    if not match:
        raise Refusal(f"看不懂日期“{words[:40]}”，请写成 2025-08-22")
    year, month, day = (int(part) for part in match.groups() if part)
    try:
        date = datetime.date(year, month, day)
    except ValueError:
        raise Refusal(f"没有“{words[:40]}”这一天") from None
    if not EARLIEST <= year <= datetime.date.today().year + 2:  # noqa: DTZ011, a year will do
        raise Refusal(f"日期“{words[:40]}”的年份不对")
    return date


def _district(label, prefix, vocabulary, notices):
    """The label's district; without one, the prefix's. 【和平区招商】 alone names several: refused."""
    place = printable(label).strip() or prefix
    if not place:
        return None
    try:
        return vocabulary.gazetteer.find(place)
    except UnknownPlace as unknown:
        notices.append(f"{unknown}，所属地区留空")
    except AmbiguousPlace as ambiguous:
        raise Refusal(str(ambiguous)) from None
    return None


def _industry(label, vocabulary, notices):
    """(industry, tags): an everyday label that means several industries becomes a tag as well."""
    name = _one_line(label)
    if not name or name in vocabulary.industries:
        return vocabulary.industries.get(name), []
    if name in vocabulary.labels:
        meant = vocabulary.labels[name]
        sections = {one.parent or one for one in meant}
        shared = meant[0] if len(meant) == 1 else sections.pop() if len(sections) == 1 else None
        return shared, [name]
    notices.append(f"没有“{name[:30]}”这个行业，行业留空")
    return None, []


def _channel(name, vocabulary, default, notices):
    name = _one_line(name)
    if name and name not in vocabulary.channels:
        notices.append(f"没有“{name[:30]}”这个栏目，归入“{default}”")
    return vocabulary.channels.get(name, default)


def _tags(text):
    names = (one.strip()[:50] for one in re.split("[,，、;；|\n]", text))
    return list(dict.fromkeys(name for name in names if name))[:20]


def _address(text, notices):
    address = text.strip()
    if not address:
        return ""
    try:
        URLValidator(schemes=["http", "https"])(address)
    except ValidationError:
        notices.append("原文链接不是网址，留空")
        return ""
    return _within("source_url", address, "原文链接", []) if len(address) <= 500 else ""
