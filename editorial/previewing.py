"""How a text that is not public will look: with the public page's own template, for staff and by a signed link."""

from datetime import UTC, datetime, timedelta

from csp.constants import SELF
from csp.decorators import csp_replace
from django.core.signing import BadSignature, SignatureExpired, TimestampSigner, b62_decode
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_safe

from articles.beside import Ties
from articles.citing import outdated_in
from articles.models import Article, Channel, PolicyDocument
from articles.views import article_page, policy_page
from parks.models import Industry, Park
from publishing.caching import private_page

from .contents import put, settled
from .models import Version

LASTS = timedelta(days=7)
NEVER_SAVED = 0  # the number of a page that has none yet


def page(request, item, content, notice=None):
    """The public page of `item` as `content` would make it; `item` is changed in memory only."""
    item = filled(item, settled(type(item), content))
    if isinstance(item, PolicyDocument):
        industries = Industry.objects.filter(pk__in=content.get("industries", []))
        return unseen_by_robots(policy_page(request, item, industries, notice or {}))
    parks = Park.objects.published().for_lists().filter(pk__in=content.get("parks", []))
    policies = PolicyDocument.objects.published().for_lists().filter(pk__in=content.get("policies", []))
    ties = Ties(content.get("tags", []), list(parks), list(policies), outdated_in(item))
    return unseen_by_robots(article_page(request, item, ties, notice or {}))


def filled(item, content):
    """With what a page needs that a draft may lack: a number, a date and a channel."""
    first = item.published_at
    put(item, content)
    item.pk = item.pk or NEVER_SAVED
    item.published_at = item.published_at or first or timezone.now()
    item.updated_at = item.updated_at or timezone.now()
    if isinstance(item, Article) and item.channel_id is None:
        item.channel = Channel(pk=NEVER_SAVED, name="未选栏目")
    return item


def unseen_by_robots(response):
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response


def framed(response):
    """Only a page of ours may hold it in a frame."""
    hold = csp_replace({"frame-ancestors": [SELF]})(xframe_options_sameorigin(lambda: response))
    return hold()


# --- Links for who has no account


def signer():
    return TimestampSigner(salt="editorial.preview")


def link_to(request, version):
    """{address, until}: whoever has the address sees that version, until it expires or a newer one is saved."""
    address = reverse("preview", args=[signer().sign(str(version.pk))])
    return {"address": request.build_absolute_uri(address), "until": timezone.now() + LASTS}


@require_safe
@private_page
def shared(request, token):
    """The version that a signed link names."""
    try:
        number = signer().unsign(token, max_age=LASTS)
    except SignatureExpired:
        return gone(request, "预览链接已过期", 410)
    except BadSignature:
        return gone(request, "没有这份预览稿", 404)
    version = Version.objects.filter(pk=number).first() if number.isdecimal() else None
    if version is None:
        return gone(request, "没有这份预览稿", 404)
    if Version.objects.of(version.item).filter(number__gt=version.number).exists():
        return gone(request, "这份预览稿已有新的版本", 410)
    return page(request, version.item, version.content, {"until": signed_at(token) + LASTS})


def signed_at(token):
    stamp = token.rsplit(":", 2)[1]
    return datetime.fromtimestamp(b62_decode(stamp), tz=UTC)


def gone(request, said, status):
    return unseen_by_robots(render(request, "editorial/preview_gone.html", {"said": said}, status=status))
