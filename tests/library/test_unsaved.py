from datetime import timedelta

import pytest
from django.utils import timezone

from editorial import autosaving
from editorial.models import Autosave
from library.intake import take
from library.models import Picture
from library.replacing import replace
from tests import builders
from tests.staff_screens import act, enter

pytestmark = pytest.mark.django_db


@pytest.fixture
def typed(client):
    """A picture that stands only in what somebody is typing."""
    picture = take(builders.picture_file(size=(40, 30)))[0]
    Picture.objects.update(added_at=timezone.now() - timedelta(days=2))
    text = f'<figure><img src="{picture.image.url}" alt="" width="40" height="30"></figure>'
    autosaving.keep(enter(client, "站长"), "article-new", {"title": ["甲"], "body": [text]})
    return picture


def test_what_somebody_is_typing_keeps_its_pictures(client, typed):
    assert act(client, Picture, "remove_unused", typed) == [
        "已删除 0 张图片。1 张有页面或草稿在用，或上传不满一天，没有删除。"
    ]


def test_what_somebody_is_typing_shows_the_new_file(typed):
    picture = replace(typed, builders.picture_file(size=(80, 20), colour="#0a0"))
    assert Autosave.objects.get().values == {
        "title": ["甲"],
        "body": [f'<figure><img src="{picture.image.url}" alt="" width="80" height="20"></figure>'],
    }
