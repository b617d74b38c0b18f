"""What of an article or a policy document a version keeps, as JSON, and the way back."""

from datetime import UTC, datetime
from typing import NamedTuple

from articles.models import Article, PolicyDocument
from publishing.richtext import RichTextField, clean_html, summarise


class Kept(NamedTuple):
    plain: tuple
    one: tuple
    many: tuple
    tags: bool = False


KEPT = {
    Article: Kept(
        plain=(
            *("title", "subtitle", "summary", "body", "cover_alt", "source", "source_url", "author"),
            *("ai_declaration", "published_at", "expires_at"),
        ),
        one=("channel", "district", "industry", "cover", "editor"),
        many=("parks", "policies"),
        tags=True,
    ),
    PolicyDocument: Kept(
        plain=(
            *("title", "index_number", "issuer", "document_number", "issued_on", "released_on", "level"),
            *("valid_from", "valid_until", "repealed_on", "audience", "conditions", "support"),
            *("application_opens_on", "application_closes_on", "summary", "body", "interpretation"),
            *("published_at", "expires_at"),
        ),
        one=("district", "superseded_by"),
        many=("industries",),
    ),
}
DATES = ("published_at", "expires_at")


def kept_of(item):
    return KEPT[type(item)]


def content_of(item, many=None, tags=None):
    """{name: value as JSON holds it}. Rows of the fields `many` and names of `tags` instead of those in the database,
    for an item whose form is not saved.
    """
    kept, many = kept_of(item), many or {}
    content = {name: as_json(item, name) for name in kept.plain}
    content |= {name: getattr(item, f"{name}_id") for name in kept.one}
    for name in kept.many:
        rows = many[name] if name in many else (getattr(item, name).all() if item.pk else [])
        content[name] = sorted(row.pk for row in rows)
    if kept.tags:
        content["tags"] = sorted(tags if tags is not None else (item.tags.names() if item.pk else []))
    return content


def as_json(item, name):
    """One moment, one line end is written one way, so that equal contents compare equal."""
    value = item._meta.get_field(name).to_python(getattr(item, name))
    if isinstance(value, datetime):
        value = value.astimezone(UTC)
    if isinstance(value, str):
        value = value.replace("\r\n", "\n")
    return value.isoformat() if hasattr(value, "isoformat") else value


def settled(model, content):
    """`content` as saving a row would leave it: HTML clean, a summary where the editor left it out."""
    rich = {field.name for field in model._meta.fields if isinstance(field, RichTextField)} & content.keys()
    content = content | {name: clean_html(content[name] or "") for name in rich}
    if model is Article and not content.get("summary") and content.get("body"):
        content["summary"] = summarise(content["body"])
    return content


def following(before, content):
    """`content` with the summary that fits its text, where the one it kept of `before` was only made of the text there."""
    kept = content.get("summary")
    if not kept or kept != before.get("summary") or content.get("body") == before.get("body"):
        return content
    for titled in (False, True):  # an import leaves out the title that its text repeats
        if kept == _made_summary(before, titled):
            return content | {"summary": _made_summary(content, titled)}
    return content


def _made_summary(content, titled):
    title = content.get("title") or ""
    return summarise(clean_html(content.get("body") or ""), title=title if titled else "")


def put(item, content):
    """Set on `item`, unsaved, what `content` says of its own columns. What it names that is gone stays as it is."""
    kept = kept_of(item)
    for name in kept.plain:
        if name in content:
            setattr(item, name, item._meta.get_field(name).to_python(content[name]))
    for name in kept.one:
        field = item._meta.get_field(name)
        number = content.get(name, getattr(item, f"{name}_id"))
        if number is None or field.remote_field.model._base_manager.filter(pk=number).exists():
            setattr(item, f"{name}_id", number)
    return item


def put_many(item, content):
    """Save what `content` says of the rows tied to `item`, which is saved itself."""
    for name in kept_of(item).many:
        if name in content:
            manager = getattr(item, name)
            manager.set(manager.model._base_manager.filter(pk__in=content[name]))
    if kept_of(item).tags and "tags" in content:
        item.tags.set(content["tags"])


def differing(before, after):
    """The names of what two contents say differently."""
    return [name for name in after if before.get(name) != after[name]]


def is_like(one, other):
    """Whether two contents say the same, but for the dates."""
    return not set(differing(one, other)).difference(DATES)
