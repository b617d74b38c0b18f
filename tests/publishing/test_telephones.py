"""Where the public is told whom to call stands a number, and a link holds only what a phone can dial."""

import pytest
from django.core.exceptions import ValidationError
from django.template import Context, Template

from publishing import telephones
from publishing.models import SiteSettings
from tests import builders

SAID = "请填写电话号码，如 022-82100000、022-82100000 转 801 或 400-162-2002；几个号码用顿号隔开。"


@pytest.mark.parametrize(
    ("text", "href"),
    [
        ("022-82100000", "tel:022-82100000"),
        ("022-82100000 转 801", "tel:022-82100000"),
        ("02282100000分机801", "tel:02282100000"),
        ("（022）8210 0000", "tel:02282100000"),
        ("022—82100000", "tel:022-82100000"),
        ("＋86 22 82100000", "tel:+862282100000"),
        ("400-162-2002", "tel:400-162-2002"),
        ("12345", "tel:12345"),
        ("022-82100000、13800138000", "tel:022-82100000"),
        ("022-82100000/82100001", "tel:022-82100000"),
        ("", ""),
    ],
)
def test_takes_the_numbers_people_write(text, href):
    assert (telephones.no_telephone(text), telephones.href(text)) == ("", href)


@pytest.mark.parametrize(
    "text",
    [
        "不是电话",
        "1234",
        "022-82100000 王主任",
        "、",
        "022-82100000、",
        "转 801",
        "javascript:1",
        "٠١٢٣٤٥٦",
        "1" * 21,
    ],
)
def test_refuses_what_is_none_and_makes_no_link_of_it(text):
    assert (telephones.no_telephone(text), telephones.href(text)) == (SAID, "")
    page = Template("{% load telephones %}{% telephone number %}").render(Context({"number": text}))
    assert page == text


def test_writes_the_link_beside_the_words():
    page = Template('{% load telephones %}{% telephone number "hotline" %}')
    assert page.render(Context({"number": "（022）82100000 转 1"})) == (
        '<a class="hotline" href="tel:02282100000">（022）82100000 转 1</a>'
    )


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("make", "field"),
    [
        (builders.park, "contact_phone"),
        (builders.district, "hotline"),
        (lambda: SiteSettings.objects.create(), "hotline"),
    ],
)
def test_everywhere_the_public_is_told_whom_to_call(make, field):
    thing = make()
    setattr(thing, field, "不是电话")
    with pytest.raises(ValidationError) as refused:
        thing.full_clean()
    assert refused.value.message_dict == {field: [SAID]}
