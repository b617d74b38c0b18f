"""A text that comes back: returned and handed in again, withdrawn, read by who may not change it."""

import pytest

from articles.models import Article
from editorial import reviewing
from tests import builders
from tests.editorial.people import address, in_review, page, person, written
from tests.staff_screens import screen

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor():
    return person("编辑")


@pytest.fixture
def reviewer(client):
    one = person("初审")
    client.force_login(one)
    return one


def test_a_returned_review_says_at_which_level(client, editor, reviewer):
    review = reviewing.return_(in_review(editor), reviewer, "数字有误")
    levels = [one.get_text("|") for one in page(client, address(review)).select(".review-levels li")]
    assert levels == ["初审|已退回", "复审|未到", "终审|未到"]


def test_what_was_handed_in_again_is_compared_with_what_was_returned(client, editor, reviewer):
    article = builders.article(title="原题", **builders.DRAFT)
    first = reviewing.return_(in_review(editor, article, title="有误"), reviewer, "数字有误")
    again = reviewing.submit(written(article, editor, title="改正"), editor)
    assert page(client, address(first)).select_one("#review-mended-heading") is None
    shown = page(client, address(again))
    heading = shown.select_one("#review-mended-heading")
    assert heading.text == "与上次送审（第 2 版，已退回）相比，改了 1 处"
    assert [one.text for one in heading.parent.select("del, ins")] == ["有误", "改正"]


def test_the_sheet_begins_with_the_first_time_this_text_was_handed_in(client, editor, reviewer):
    article = builders.article()
    reviewing.withdraw(article, person("站长"), "旧事")
    chief = person("站长", "站长乙")
    reviewing.publish_directly(written(Article.objects.get(), chief, title="已上线"), chief, now=True)
    first = in_review(editor, Article.objects.get(), title="有误")
    reviewing.comment(first, reviewer, "请看第二段")
    reviewing.return_(first, reviewer, "数字有误")
    again = reviewing.submit(written(Article.objects.get(), editor, title="改正"), editor)
    rows = page(client, address(again, "sheet")).select("table:not(.facts) tbody tr")
    assert [(row.select("td")[0].text, row.select("td")[3].text) for row in rows] == [
        ("送审", ""),
        ("批注", "请看第二段"),
        ("初审退回", "数字有误"),
        ("送审", ""),
    ]


BODY = '<ol><li>土地</li><li>厂房</li></ol><table><tbody><tr><td colspan="2">合计</td></tr></tbody></table>'


@pytest.mark.parametrize("what", ["change", "sheet"])
def test_a_text_nobody_has_seen_yet_is_shown_as_the_page_will(client, editor, reviewer, what):
    review = in_review(editor, builders.article(**builders.DRAFT), body=BODY + "<script>alert(1)</script>")
    shown = page(client, address(review, what)).select_one("[data-field=body] .difference-text")
    assert shown.decode_contents() == BODY


def test_who_may_only_read_a_text_reads_it_as_the_page_will_show_it(client, editor, reviewer):
    review = in_review(editor, body=BODY)
    for one in (editor, reviewer):
        client.force_login(one)
        shown = page(client, screen(Article, "change", review.article_id)).select_one(".field-body .readonly")
        assert shown.decode_contents() == BODY


def test_a_withdrawn_text_says_why(client, editor):
    article = builders.article()
    client.force_login(editor)
    where = screen(Article, "change", article.pk)
    assert page(client, where).select_one(".review-reason") is None
    reviewing.withdraw(article, person("站长"), "数字<b>有误")
    reason = page(client, where).select_one(".review-reason")
    assert (reason.b.text, reason.blockquote.text) == ("站长", "数字<b>有误")
