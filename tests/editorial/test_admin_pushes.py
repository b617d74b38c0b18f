import pytest

from editorial.models import Push
from tests.staff_screens import cells, enter, screen

pytestmark = pytest.mark.django_db


def refused(number):
    return [[f"https://invest.example.cn/news/{one}/", "网址不合法"] for one in range(1, number + 1)]


def test_shows_what_engines_answered(client):
    enter(client, "审计")
    Push.objects.create(engine="baidu", offered=9, accepted=4, left=90, refused=refused(5))
    Push.objects.create(engine="indexnow", offered=2, error="对方没有及时回答")
    Push.objects.create(engine="indexnow", offered=2, accepted=2)
    shown = [row[1:] for row in cells(client.get(screen(Push)))]
    first, second, third = (f"https://invest.example.cn/news/{one}/：网址不合法" for one in (1, 2, 3))
    assert shown == [
        ["IndexNow", "已送达", "2", "2", "—", "—"],
        ["IndexNow", "对方没有及时回答", "2", "0", "—", "—"],
        ["百度", "有网址未收", "9", "4", "90", f"{first} {second} {third} 另有 2 条"],
    ]


def test_shows_one_with_all_it_was_refused(client):
    enter(client, "审计")
    push = Push.objects.create(engine="baidu", offered=9, accepted=4, left=90, refused=refused(5))
    page = client.get(screen(Push, "change", push.pk)).content.decode()
    assert "https://invest.example.cn/news/5/：网址不合法" in page


def test_sums_up_the_day(client, settings):
    enter(client, "站长")
    settings.SITE_ORIGIN, settings.BAIDU_PUSH_URL = "https://invest.example.cn", "https://data.example/"
    Push.objects.create(engine="baidu", offered=9, accepted=9, left=95)
    Push.objects.create(engine="baidu", offered=9, accepted=4, left=90, refused=refused(5))
    Push.objects.create(engine="baidu", offered=9, error="百度回答 500")
    response = client.get(screen(Push))
    assert response.context["summary"] == [
        {
            "engine": "百度",
            "is_on": True,
            "accepted": 13,
            "refused": 5,
            "left": 90,
            "error": "百度回答 500",
        },
        {"engine": "IndexNow", "is_on": False, "accepted": 0, "refused": 0, "left": None, "error": ""},
    ]
    page = response.content.decode()
    assert "近一天收下 13 条，未收 5 条，今天还可推送 90 条。" in page
    assert "未开启。" in page


def test_nobody_writes_here(client):
    enter(client, "站长")
    push = Push.objects.create(engine="baidu", offered=1)
    assert client.get(screen(Push, "add")).status_code == 403
    assert client.post(screen(Push, "change", push.pk), {"offered": 9}).status_code == 403
    assert client.post(screen(Push, "delete", push.pk), {"post": "yes"}).status_code == 403
    assert Push.objects.get().offered == 1
