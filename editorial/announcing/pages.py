"""The pages that are announced, and whether anybody is to be told."""

import json
from hashlib import blake2b

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.utils import timezone

from articles.models import Article, PolicyDocument
from editorial.models import Push
from parks.models import Listing, Park

KINDS = {model.searched_kind: model for model in (Article, PolicyDocument, Park, Listing)}

# What a page doesn't show, or shows without saying anything new.
NOT_SAID = {
    "id",
    "created_at",
    "updated_at",
    "published_at",
    "expires_at",
    "editor",
    "import_digest",
    "verified_on",
}


def engines():
    """Those that are to be told; none without the site's own address."""
    if not settings.SITE_ORIGIN:
        return []
    named = {
        Push.Engine.BAIDU: settings.BAIDU_PUSH_URL,
        Push.Engine.INDEXNOW: settings.INDEXNOW_URL and settings.INDEXNOW_KEY,
    }
    return [engine for engine, address in named.items() if address]


def digest(item):
    """Of all its columns that a reader would miss."""
    said = {
        field.attname: field.value_from_object(item)
        for field in item._meta.concrete_fields
        if field.name not in NOT_SAID
    }
    text = json.dumps(said, cls=DjangoJSONEncoder, default=str, sort_keys=True)
    return blake2b(text.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()


def next_turn(item):
    """When the clock makes it appear or disappear next; None if it won't."""
    now = timezone.now()
    return min(
        (moment for moment in (item.published_at, item.expires_at) if moment and moment > now), default=None
    )
