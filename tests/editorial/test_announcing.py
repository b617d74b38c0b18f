"""What search engines are told, and when; the clock is Django's own, set forward by the tests."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction
from django.utils import timezone

from articles.models import Article
from editorial import versioning
from editorial.announcing import engines, noticing, pages, pushing
from editorial.contents import content_of
from editorial.models import Known, Push
from outbox import promising
from outbox.delivering import take
from outbox.models import Delivery
from outbox.working import Worker
from parks.models import Listing
from tests import builders
from tests.builders import DRAFT, PUBLISHED_AT, SCHEDULED
from tests.editorial.engines import Engine

pytestmark = pytest.mark.django_db

ORIGIN = "https://invest.example.cn"


@pytest.fixture
def clock(monkeypatch):
    """Sets the time: `clock(minutes=5)` lets five minutes pass, and everything that is due happens."""

    class Clock:
        now = PUBLISHED_AT.replace(year=2026)

        def __call__(self, **time):
            self.now += timedelta(**time)
            Worker(timezone.now).once()

    clock = Clock()
    monkeypatch.setattr("django.utils.timezone.now", lambda: clock.now)
    return clock


@pytest.fixture
def engine(monkeypatch):
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    engine = Engine()
    yield engine
    engine.stop()


@pytest.fixture
def baidu(settings, engine, clock):
    """Baidu alone is on, and knows of nothing."""
    settings.SITE_ORIGIN = ORIGIN
    settings.BAIDU_PUSH_URL = f"{engine.url}/urls?site={ORIGIN}&token=secret"
    clock()
    return engine


@pytest.fixture
def indexnow(settings, engine, clock):
    settings.SITE_ORIGIN = ORIGIN
    settings.INDEXNOW_URL, settings.INDEXNOW_KEY = f"{engine.url}/indexnow", "0123456789abcdef"
    engine.answer = (200, {})
    clock()
    return engine


def test_is_off_without_settings(engine, clock, settings):
    settings.BAIDU_PUSH_URL = engine.url
    builders.article()
    clock(minutes=2)
    assert (engine.asked, Known.objects.count(), Delivery.objects.count()) == ([], 0, 0)


def test_tells_baidu_what_became_public(baidu, clock):
    things = [builders.article(), builders.policy(), builders.park(), builders.listing()]
    builders.article(**DRAFT)
    clock(minutes=1)
    assert sorted(baidu.told[0]) == sorted(thing.get_absolute_url() for thing in things)
    assert [(path, kind) for path, kind, _ in baidu.asked] == [
        (f"/urls?site={ORIGIN}&token=secret", "text/plain")
    ]
    assert Delivery.objects.get().outcome == "收下 1 条，当日还可推送 99 条"


def test_tells_indexnow_with_its_key(indexnow, clock, client):
    article = builders.article()
    clock(minutes=1)
    assert [text for *_, text in indexnow.asked] == [
        '{"host":"invest.example.cn","key":"0123456789abcdef",'
        '"keyLocation":"https://invest.example.cn/0123456789abcdef.txt",'
        f'"urlList":["https://invest.example.cn/news/{article.pk}/"]}}'
    ]
    answer = client.get("/0123456789abcdef.txt")
    assert (answer.status_code, answer.content) == (200, b"0123456789abcdef")
    assert client.get("/0123456789abcdee.txt").status_code == 404


def test_shows_no_key_file_without_a_key(client):
    assert client.get("/0123456789abcdef.txt").status_code == 404


def test_what_was_public_before_is_known(clock, engine, settings):
    builders.article()
    settings.SITE_ORIGIN, settings.BAIDU_PUSH_URL = ORIGIN, engine.url
    coming = builders.article(published_at=clock.now + timedelta(hours=1))
    clock(minutes=1)
    assert engine.told == []
    clock(hours=1)
    assert engine.told == [[coming.get_absolute_url()]]


def test_tells_of_a_scheduled_one_after_its_minute(baidu, clock):
    article = builders.article(published_at=clock.now + timedelta(hours=3))
    clock(hours=2, minutes=59)
    assert baidu.told == []
    clock(minutes=1)
    assert baidu.told == [[article.get_absolute_url()]]
    clock(hours=5)
    assert len(baidu.told) == 1


def test_tells_indexnow_of_what_ended_by_the_clock(indexnow, clock):
    article = builders.article(expires_at=clock.now + timedelta(hours=1))
    clock(minutes=59)
    clock(minutes=2)
    assert indexnow.told == [[article.get_absolute_url()]] * 2


@pytest.mark.parametrize("how", ["withdraw", "delete"])
def test_tells_indexnow_of_what_was_taken_off(indexnow, clock, how):
    article = builders.article()
    address = article.get_absolute_url()
    clock(minutes=1)
    getattr(article, how)()
    clock(minutes=1)
    assert indexnow.told == [[address], [address]]


def test_spends_no_quota_of_baidu_on_what_is_gone(baidu, clock):
    article = builders.article()
    clock(minutes=1)
    article.withdraw()
    clock(minutes=1)
    assert len(baidu.told) == 1
    assert Delivery.objects.first().outcome == "没有要推送的网址"


def test_tells_of_a_change_once_and_of_none_never(baidu, clock):
    article = builders.article()
    clock(minutes=1)
    for values in ({"is_pinned": True}, {"editor": builders.staff()}, {"body": "<p>四家企业签约。</p>"}, {}):
        for name, value in values.items():
            setattr(article, name, value)
        article.save()
        article.save()
        clock(minutes=1)
    assert baidu.told == [[article.get_absolute_url()]] * 2


def test_tells_of_a_new_version_when_it_goes_live(baidu, clock):
    article = builders.article()
    clock(minutes=1)
    version = versioning.record(
        article, content_of(article) | {"title": "四家企业落户"}, builders.staff(), note=""
    )
    clock(minutes=1)
    assert len(baidu.told) == 1
    versioning.make_live(version)
    clock(minutes=1)
    assert baidu.told == [[article.get_absolute_url()]] * 2


def test_tells_both_addresses_of_what_moved(indexnow, clock):
    park = builders.park(slug="old")
    clock(minutes=1)
    park.slug = "new"
    park.save()
    clock(minutes=1)
    assert indexnow.told == [["/parks/old/"], ["/parks/old/", "/parks/new/"]]


def test_finds_within_the_hour_what_changed_without_a_word(indexnow, clock):
    clock()
    article, withdrawn = builders.article(), builders.article()
    clock(minutes=1)
    listing = builders.listing(**DRAFT)
    listing.pk, listing.published_at = None, PUBLISHED_AT
    Listing.objects.bulk_create([listing])
    Article.objects.filter(pk=article.pk).update(title="改了", updated_at=clock.now + timedelta(seconds=1))
    Article.objects.filter(pk=withdrawn.pk).update(published_at=None)
    clock(hours=1)
    clock(minutes=1)
    assert [sorted(one) for one in indexnow.told[1:]] == [
        sorted([article.get_absolute_url(), withdrawn.get_absolute_url(), listing.get_absolute_url()])
    ]


def promised(*rows):
    promising.promise("baidu-push", {"pages": [list(row) for row in rows]})


@pytest.mark.parametrize("state", ["draft", "scheduled", "expired"])
def test_asks_again_before_sending_whether_it_is_public(baidu, clock, state):
    hidden, public = builders.article(**builders.HIDDEN[state]), builders.article()
    Known.objects.all().delete()
    promised(("article", hidden.pk, hidden.get_absolute_url(), False))
    promised(("article", public.pk, "/news/old-address/", False))
    clock(minutes=1)
    assert baidu.told == [[public.get_absolute_url()]]


def test_tries_again_after_an_error_of_theirs(baidu, clock):
    article = builders.article()
    baidu.answer = (500, {"error": 500, "message": "internal error, please try later"})
    clock(minutes=1)
    row = Delivery.objects.get()
    assert (row.state, row.attempts, row.outcome) == ("retrying", 1, "百度回答 500")
    assert [(one.error, one.accepted) for one in Push.objects.all()] == [("百度回答 500", 0)]
    baidu.answer = (200, {"success": 1, "remain": 5})
    clock(minutes=1)
    assert Delivery.objects.get().state == "sent"
    assert baidu.told == [[article.get_absolute_url()]] * 2


def test_tries_again_when_they_are_silent(baidu, clock, monkeypatch):
    monkeypatch.setattr(engines, "SECONDS", 0.2)
    builders.article()
    baidu.answer = 1
    clock(minutes=1)
    assert Delivery.objects.get().outcome == "对方没有及时回答"


def test_tries_again_when_nobody_is_there(baidu, clock, settings, caplog):
    settings.BAIDU_PUSH_URL = "http://127.0.0.1:9/urls?token=secret"
    builders.article()
    clock(minutes=1)
    assert Delivery.objects.get().outcome == "连接不上"
    assert "secret" not in caplog.text


@pytest.mark.parametrize(
    ("status", "said", "reason"),
    [
        (401, {"error": 401, "message": "token is not valid"}, "百度不认推送接口里的 token"),
        (400, {"error": 400, "message": "site error"}, "本站还没有在百度搜索资源平台验证"),
        (404, b"<html>", "推送接口的网址不对"),
    ],
)
def test_gives_up_what_trying_again_would_not_mend(baidu, clock, status, said, reason):
    builders.article()
    baidu.answer = (status, said)
    clock(minutes=1)
    row = Delivery.objects.get()
    assert (row.state, row.outcome, Push.objects.get().error) == ("given_up", reason, reason)


@pytest.mark.parametrize(
    ("status", "state", "outcome"),
    [
        (202, "sent", "收下 1 条"),
        (403, "given_up", "密钥与网站上的密钥文件不符"),
        (422, "given_up", "网址不属于本站，或密钥不合规定"),
        (429, "retrying", "推送太频繁，一小时后再发"),
        (503, "retrying", "IndexNow 回答 503"),
    ],
)
def test_understands_indexnow(indexnow, clock, status, state, outcome):
    builders.article()
    indexnow.answer = (status, {})
    clock(minutes=1)
    row = Delivery.objects.get()
    assert (row.state, row.outcome) == (state, outcome)


def test_goes_on_tomorrow_when_the_quota_is_used_up(baidu, clock):
    first, second = builders.article(), builders.article()
    baidu.answer = (200, {"success": 2, "remain": 1})
    clock(minutes=1)
    third, fourth = builders.article(), builders.article()
    baidu.answer = (200, {"success": 1, "remain": 0})
    clock(minutes=1)
    fifth = builders.article()
    clock(minutes=1)
    assert [len(one) for one in baidu.told] == [2, 1]
    assert [row.outcome for row in Delivery.objects.order_by("pk")] == [
        "收下 2 条，当日还可推送 1 条",
        "收下 1 条，当日还可推送 0 条，1 条超出配额，明天再发",
        "",
        "当天的配额已用完，明天继续",
    ]
    baidu.answer = (200, {"success": 1, "remain": 98})
    clock(hours=16)  # past midnight in Shanghai
    told = sorted(address for one in baidu.told for address in one)
    assert told == sorted(one.get_absolute_url() for one in (first, second, third, fourth, fifth))


def test_hears_that_the_quota_is_used_up(baidu, clock):
    builders.article()
    baidu.answer = (400, {"error": 400, "message": "over quota"})
    clock(minutes=1)
    row = Delivery.objects.get()
    assert (row.state, row.attempts, row.outcome) == ("retrying", 0, "当天的配额已用完，明天继续")
    assert row.due_at.astimezone(timezone.get_default_timezone()).strftime("%d %H:%M") == "23 00:05"
    assert pushing.left_today("baidu") == 0


def test_keeps_which_addresses_were_refused(baidu, clock):
    builders.article()
    baidu.answer = (
        200,
        {"success": 0, "remain": 9, "not_same_site": ["https://a.cn/1"], "not_valid": ["https://a.cn/2"]},
    )
    clock(minutes=1)
    assert Push.objects.get().refused == [
        ["https://a.cn/1", "不是本站的网址"],
        ["https://a.cn/2", "网址不合法"],
    ]


@pytest.mark.parametrize("said", [b"", b"[]", b'{"success": "x", "remain": -1, "not_valid": 7}', b"\xff\xfe"])
def test_bears_any_answer(baidu, clock, said):
    builders.article()
    baidu.answer = (200, said)
    clock(minutes=1)
    assert Delivery.objects.get().outcome == "收下 0 条"


def test_sends_in_batches(baidu, clock, monkeypatch):
    monkeypatch.setattr(noticing, "BATCH", 2)
    for _ in range(5):
        builders.article()
    clock(minutes=1)
    assert [len(one) for one in baidu.told] == [2, 2, 1]


def test_a_rolled_back_saving_is_not_told(baidu, clock):
    with transaction.atomic():
        builders.article()
        transaction.set_rollback(True)
    clock(minutes=1)
    assert baidu.told == []


def test_a_second_worker_tells_nothing_twice(baidu, clock):
    builders.article()
    noticing.note("article", [Article.objects.get().pk])
    noticing.announce()
    noticing.announce()
    assert Delivery.objects.count() == 1
    take(["baidu-push"], clock.now)
    clock()
    assert baidu.told == []


def test_a_saving_goes_through_when_nothing_can_be_noted(baidu, clock, monkeypatch):
    def broken(*arguments):
        raise DatabaseError

    monkeypatch.setattr(noticing, "note", broken)
    article = builders.article()
    assert Article.objects.filter(pk=article.pk).exists()


def test_a_draft_leaves_nothing_behind(baidu, clock):
    builders.article(**DRAFT)
    builders.article(**SCHEDULED)
    clock(minutes=1)
    assert [(row.path, row.look_at) for row in Known.objects.all()] == [("", SCHEDULED["published_at"])]


def test_what_a_page_does_not_say_are_columns_of_some_page():
    columns = {field.name for model in pages.KINDS.values() for field in model._meta.concrete_fields}
    assert pages.NOT_SAID - columns == set()
