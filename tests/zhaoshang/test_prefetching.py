"""Which pages a browser is told it may fetch before the click."""

import pytest

from tests import builders

pytestmark = pytest.mark.django_db


def test_says_where_the_rules_are(client):
    answer = client.get("/prefetch.json")
    assert answer["Content-Type"] == "application/speculationrules+json"
    assert answer["Cache-Control"] == "public, max-age=86400"
    assert answer.json()["prefetch"][0]["eagerness"] == "moderate"
    assert client.get(builders.article().get_absolute_url())["Speculation-Rules"] == '"/prefetch.json"'


@pytest.mark.parametrize("address", ["/inquiries/settle/", "/admin/login/", "/robots.txt", "/nothing/"])
def test_says_nothing_on_what_is_no_content_page(client, address):
    assert "Speculation-Rules" not in client.get(address)
