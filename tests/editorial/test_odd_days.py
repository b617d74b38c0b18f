"""A day of the year 1 or 9999 is nobody's plan, but anybody can send it."""

import json

import pytest

from articles.models import Article, Placement, PolicyDocument
from editorial import versioning
from tests import builders
from tests.staff_screens import enter, errors_on, form_of, save, screen

pytestmark = pytest.mark.django_db
ODD = "请填写 1900 年至 2999 年之间的日期。"
ODD_DAYS = ["0001-01-01", "1899-12-31", "3000-01-01", "9999-12-31"]


@pytest.fixture(autouse=True)
def chief(client):
    return enter(client, "站长")


@pytest.mark.parametrize("day", ODD_DAYS)
@pytest.mark.parametrize("field", ["published_at", "expires_at"])
def test_is_refused_of_an_article(client, field, day):
    article = builders.article(**builders.DRAFT)
    response = save(
        client,
        screen(Article, "change", article.pk),
        **{f"{field}_0": day, f"{field}_1": "00:00"},
    )
    assert ODD in errors_on(response)
    assert versioning.latest(article) is None


def test_is_refused_of_a_policy(client):
    policy = builders.policy(**builders.DRAFT)
    response = save(client, screen(PolicyDocument, "change", policy.pk), valid_from="0001-01-01")
    assert ODD in errors_on(response)


@pytest.mark.parametrize("day", ODD_DAYS)
def test_is_refused_of_a_placement(client, day):
    article = builders.article()
    said = {"article": article.pk, "slot": "home-lead", "starts_at_0": day, "starts_at_1": "00:00"}
    assert ODD in errors_on(client.post(screen(Placement, "add"), said | {"position": "0"}))
    several = client.post(f"{screen(Placement)}several/?articles={article.pk}", said)
    assert ODD in errors_on(several)
    assert Placement.objects.count() == 0


def test_is_refused_of_a_repeal(client):
    policy = builders.policy()
    response = client.post(screen(PolicyDocument, "repeal", policy.pk), {"repealed_on": "0001-01-01"})
    assert errors_on(response) == [ODD]


@pytest.mark.parametrize("day", ODD_DAYS)
def test_typed_and_never_saved_it_opens_again(client, day):
    article = builders.article(title="原题", **builders.DRAFT)
    odd = {"title": ["新题"], "published_at_0": [day], "published_at_1": ["00:00"]}
    values = form_of(client, screen(Article, "change", article.pk)) | odd
    sent = json.dumps({"item": article.pk, "values": values})
    client.post(screen(Article, "autosave"), sent, content_type="application/json")
    opened = client.get(screen(Article, "change", article.pk), {"autosaved": 1})
    shown = client.get(screen(Article, "page", article.pk), {"autosaved": 1})
    assert f'value="{day}"' in opened.content.decode()
    assert "新题" in shown.content.decode()
