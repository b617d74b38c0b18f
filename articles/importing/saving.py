"""Puts parsed articles into the database: new ones in, known ones renewed unless a person has changed them."""

from datetime import datetime, time

from django.db import DatabaseError, transaction
from django.utils import timezone

from articles.models import Article
from publishing.files import Refusal
from publishing.richtext import plain_text

from .layout import folded
from .matching import LINKS, WORDS, content_digest

HOUR = time(9)


def save(parsed, known, as_draft=False):
    """→ ("created", "updated" or "skipped", a notice or ""). Raises Refusal if the database does not take it."""
    try:
        with transaction.atomic():
            pk = known.find(parsed)
            if pk in known.met:
                return "skipped", "与这个文件里的另一条是同一篇"
            if pk:
                known.met.add(pk)
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
    return {name: getattr(parsed, name) for name in WORDS + LINKS}


def _relate(article, parsed):
    if parsed.parks:
        article.parks.add(*parsed.parks)
    if parsed.tags:
        article.tags.add(*parsed.tags)


def _renew(article, parsed):
    changes = _changes(article, parsed)
    if not changes:
        return "skipped", ""
    if article.import_digest != content_digest(article):
        already_told = article.import_digest == content_digest(parsed)
        return "skipped", "" if already_told else _kept(article)
    if len(plain_text(parsed.body)) * 10 < len(plain_text(article.body)) * 9:
        return "skipped", "网站上已有这篇文章，正文更全，未更新"
    for name, value in changes.items():
        setattr(article, name, value)
    article.import_digest = content_digest(article)
    article.save()
    _relate(article, parsed)
    return "updated", ""


def _changes(article, parsed):
    """What the file says better. Two files of one article, a list and its page, must not undo each other."""
    changes = {name: new for name, new in _values(parsed).items() if new and new != getattr(article, name)}
    if folded(parsed.title) == folded(article.title):
        changes.pop("title", None)
    same_words = folded(plain_text(parsed.body)) == folded(plain_text(article.body))
    if same_words and parsed.body.count("<") <= article.body.count("<"):
        changes.pop("body", None)
    if "body" not in changes and not parsed.summary_is_given:
        changes.pop("summary", None)
    return changes


def _kept(article):
    if article.import_digest:
        return "这篇文章导入后有人改过，内容与文件不同，未更新"
    return "网站上已有这篇文章（不是导入的），内容与文件不同，未更新"
