"""Links and pictures that lead nowhere. What is asked of the database is asked once a kind, however many links."""

import ipaddress
from collections import defaultdict
from urllib.parse import unquote, urljoin, urlsplit

from django.conf import settings
from django.core.exceptions import SuspiciousOperation
from django.core.files.storage import default_storage
from django.http.request import validate_host
from django.urls import Resolver404, resolve

from articles.models import Article, Channel, PolicyDocument
from editorial.models import Grade
from parks.models import District, Listing, Park
from publishing.former import FormerAddress

from .findings import Finding

# Names of views → what their addresses name: {argument: (model, column)}.
ARTICLE, POLICY = {"pk": (Article, "pk")}, {"pk": (PolicyDocument, "pk")}
PARK, LISTING = {"slug": (Park, "slug")}, {"pk": (Listing, "pk")}
DISTRICT = {"slug": (District, "slug")}
NAMED = {
    "articles:detail": ARTICLE,
    "articles:policy_detail": POLICY,
    "parks:park_detail": PARK,
    "parks:park_sheet": PARK,
    "parks:listing_detail": LISTING,
    "parks:rent_guide": DISTRICT,
    "district_hub": DISTRICT,
    "district_news": DISTRICT,
    "district_channel": DISTRICT | {"channel": (Channel, "slug")},
}
LARGEST = 2**63 - 1


def links(draft):
    base = draft.item.get_absolute_url() if draft.item.pk else "/"
    leading = [(link, *target(urljoin(base, link.address))) for link in draft.links]
    asked = defaultdict(set)
    for *_, names in leading:
        for model, column, value in names:
            asked[model, column].add(value)
    known = {key: standing(*key, values) for key, values in asked.items()}
    for link, complaint, names in leading:
        if complaint:
            yield _finding(link, *complaint)
            continue
        for model, column, value in names:
            existing, public = known[model, column]
            if value not in existing:
                yield _finding(link, *GONE)
                break
            if value not in public:
                yield _finding(link, *HIDDEN)
                break


def standing(model, column, values):
    """(those there are, those the public may see)."""
    rows = model.objects.filter(**{f"{column}__in": values})
    existing = set(rows.values_list(column, flat=True))
    public = set(rows.published().values_list(column, flat=True)) if hasattr(rows, "published") else existing
    moved = set(_moved(model, values - existing)) if column == "slug" else set()
    return existing | moved, public | moved


def _moved(model, slugs):
    """Those that lead on to where the thing is now."""
    former = FormerAddress.objects.filter(noun=model.former_noun, old__in=slugs)
    return former.filter(new__in=model.objects.values("slug")).values_list("old", flat=True)


GONE = ("link-dead", Grade.ERROR, "链接打不开", "站内没有这个页面。", "改为现在的地址，或者去掉链接。")
HIDDEN = (
    "link-hidden",
    Grade.ADVICE,
    "链接的页面没有公开",
    "页面还是草稿、定时未到，或者已经撤下，读者点开是“找不到”。",
    "等它公开以后再发，或者去掉链接。",
)
STAFF = ("link-staff", Grade.ERROR, "链接到了管理后台", "读者进不去。", "改为网站上的地址。")
NUMERIC = (
    "link-address",
    Grade.ADVICE,
    "链接用的是 IP 地址",
    "多半是内网或临时的地址，读者打不开，也认不出是谁的网站。",
    "改为有域名的正式地址。",
)
BROKEN = (
    "link-dead",
    Grade.ERROR,
    "链接写错了",
    "这不是一个能打开的地址。",
    "改为完整的地址，或者去掉链接。",
)


def target(address):
    """(what is wrong with it or None, [(model, column, value) it names]). Foreign pages are not asked: all is offline."""
    try:
        parts = urlsplit(address)
        host = parts.hostname or ""
    except ValueError:
        return BROKEN, []
    if parts.scheme not in ("", "http", "https"):
        return None, []
    if host and is_numeric(host):
        return NUMERIC, []
    if host and not is_ours(host):
        return None, []
    return in_the_house(unquote(parts.path))


def is_numeric(host):
    try:
        return bool(ipaddress.ip_address(host))
    except ValueError:
        return False


def is_ours(host):
    return validate_host(host, [one for one in settings.ALLOWED_HOSTS if one != "*"])


def in_the_house(path):
    if not path:
        return None, []
    if path.startswith(settings.MEDIA_URL):
        return (None if is_stored(path) else GONE), []
    if path.startswith(settings.STATIC_URL):
        return None, []
    try:
        match = resolve(path)
    except Resolver404:
        return GONE, []
    if match.namespaces == ["admin"]:
        return STAFF, []
    names = [
        (model, column, match.kwargs[name])
        for name, (model, column) in NAMED.get(match.view_name, {}).items()
    ]
    if any(isinstance(value, int) and value > LARGEST for *_, value in names):
        return GONE, []
    return None, names


def is_stored(path):
    try:
        return default_storage.exists(unquote(path).removeprefix(settings.MEDIA_URL))
    except (SuspiciousOperation, ValueError, OSError):
        return False


def _finding(link, code, grade, title, explanation, suggestion):
    return Finding(
        code=code,
        grade=grade,
        field=link.field,
        title=title,
        explanation=f"{explanation}地址：{link.address[:200]}",
        suggestion=suggestion,
        passage=link.text[:80].strip(),
        about=link.address,
    )


def lost_pictures(draft):
    for picture in draft.pictures:
        if not is_stored(picture.address):
            yield Finding(
                code="picture-lost",
                grade=Grade.ERROR,
                field=picture.field,
                title="图片的文件已经不在",
                explanation=f"页面上会是一个空框。地址：{picture.address[:200]}",
                suggestion="重新插入这张图，或者删去。",
                passage=picture.alt[:80].strip(),
                about=picture.address,
            )
