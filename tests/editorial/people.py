"""The desk's people, and their usual way through it."""

from bs4 import BeautifulSoup
from django.urls import reverse

from editorial import reviewing, versioning
from editorial.contents import content_of
from tests import builders
from zhaoshang.roles import ensure_roles


def person(role, name=""):
    """Somebody of that role (`初审`), called `name` or as the role."""
    user = builders.staff(username=name or role, last_name=name or role)
    user.groups.set([ensure_roles()[role]])
    return user


def written(item, author, **changes):
    """The version that `author` saves with these changes."""
    versioning.keep_row(item)
    return versioning.record(item, content_of(item) | versioning.latest(item).content | changes, author)


def passed(review, *people):
    for one in people:
        review = reviewing.pass_(review, one)
    return review


def in_review(editor, item=None, **changes):
    item = item or builders.article()
    return reviewing.submit(written(item, editor, **({"title": "改过的标题"} | changes)), editor)


def address(review, what="change"):
    return reverse(f"admin:editorial_review_{what}", args=[review.pk])


def decide(client, review, what, **data):
    return client.post(address(review, what), {"level": review.level} | data, follow=True)


def page(client, where):
    return BeautifulSoup(client.get(where).content, "html.parser")


def buttons(soup):
    return [one.get("value") or one.text.strip() for one in soup.select("#content button, .submit-row input")]
