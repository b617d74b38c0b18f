"""The lists of the desk, a review's page and its sheet, the rules and the start page."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from articles.models import Article, PolicyDocument
from editorial import reviewing, versioning
from editorial.models import Review, ReviewRule
from tests import builders
from tests.editorial.people import address, buttons, in_review, page, passed, person, written
from tests.staff_screens import cells, enter, save, screen

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor():
    return person("编辑", "编辑乙")


@pytest.fixture
def reviewers():
    return [person(role, f"{role}乙") for role in ("初审", "复审", "终审")]


def test_the_list_says_where_each_text_stands(client, editor, reviewers):
    builders.article(title="公开的")
    builders.article(title="草稿", **builders.DRAFT)
    in_review(editor, builders.article(title="在初审", **builders.DRAFT), title="在初审")
    passed(in_review(editor, builders.article(title="改动在复审"), body="<p>新。</p>"), reviewers[0])
    returned = in_review(editor, builders.article(title="退回的", **builders.DRAFT), title="退回的")
    reviewing.return_(returned, reviewers[0], "太长")
    written(builders.article(title="改动未送审"), editor, body="<p>新。</p>")
    builders.article(title="定时的", **builders.SCHEDULED)
    builders.article(title="到期的", **builders.EXPIRED)
    reviewing.withdraw(builders.article(title="撤下的"), reviewers[2], "有误")
    enter(client, "编辑")
    states = {row[0]: row[1] for row in cells(client.get(screen(Article)))}
    assert states == {
        "公开的": "已发布",
        "草稿": "草稿",
        "在初审": "审核中（初审）",
        "改动在复审": "已发布 有修改待审（复审）",
        "退回的": "已退回",
        "改动未送审": "已发布 有修改未送审",
        "定时的": "定时发布 2999-01-01 08:00",
        "到期的": "已下线",
        "撤下的": "已撤下",
    }
    found = {
        value: sorted(row[0] for row in cells(client.get(screen(Article) + f"?state={value}")))
        for value in ("draft", "reviewing", "returned", "scheduled", "changed", "expired")
    }
    assert found == {
        "draft": ["草稿"],
        "reviewing": ["在初审", "改动在复审"],
        "returned": ["退回的"],
        "scheduled": ["定时的"],
        "changed": ["改动在复审", "改动未送审"],
        "expired": ["到期的", "撤下的"],
    }


def test_a_reviewers_list_opens_with_his_own_queue(client, editor, reviewers):
    waiting = in_review(editor, builders.article(title="待初审"), body="<p>新。</p>")
    passed(in_review(editor, builders.policy(title="待复审"), body="<p>新。</p>"), reviewers[0])
    own = written(builders.article(title="自己写的"), reviewers[0], body="<p>新。</p>")
    reviewing.submit(own, reviewers[0])
    client.force_login(reviewers[0])
    row = cells(client.get(screen(Review)))[0]
    assert (row[:6], row[7]) == (
        ["待初审", "文章", "招商动态", "天津-武清区", "初审（1/3）", "编辑乙"],
        "审核中",
    )
    shown = {
        queue: [row[0] for row in cells(client.get(screen(Review) + f"?queue={queue}"))]
        for queue in ("mine", "asked", "returned", "pending", "closed", "nothing")
    }
    assert shown == {
        "mine": ["待初审"],
        "asked": ["自己写的"],
        "returned": [],
        "pending": ["待初审", "待复审", "自己写的"],
        "closed": [],
        "nothing": ["待初审"],
    }
    assert waiting.pk


def queries_of(client, *addresses):
    counts = []
    for where in addresses:
        with CaptureQueriesContext(connection) as asked:
            client.get(where)
        counts.append(len(asked))
    return counts


def test_lists_ask_as_often_for_six_as_for_one(client, editor, reviewers):
    def fill(rows):
        for _ in range(rows):
            passed(in_review(editor), reviewers[0])
            in_review(editor, builders.policy(), district=builders.district("dongli").pk)
            reviewing.return_(in_review(editor), reviewers[0], "太长")

    lists = [screen(Article), screen(PolicyDocument), screen(Review), screen(Review) + "?queue=pending"]
    client.force_login(reviewers[1])
    fill(1)
    once = queries_of(client, *lists)
    fill(5)
    assert queries_of(client, *lists) == once


# --- A review's page and its sheet


def test_a_reviews_page_shows_the_change_against_the_live_page(client, editor, reviewers):
    article = builders.article(title="旧标题")
    review = passed(in_review(editor, article, title="新标题"), reviewers[0])
    client.force_login(reviewers[1])
    soup = page(client, address(review))
    assert [one.text for one in soup.select("[data-field=title] :is(del, ins)")] == ["旧", "新"]
    assert soup.select_one(".review-text h2").text == "与线上第 1 版相比，改了 1 处"
    steps = [one.get_text(" ", strip=True) for one in soup.select(".review-steps p")]
    assert [re.sub(r" [\d-]+ [\d:]+$", "", one) for one in steps] == ["编辑乙 送审", "初审乙 通过（初审）"]
    assert [one.contents[0] for one in soup.select(".review-levels li")] == ["初审", "复审", "终审"]
    assert buttons(soup) == ["复审通过", "退回", "只批注"]


def test_a_reviews_page_shows_all_of_a_new_text(client, editor, reviewers):
    draft = builders.article(**builders.DRAFT)
    review = in_review(editor, draft, title="全新的一篇", body="<p>第一段。</p>")
    client.force_login(reviewers[0])
    text = page(client, address(review)).select_one(".review-text").text
    assert "全文（还没有发布过）" in text
    assert "全新的一篇" in text
    assert "第一段。" in text


def test_the_sheet_names_everybody_with_times_words_and_the_change(client, editor, reviewers):
    review = passed(in_review(editor, builders.article(title="旧标题"), title="新标题"), *reviewers)
    versioning.make_live(written(review.article, editor, title="更新的标题"))
    reviewers[1].delete()
    enter(client, "审计")
    soup = page(client, address(review, "sheet"))
    rows = [[cell.text for cell in row.select("td")] for row in soup.select("tbody")[1].select("tr")]
    assert [(row[0], row[1]) for row in rows] == [
        ("送审", "编辑乙"),
        ("初审通过", "初审乙"),
        ("复审通过", "复审乙"),
        ("终审通过", "终审乙"),
    ]
    assert soup.select_one(".reference").text == f"审签〔{review.submitted_at:%Y}〕{review.pk}号"
    assert [one.text for one in soup.select("[data-field=title] :is(del, ins)")] == ["旧", "新"]


# --- Rules


def test_a_site_master_sets_the_rules(client):
    enter(client, "站长")
    save(client, screen(ReviewRule, "add"), channel=builders.channel("land").pk, levels="2")
    assert cells(client.get(screen(ReviewRule))) == [["土地招拍挂，所有地区", "二审（初审、终审）"]]
    twice = save(client, screen(ReviewRule, "add"), channel=builders.channel("land").pk, levels="1")
    assert "这个栏目和地区已经有一条审核规则。" in twice.content.decode()


@pytest.mark.parametrize("role", ["编辑", "初审", "终审"])
def test_nobody_else_sees_the_rules(client, role):
    enter(client, role)
    assert client.get(screen(ReviewRule)).status_code == 403


# --- The start page


def test_the_start_page_counts_what_is_ones_own(client, editor, reviewers):
    in_review(editor)
    reviewing.return_(in_review(editor), reviewers[0], "太长")

    def counts(one):
        client.force_login(one)
        rows = {row["label"]: row for row in client.get("/admin/").context["waiting"]}
        names = [name for name in ("待我审", "退回给我的", "我送审的") if name in rows]
        for name in names:
            assert len(cells(client.get(rows[name]["address"]))) == rows[name]["count"]
        return [(name, rows[name]["count"]) for name in names]

    assert counts(editor) == [("退回给我的", 1), ("我送审的", 1)]
    assert counts(reviewers[0]) == [("待我审", 1), ("退回给我的", 0), ("我送审的", 0)]
    assert counts(reviewers[1]) == [("待我审", 0), ("退回给我的", 0), ("我送审的", 0)]
