from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.http import Http404
from django.utils import timezone

from articles.models import Article
from publishing.models import SiteSettings
from publishing.paging import page_of
from tests import builders

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("published", "expires", "state"),
    [
        (None, None, "draft"),
        (1, None, "scheduled"),
        (1, 2, "scheduled"),
        (-1, None, "published"),
        (-1, 1, "published"),
        (-2, -1, "expired"),
    ],
)
def test_the_question_and_the_property_agree(published, expires, state):
    def hours(number):
        return None if number is None else timezone.now() + timedelta(hours=number)

    article = builders.article(published_at=hours(published), expires_at=hours(expires))
    assert article.state == state
    assert Article.objects.published().exists() == article.is_published == (state == "published")


def test_withdrawing_hides_at_once_what_was_public():
    article = builders.article()
    article.withdraw()
    assert article.state == "expired"
    assert not Article.objects.published().exists()


def test_withdrawing_turns_a_scheduled_one_into_a_draft():
    article = builders.article(**builders.SCHEDULED)
    article.withdraw()
    assert article.state == "draft"


def test_refuses_to_end_before_it_begins():
    article = builders.article()
    article.expires_at = article.published_at
    with pytest.raises(ValidationError, match="下线时间必须晚于发布时间"):
        article.full_clean()
    with pytest.raises(IntegrityError), transaction.atomic():
        article.save()


def test_a_draft_has_no_end():
    article = builders.article(published_at=None)
    article.expires_at = timezone.now()
    with pytest.raises(IntegrityError), transaction.atomic():
        article.save()


def test_site_settings_are_one_row():
    SiteSettings.objects.create(site_name="甲")
    SiteSettings(site_name="乙").save()
    assert [one.site_name for one in SiteSettings.objects.all()] == ["乙"]


def test_pages_are_found_by_number():
    assert page_of(list(range(45)), "3").object_list == [40, 41, 42, 43, 44]
    assert page_of([], "").number == 1


@pytest.mark.parametrize("nonsense", ["abc", "1.5", "", "१x", None])
def test_a_page_number_that_is_none_is_the_first_page(nonsense):
    assert page_of(list(range(45)), nonsense).number == 1


@pytest.mark.parametrize("number", ["0", "-1", "4", "9" * 5000])
def test_a_page_out_of_range_is_not_found(number):
    with pytest.raises(Http404):
        page_of(list(range(45)), number)
