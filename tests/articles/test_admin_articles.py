from datetime import UTC, datetime

import pytest
from bs4 import BeautifulSoup
from django.contrib.admin.models import LogEntry

from articles.models import Article, Channel, PolicyDocument
from editorial import versioning
from tests import builders
from tests.staff_screens import act, cells, enter, errors_on, form_of, save, screen, told

pytestmark = pytest.mark.django_db

PASTED = "一、签约情况\n三家零部件企业在园区签约落户。\n二、下一步\n项目年内开工。"


@pytest.fixture
def editor(client):
    return enter(client, "编辑")


@pytest.fixture
def publisher(client):
    return enter(client, "站长")


def write(client, **values):
    """Fills in the empty article form and returns the answer; the article is the newest one."""
    values = {
        "title": "三家企业落户",
        "body": "<p>三家企业落户。</p>",
        "channel": builders.channel().pk,
    } | values
    return save(client, screen(Article, "add"), **values)


def newest():
    return Article.objects.order_by("-pk").first()


def test_reads_pasted_text_as_headings_and_paragraphs(client, editor):
    write(client, body=PASTED)
    assert newest().body == (
        "<h2>一、签约情况</h2><p>三家零部件企业在园区签约落户。</p><h2>二、下一步</h2><p>项目年内开工。</p>"
    )


def test_keeps_html_and_takes_out_what_is_unsafe(client, editor):
    write(client, body='<p onclick="x()">三家<strong>企业</strong>落户。</p><script>alert(1)</script>')
    assert newest().body == "<p>三家<strong>企业</strong>落户。</p>"


def test_writes_the_summary_where_the_editor_left_it_out(client, editor):
    write(client, body="<p>三家零部件企业签约落户。</p>")
    assert newest().summary == "三家零部件企业签约落户。"


def test_names_its_editor(client, editor):
    write(client)
    assert newest().editor == editor


def test_takes_the_prefix_off_and_knows_the_district_by_it(client, editor):
    wuqing = builders.district()
    write(client, title="【武清区招商】三家企业落户")
    assert (newest().title, newest().district) == ("三家企业落户", wuqing)


def test_takes_the_prefix_off_and_keeps_the_district_chosen(client, editor):
    builders.district()
    dongli = builders.district("dongli")
    write(client, title="【武清区招商】三家企业落户", district=dongli.pk)
    assert (newest().title, newest().district) == ("三家企业落户", dongli)


def test_leaves_the_district_empty_where_the_prefix_names_none(client, editor):
    write(client, title="【某某区招商】三家企业落户")
    assert (newest().title, newest().district) == ("三家企业落户", None)


def test_refuses_a_title_that_is_only_a_prefix(client, editor):
    assert errors_on(write(client, title="【武清区招商】")) == ["只有前缀，没有标题。"]


def test_parts_tags_at_chinese_commas(client, editor):
    write(client, tags="智能制造，自行车、零部件；5G 应用")
    assert sorted(newest().tags.names()) == ["5G 应用", "智能制造", "自行车", "零部件"]


def test_keeps_tags_that_are_saved_again(client, editor):
    article = builders.article(tags=["5G 应用", "自行车"], **builders.DRAFT)
    save(client, screen(Article, "change", article.pk), title="改过的标题")
    article.refresh_from_db()
    assert (article.title, sorted(article.tags.names())) == ("改过的标题", ["5G 应用", "自行车"])


def test_refuses_a_tag_nobody_could_read(client, editor):
    assert errors_on(write(client, tags="长" * 31)) == ["单个标签最多 30 个字。"]


def test_refuses_to_expire_before_publication_beside_the_form(client, publisher):
    response = write(
        client,
        published_at_0="2025-08-22",
        published_at_1="09:00",
        expires_at_0="2025-08-01",
        expires_at_1="09:00",
    )
    assert errors_on(response) == ["下线时间必须晚于发布时间；没有发布时间的内容不能设下线时间。"]
    assert Article.objects.count() == 0


def test_saves_and_publishes_in_one_step(client, publisher):
    response = save(
        client,
        screen(Article, "add"),
        title="三家企业落户",
        body="<p>三家企业落户。</p>",
        channel=builders.channel().pk,
        _publish="保存并发布",
    )
    assert response.status_code == 302
    assert newest().is_published


def test_publishes_drafts_and_scheduled_ones_and_says_how_many(client, publisher):
    rows = [builders.article(**values) for values in ({}, *builders.HIDDEN.values())]
    assert act(client, Article, "publish_chosen", *rows) == ["已发布 3 条。1 条原已公开，未作改动。"]
    assert Article.objects.published().count() == 4
    assert [entry.change_message for entry in LogEntry.objects.all()] == ["发布。"] * 3


def test_brings_back_an_expired_article_under_its_first_date(client, publisher):
    article = builders.article(**builders.EXPIRED)
    act(client, Article, "publish_chosen", article)
    article.refresh_from_db()
    assert (article.published_at, article.expires_at) == (builders.PUBLISHED_AT, None)


def test_withdraws_what_is_public_and_says_how_many(client, publisher):
    rows = [builders.article(**values) for values in ({}, *builders.HIDDEN.values())]
    said = act(client, Article, "withdraw_chosen", *rows, reason="内容有误")
    assert said == ["已撤下 2 条。2 条原本就不公开，未作改动。"]
    assert Article.objects.published().count() == 0


def test_says_one_sentence_when_all_went_as_asked(client, publisher):
    said = act(client, Article, "withdraw_chosen", builders.article(), reason="内容有误")
    assert said == ["已撤下 1 条。"]


@pytest.mark.parametrize(
    ("role", "action"),
    [
        *((role, "publish_chosen") for role in ("编辑", "初审", "复审", "终审", "审计")),
        *((role, "withdraw_chosen") for role in ("编辑", "初审", "复审", "审计")),
    ],
)
def test_leaves_publishing_to_those_with_the_right(client, role, action):
    enter(client, role)
    article = builders.article(**(builders.DRAFT if action == "publish_chosen" else {}))
    before = article.is_published
    act(client, Article, action, article, reason="试试")
    article.refresh_from_db()
    assert article.is_published == before


def test_an_editor_publishes_by_no_date_and_no_button(client, editor):
    write(client, published_at_0="2025-08-22", published_at_1="09:00", _publish="保存并发布")
    assert newest().state == "draft"
    assert "保存并发布" not in client.get(screen(Article, "add")).content.decode()


def test_an_editor_mends_a_public_article_while_the_old_text_stays(client, editor):
    article = builders.article(title="有错字的标体")
    save(client, screen(Article, "change", article.pk), title="有错字的标题")
    article.refresh_from_db()
    assert (article.title, article.published_at, article.is_published) == (
        "有错字的标体",
        builders.PUBLISHED_AT,
        True,
    )
    assert versioning.pending(article).content["title"] == "有错字的标题"


def test_the_last_reviewer_withdraws_but_publishes_by_passing_a_text(client):
    enter(client, "终审")
    draft = builders.article(**builders.DRAFT)
    assert act(client, Article, "publish_chosen", draft) == ["请先选一项操作。"]
    said = act(client, Article, "withdraw_chosen", builders.article(), reason="内容有误")
    assert said == ["已撤下 1 条。"]
    assert Article.objects.published().count() == 0


def test_lists_the_columns_in_the_order_they_read(client, editor):
    builders.placement(article=builders.article(title="三家企业落户", editor=editor))
    builders.article(title="明日发布", **builders.SCHEDULED)
    Article.objects.update(updated_at=datetime(2025, 9, 1, 2, 30, tzinfo=UTC))
    assert cells(client.get(screen(Article))) == [
        [
            "明日发布",
            "定时发布 2999-01-01 08:00",
            "招商动态",
            "天津-武清区",
            "2999-01-01 08:00",
            "2025-09-01 10:30",
            "—",
            "—",
            "—",
            "—",
        ],
        [
            "三家企业落户",
            "已发布",
            "招商动态",
            "天津-武清区",
            "2025-08-22 09:00",
            "2025-09-01 10:30",
            "编辑",
            "—",
            "首页头条",
            "查看",
        ],
    ]


@pytest.mark.parametrize("make", [builders.article, builders.policy])
def test_a_new_draft_stands_first_in_the_list(client, editor, make):
    make(title="公开的一篇")
    draft = make(title="刚写的一篇", **builders.DRAFT)
    titles = [row[0] for row in cells(client.get(screen(type(draft))))]
    assert titles == ["刚写的一篇", "公开的一篇"]


@pytest.mark.parametrize("state", ["draft", "scheduled", "published", "expired"])
def test_filters_by_state_as_the_property_says_it(client, editor, state):
    for number, values in enumerate(({}, *builders.HIDDEN.values())):
        builders.article(title=f"第{number}篇", **values)
    expected = [article.title for article in Article.objects.all() if article.state == state]
    assert len(expected) == 1
    assert [row[0] for row in cells(client.get(screen(Article) + f"?state={state}"))] == expected


def test_a_districts_filter_brings_what_lies_below_it(client, editor):
    builders.article(title="武清一篇")
    builders.article(title="全国一篇", district=None)
    assert [row[0] for row in cells(client.get(screen(Article) + "?district=tianjin"))] == ["武清一篇"]


def test_says_in_words_why_a_channel_cannot_be_deleted(client):
    enter(client, "站长")
    channel = builders.channel("land")
    builders.article(title="工业用地挂牌", channel=channel)
    page = client.get(screen(Channel, "delete", channel.pk)).content.decode()
    assert "栏目“土地招拍挂”还有下列内容在用，请先处理它们，再来删除：" in page
    assert "工业用地挂牌" in page
    assert 'type="submit" value="删除"' not in page


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"valid_from": "2026-01-01", "valid_until": "2025-01-01"}, "有效期不能早于施行日期。"),
        (
            {"application_opens_on": "2026-01-01", "application_closes_on": "2025-01-01"},
            "申报截止不能早于申报开始。",
        ),
        (
            {"expires_at_0": "2024-01-01", "expires_at_1": "09:00"},
            "下线时间必须晚于发布时间；没有发布时间的内容不能设下线时间。",
        ),
    ],
)
def test_refuses_a_policy_at_odds_with_itself_in_words(client, publisher, values, sentence):
    policy = builders.policy()
    response = save(client, screen(PolicyDocument, "change", policy.pk), **values)
    assert errors_on(response) == [sentence]


def test_shows_the_validity_of_a_policy(client, editor):
    builders.policy(title="已废止的办法", repealed_on="2025-01-01", district=None)
    rows = cells(client.get(screen(PolicyDocument) + "?validity=repealed"))
    assert [(row[0], row[2]) for row in rows] == [("已废止的办法", "已废止")]


def test_tells_what_was_saved(client, editor):
    article = builders.article(title="三家企业落户")
    address = screen(Article, "change", article.pk)
    sent = form_of(client, address) | {"title": "四家企业落户"}
    assert told(client.post(address, sent, follow=True)) == [
        "已保存为第 2 版，线上内容未变，送审通过后替换。"
    ]


def test_a_title_pasted_with_the_text_stands_once(client):
    enter(client, "编辑")
    body = "园区集中签约\n六家企业集中签约。"
    save(client, screen(Article, "add"), title="园区集中签约", body=body, channel=builders.channel().pk)
    assert Article.objects.get().body == "<p>六家企业集中签约。</p>"


def test_calls_the_editor_by_name_where_all_is_read_only(client):
    article = builders.article(editor=builders.staff("bianji2", last_name="编辑", first_name="乙"))
    enter(client, "审计")
    page = BeautifulSoup(client.get(screen(Article, "change", article.pk)).content, "html.parser")
    assert page.select_one(".field-editor_name .readonly").text == "编辑乙"
    assert "bianji2" not in page.select_one("#content").text
