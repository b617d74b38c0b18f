import json

import pytest

from tests import builders

pytestmark = pytest.mark.django_db


@pytest.fixture
def found(admin_client):
    def ask(noun, words):
        page = admin_client.get(f"/admin/{noun}/", {"q": words})
        return [str(row) for row in page.context["cl"].result_list]

    return ask


def test_finds_drafts_by_their_text_and_tags(found):
    builders.article(title="甲", body="<p>飞鸽<strong>二八</strong></p>", **builders.DRAFT)
    builders.article(title="乙", tags=["飛鴿"])
    builders.article(title="丙")
    assert sorted(found("articles/article", "飞鸽")) == ["乙", "甲"]
    assert found("articles/article", "飞鸽 -二八") == ["乙"]
    assert found("articles/article", "strong") == []


@pytest.mark.parametrize("words", ["鸽", "飞鸽", "K2", "k"])
def test_is_exact_for_short_words(found, words):
    builders.park(name="飞鸽K2园")
    builders.park(name="飞鹤G2园", slug="fei2")
    builders.listing(title="飞鸽 K2 厂房", description="<p>文</p>")
    builders.policy(title="支持飞鸽K2")
    asked = [found(noun, words) for noun in ("parks/park", "parks/listing", "articles/policydocument")]
    assert asked == [["飞鸽K2园"], ["飞鸽 K2 厂房"], ["支持飞鸽K2"]]


def test_what_the_index_does_not_know_is_found_as_before(found):
    builders.article(title="甲", author="飞鸽作者")
    builders.park(name="乙", slug="feige-park")
    assert found("articles/article", "飞鸽作者") == ["甲"]
    assert found("parks/park", "feige-p") == ["乙"]


def test_one_chooses_a_thing_by_its_name(admin_client):
    builders.park(name="飞鸽园")
    builders.park(name="乙", slug="two", intro="<p>飞鸽旧址</p>")
    query = {"app_label": "articles", "model_name": "article", "field_name": "parks", "term": "飞鸽"}
    answer = json.loads(admin_client.get("/admin/autocomplete/", query).content)
    assert [one["text"] for one in answer["results"]] == ["飞鸽园"]
