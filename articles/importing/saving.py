"""Puts parsed articles into the database: new ones in, known ones renewed unless a person has changed them."""

from datetime import datetime, time

from django.db import DatabaseError, transaction
from django.utils import timezone

from articles.models import Article
from publishing.references import digest
from publishing.richtext import plain_text

from .drafts import Refusal

HOUR = time(9)
WORDS = ["title", "subtitle", "summary", "body", "source", "source_url", "author"]
LINKS = ["district_id", "industry_id"]


def save(parsed, known, as_draft=False):
    """ "created", "updated" or "skipped", and a notice where a person has to know; Refusal if it cannot be kept."""
    try:
        with transaction.atomic():
            pk = known.find(parsed)
            if pk:
                return _renew(Article.objects.select_for_update().get(pk=pk), parsed)
            known.add(_create(parsed, as_draft))
            return "created", ""
    except DatabaseError:
        raise Refusal("数据库没有收下这一条") from None


def _create(parsed, as_draft):
    article = Article(channel=parsed.channel, **_values(parsed))
    if parsed.published_on and not as_draft:
        article.published_at = datetime.combine(parsed.published_on, HOUR, timezone.get_default_timezone())
    article.import_digest = content_digest(article)
    article.save()
    _relate(article, parsed)
    return article


def _values(parsed):
    values = {name: getattr(parsed, name) for name in WORDS}
    values["district_id"] = parsed.district.pk if parsed.district else None
    values["industry_id"] = parsed.industry.pk if parsed.industry else None
    return values


def _relate(article, parsed):
    if parsed.parks:
        article.parks.add(*parsed.parks)
    if parsed.tags:
        article.tags.add(*parsed.tags)


def content_digest(article):
    """What an import wrote. As long as the stored text has this digest, no person has edited it."""
    return digest({name: getattr(article, name) for name in WORDS + LINKS})


def _renew(article, parsed):
    as_imported = article.import_digest == content_digest(article)
    changes = {name: new for name, new in _values(parsed).items() if new and new != getattr(article, name)}
    if not changes:
        return "skipped", ""
    if not as_imported:
        return "skipped", "" if _seen(article, parsed) else _kept(article)
    if len(plain_text(parsed.body)) * 10 < len(plain_text(article.body)) * 9:
        return "skipped", "网站上已有这篇文章，正文更全，未更新"
    for name, value in changes.items():
        setattr(article, name, value)
    article.import_digest = content_digest(article)
    article.save()
    _relate(article, parsed)
    return "updated", ""


def _seen(article, parsed):
    """Whether the file says what it said at its own import: then there is nothing new to tell."""
    return article.import_digest == content_digest(Article(**_values(parsed)))


def _kept(article):
    if article.import_digest:
        return "这篇文章导入后有人改过，内容与文件不同，未更新"
    return "网站上已有这篇文章（不是导入的），内容与文件不同，未更新"
