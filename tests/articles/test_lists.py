import pytest
from django.utils import timezone

from articles.models import Article, PolicyDocument
from tests import builders

pytestmark = pytest.mark.django_db
DAY = timezone.timedelta(days=1)


def canonical(client, address):
    page = client.get(address).content.decode()
    return page.partition('<link rel="canonical" href="http://testserver')[2].partition('"')[0]


def test_each_page_of_a_list_has_its_own_address(client):
    for _ in range(21):
        builders.article()
    assert canonical(client, "/news/") == "/news/"
    assert canonical(client, "/news/?page=2&sort=oldest") == "/news/?page=2"
    assert canonical(client, "/news/?channel=news&q=签约") == "/news/?channel=news"
    assert canonical(client, "/news/?district=wuqing&page=2") == "/districts/wuqing/news/?page=2"
    assert canonical(client, "/news/?district=wuqing&channel=news") == "/districts/wuqing/news/"


def test_a_districts_list_offers_no_other_district(client):
    builders.article()
    page = client.get("/districts/wuqing/news/").content.decode()
    assert 'name="district"' not in page
    assert 'name="channel"' in page


def test_words_need_not_stand_side_by_side():
    article = builders.article(title="武清新建厂房")
    builders.article(title="武清新建道路")
    assert list(Article.objects.matching("厂房 武清")) == [article]


def test_the_feed_survives_a_stray_control_character(client):
    builders.article(title="签约\x0b仪式")
    assert "签约仪式" in client.get("/feeds/news/").content.decode()


def test_a_policy_is_not_in_force_before_its_day():
    today = timezone.localdate()
    coming = builders.policy(valid_from=today + DAY)
    valid = builders.policy(valid_from=today)
    assert (coming.validity, valid.validity) == ("coming", "valid")
    assert list(PolicyDocument.objects.valid()) == [valid]
