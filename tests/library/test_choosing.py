import pytest
from django.test.client import BOUNDARY, MULTIPART_CONTENT

from articles.models import Article
from library.models import Picture
from tests import builders
from tests.staff_screens import enter, form_of, screen

pytestmark = pytest.mark.django_db


def as_browser(values, empty_file):
    """The form as a browser sends it: of the file nobody chose there is an empty part."""
    parts = [
        (name, one)
        for name, value in values.items()
        for one in (value if isinstance(value, list) else [value])
    ]
    lines = [f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{n}"\r\n\r\n{v}\r\n' for n, v in parts]
    lines.append(
        f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{empty_file}"; filename=""\r\n'
        f"Content-Type: application/octet-stream\r\n\r\n\r\n--{BOUNDARY}--\r\n"
    )
    return "".join(lines).encode()


def test_a_chosen_cover_stays_when_no_file_is_sent_along(client):
    enter(client, "编辑")
    cover = Picture.objects.create(image=builders.picture_file(), alt="厂房")
    article = builders.article(**builders.DRAFT)
    address = screen(Article, "change", article.pk)
    for subtitle in ("第一次", "第二次"):
        values = form_of(client, address) | {"subtitle": subtitle}
        values["cover"] = str(cover.pk) if subtitle == "第一次" else values["cover"]
        client.generic("POST", address, as_browser(values, "cover"), MULTIPART_CONTENT)
        article.refresh_from_db()
        assert (article.subtitle, article.cover) == (subtitle, cover)


def test_a_cover_taken_off_is_off(client):
    enter(client, "编辑")
    cover = Picture.objects.create(image=builders.picture_file(), alt="厂房")
    article = builders.article(cover=cover, **builders.DRAFT)
    address = screen(Article, "change", article.pk)
    values = form_of(client, address) | {"cover": ""}
    client.generic("POST", address, as_browser(values, "cover"), MULTIPART_CONTENT)
    article.refresh_from_db()
    assert article.cover is None
