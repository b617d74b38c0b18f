from datetime import timedelta

import pytest
from django.utils import timezone

from articles.models import Article
from tests import builders

pytestmark = pytest.mark.django_db


def test_what_is_out_is_the_same_asked_of_a_row_and_of_the_database():
    hour = timedelta(hours=1)
    now = timezone.now()
    ended = builders.article(expires_at=now - hour)
    draft = builders.article(**builders.DRAFT)
    public, ending = builders.article(), builders.article(expires_at=now + hour)
    coming = builders.article(published_at=now + hour)
    limited = builders.article(published_at=now + hour, expires_at=now + 2 * hour)
    out = [public, ending, coming, limited]
    assert list(Article.objects.out().order_by("pk")) == out
    assert [one for one in (ended, draft, *out) if one.is_out] == out
