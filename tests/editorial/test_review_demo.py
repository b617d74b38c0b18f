import pytest
from django.utils import timezone

from editorial.models import Review, Step
from editorial.standing import standings
from tests import builders
from tests.editorial.people import person
from zhaoshang.demo.people import STAFF
from zhaoshang.demo.reviews import seed_reviews

pytestmark = pytest.mark.django_db


def texts(**values):
    articles = [builders.article(**builders.DRAFT, **values) for _ in range(4)]
    articles += [builders.article(**values) for _ in range(16)]
    return articles, [builders.policy(), builders.policy()]


def test_the_demo_shows_a_text_in_every_state_of_the_desk():
    for name, _, role, *_ in STAFF:
        person(role, name)
    articles, policies = texts()
    builders.channel("land")
    seed_reviews(articles, policies, timezone.now())
    for item in [*articles, *policies]:
        item.refresh_from_db()
    words = {"、".join(one.words) for one in standings(articles).values()}
    assert words == {
        *("审核中（初审）", "审核中（复审）", "审核中（终审）", "已退回"),
        *("已发布", "已发布、有修改待审（复审）", "已发布、有修改未送审", "已撤下"),
    }
    assert Review.objects.filter(state="approved").count() == 4
    assert set(Step.objects.values_list("action", flat=True)) == {
        *("submitted", "passed", "returned", "commented", "published", "withdrawn")
    }
    assert all(step.happened_at <= timezone.now() for step in Step.objects.all())


def test_without_accounts_the_demo_has_no_desk():
    seed_reviews(*texts(), timezone.now())
    assert Review.objects.count() == 0


def test_the_demo_is_shown_where_all_texts_are_of_a_channel_with_fewer_levels():
    for name, _, role, *_ in STAFF:
        person(role, name)
    land = builders.channel("land")
    articles, policies = texts(channel=land)
    seed_reviews(articles, policies, timezone.now())
    assert Review.objects.filter(state="approved").count() == 4
    assert set(Review.objects.filter(policy=None).values_list("levels", flat=True)) == {2}
