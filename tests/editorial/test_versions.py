"""Saving on the staff's screens: what is kept, what visitors see, and what the page says of it."""

import pytest
from bs4 import BeautifulSoup
from django.contrib.admin.models import LogEntry
from django.db import connection
from django.test.utils import CaptureQueriesContext

from articles.models import Article, PolicyAttachment, PolicyDocument
from editorial import versioning
from editorial.models import Review, Version
from publishing.admin import moment
from tests import builders
from tests.staff_screens import enter, errors_on, form_of, save, screen, told

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(client):
    return enter(client, "编辑")


def page_of(client, item, **query):
    return BeautifulSoup(client.get(change(item), query).content, "html.parser")


def change(item):
    return screen(type(item), "change", item.pk)


def said(page):
    return page.select_one(".desk-text").get_text(" ", strip=True)


def numbers(item):
    return list(item.versions.order_by("number").values_list("number", flat=True))


def stamp(version):
    return moment(version.created_at)


def test_saving_a_public_article_changes_nothing_that_visitors_see(client, editor):
    park = builders.park()
    article = builders.article(title="旧标题", tags=["链条"])
    answer = save(client, change(article), title="新标题", tags="自行车", parks=[park.pk])
    assert told(client.get(answer.url)) == ["已保存为第 2 版，线上内容未变，送审通过后替换。"]
    article.refresh_from_db()
    assert (article.title, list(article.tags.names()), article.parks.count()) == ("旧标题", ["链条"], 0)
    version = versioning.pending(article)
    kept = version.content
    assert (version.number, version.author, kept["title"], kept["tags"], kept["parks"]) == (
        2,
        editor,
        "新标题",
        ["自行车"],
        [park.pk],
    )


def test_the_form_goes_on_with_the_pending_text(client, editor):
    park, cover = builders.park(), builders.industry()
    article = builders.article(title="旧标题")
    save(client, change(article), title="新标题", tags="自行车", parks=[park.pk], industry=cover.pk)
    form = form_of(client, change(article))
    assert (form["title"], form["tags"], form["parks"], form["industry"]) == (
        ["新标题"],
        ["自行车"],
        [str(park.pk)],
        [str(cover.pk)],
    )


@pytest.mark.parametrize("state", ["scheduled", "expired"])
def test_what_was_released_is_never_written_by_saving(client, editor, state):
    article = builders.article(title="旧标题", **builders.HIDDEN[state])
    before = Article.objects.filter(pk=article.pk).values().get()
    save(client, change(article), title="新标题")
    assert Article.objects.filter(pk=article.pk).values().get() == before
    assert versioning.pending(article).content["title"] == "新标题"


def test_saving_a_draft_writes_its_row(client, editor):
    draft = builders.article(**builders.DRAFT)
    answer = save(client, change(draft), title="新标题")
    draft.refresh_from_db()
    assert (draft.title, numbers(draft)) == ("新标题", [1, 2])
    assert told(client.get(answer.url)) == ["已保存为第 2 版，尚未公开。"]


def test_a_new_article_is_a_draft_of_one_version(client, editor):
    park = builders.park()
    answer = save(
        client,
        screen(Article, "add"),
        title="三家企业落户",
        body="<p>三家企业落户。</p>",
        channel=builders.channel().pk,
        tags="自行车",
        parks=[park.pk],
        published_at_0="2999-01-01",
        published_at_1="08:00",
    )
    article = Article.objects.get()
    version = Version.objects.get()
    assert (article.published_at, version.number, version.author) == (None, 1, editor)
    assert (version.content["published_at"], version.content["tags"], version.content["parks"]) == (
        "2999-01-01T00:00:00+00:00",
        ["自行车"],
        [park.pk],
    )
    assert told(client.get(answer.url)) == ["已保存为第 1 版，尚未公开。"]
    assert form_of(client, change(article))["published_at_0"] == ["2999/01/01"]


@pytest.mark.parametrize("state", ["public", "draft", "scheduled", "expired"])
def test_a_saving_that_changed_nothing_is_not_kept(client, editor, state):
    article = builders.article(tags=["自行车"], parks=[builders.park()], **builders.HIDDEN.get(state, {}))
    save(client, change(article), title="改过的标题")
    before = numbers(article)
    answer = save(client, change(article))
    assert (numbers(article), told(client.get(answer.url))) == (before, ["没有改动，没有生成新版本。"])


def test_a_policy_opened_and_saved_is_the_same_policy(client, editor):
    policy = builders.policy(
        audience="区内企业\r\n园区企业",
        industries=[builders.industry()],
        valid_until="2027-12-31",
        expires_at="2999-01-01T00:00:00.5+00:00",
    )
    save(client, change(policy))
    assert numbers(policy) == []


def test_notes_the_change_in_the_log_as_ever(client, editor):
    article = builders.article()
    save(client, change(article), title="新标题")
    assert [entry.get_change_message() for entry in LogEntry.objects.all()] == ["已修改标题。"]


def test_says_which_text_one_is_looking_at(client, editor):
    draft, public = builders.article(**builders.DRAFT), builders.article()
    assert said(page_of(client, draft)) == "草稿 ，尚未公开。"
    assert said(page_of(client, public)) == (
        "线上版本 。 访客看到的 就是这一版；保存修改后它仍在线上，送审通过后才替换。"
    )
    save(client, change(public), title="新标题")
    version = versioning.pending(public)
    page = page_of(client, public)
    assert said(page) == (
        f"待发布的修改 （第 2 版，编辑 于 {stamp(version)} 保存）。访客看到的仍是 线上版本 （第 1 版）。"
    )
    assert [link.text for link in page.select(".desk-links a")] == ["对比线上版本", "历史版本", "放弃修改"]


def test_gives_a_change_up_after_asking(client, editor):
    article = builders.article(title="线上")
    save(client, change(article), title="修改中")
    address = screen(Article, "discard", article.pk)
    page = BeautifulSoup(client.get(address).content, "html.parser")
    assert page.select_one(".difference-text").get_text() == "线上修改中"
    assert versioning.pending(article).content["title"] == "修改中"
    seen = {"version_base": page.select_one("[name=version_base]")["value"]}
    assert told(client.post(address, seen, follow=True)) == [
        "已放弃修改，内容回到线上版本；放弃的文字在历史版本里还能找到。"
    ]
    assert (versioning.pending(article), form_of(client, change(article))["title"]) == (None, ["线上"])
    assert article.versions.get(number=2).content["title"] == "修改中"
    assert told(client.post(address, seen, follow=True)) == ["没有待发布的修改。"]


@pytest.mark.parametrize("role", ["审计", "招商专员"])
def test_who_may_only_read_gives_nothing_up_and_restores_nothing(client, role):
    article = builders.article()
    versioning.record(article, versioning.working_content(article) | {"title": "修改中"}, None)
    enter(client, role)
    assert client.post(screen(Article, "discard", article.pk)).status_code == 403
    assert client.post(screen(Article, "restore", article.pk), {"version": 1}).status_code == 403
    assert versioning.pending(article).number == 2


def test_refuses_to_schedule_what_is_public(client, editor):
    article = builders.article()
    answer = save(client, change(article), published_at_0="2999-01-01", published_at_1="08:00")
    assert errors_on(answer) == ["文章已公开，新版本通过审核后立即替换，不能定时。"]
    assert numbers(article) == []


def test_an_emptied_date_of_what_is_public_is_no_change(client, editor):
    article = builders.article()
    save(client, change(article), published_at_0="", published_at_1="")
    assert numbers(article) == []


def attachment(policy):
    return PolicyAttachment.objects.create(policy=policy, name="申报表", file=f"policies/{'0' * 32}.pdf")


def test_attachments_of_a_released_policy_are_read_only_to_an_editor(client, editor):
    policy = builders.policy()
    row = attachment(policy)
    page = page_of(client, policy)
    heading = page.select_one("#attachments-group h2").get_text(strip=True)
    assert heading == "附件（已随页面公开，由终审或站长修改）"
    assert page.select("#attachments-group input[name$=-name]") == []
    forged = {
        "attachments-TOTAL_FORMS": "1",
        "attachments-INITIAL_FORMS": "1",
        "attachments-0-id": row.pk,
        "attachments-0-policy": policy.pk,
        "attachments-0-name": "改名",
    }
    client.post(change(policy), form_of(client, change(policy)) | forged)
    row.refresh_from_db()
    assert row.name == "申报表"


@pytest.mark.parametrize(("role", "values"), [("编辑", builders.DRAFT), ("站长", {}), ("终审", {})])
def test_attachments_are_changed_by_who_releases_or_while_it_is_a_draft(client, role, values):
    enter(client, role)
    policy = builders.policy(**values)
    row = attachment(policy)
    save(client, change(policy), **{"attachments-0-name": "新申报表"})
    row.refresh_from_db()
    assert row.name == "新申报表"


def test_opening_asks_as_much_with_many_versions_as_with_few(client, editor):
    article = builders.article()

    def asked():
        client.get(change(article))
        with CaptureQueriesContext(connection) as queries:
            client.get(change(article))
        return len(queries)

    save(client, change(article), title="一")
    few = asked()
    for number in range(8):
        save(client, change(article), title=f"第 {number} 次")
    assert asked() == few


# --- Two at one text


def outdated(client, item, **changes):
    """Sends a form that was opened before somebody else saved `changes`."""
    mine = form_of(client, change(item))
    theirs = versioning.working_content(item) | changes
    versioning.record(item, theirs, builders.staff("second", last_name="李", first_name="强"))
    return mine


def test_a_second_saving_sees_both_texts_and_loses_neither(client, editor):
    article = builders.article(title="三家企业落户", body="<p>原来的话。</p>")
    mine = outdated(client, article, title="四家企业落户", subtitle="对方的副标题")
    answer = client.post(change(article), mine | {"title": "五家企业落户", "source": "本站"})
    page = BeautifulSoup(answer.content, "html.parser")
    assert answer.status_code == 200
    assert page.select_one("#id_title")["value"] == "五家企业落户"
    assert versioning.pending(article).content["title"] == "四家企业落户"
    shown = {
        row["data-field"]: row.select_one(".difference-text").get_text()
        for row in page.select(".beside-mine .difference")
    }
    assert shown == {"title": "四五家企业落户", "subtitle": "对方的副标题", "source": "本站"}
    paragraphs = [row.get_text(" ", strip=True) for row in page.select(".conflict > p")]
    assert "李强 于" in paragraphs[0]
    assert paragraphs[1] == "对方改了：标题、副标题。您改了：标题、来源。"
    assert [button["name"] for button in page.select(".conflict button")] == ["_merge", "_mine"]


def test_mine_can_be_saved_over_theirs_which_stays_in_the_history(client, editor):
    article = builders.article(title="三家")
    mine = outdated(client, article, title="四家")
    page = BeautifulSoup(client.post(change(article), mine | {"title": "五家"}).content, "html.parser")
    client.post(change(article), mine | {"title": "五家", "_mine": page.select_one("[name=_mine]")["value"]})
    assert [row.content["title"] for row in article.versions.order_by("number")] == ["三家", "四家", "五家"]


def test_merging_goes_on_from_theirs_and_saves_nothing_yet(client, editor):
    article = builders.article(title="三家")
    mine = outdated(client, article, title="四家")
    page = BeautifulSoup(
        client.post(change(article), mine | {"title": "五家", "_merge": "1"}).content, "html.parser"
    )
    assert numbers(article) == [1, 2]
    assert page.select_one("#id_title")["value"] == "五家"
    base = page.select_one("[name=version_base]")["value"]
    client.post(change(article), mine | {"title": "四五家", "version_base": base})
    assert versioning.pending(article).content["title"] == "四五家"


def test_a_third_saving_meanwhile_is_seen_again(client, editor):
    article = builders.article(title="三家")
    mine = outdated(client, article, title="四家")
    page = BeautifulSoup(client.post(change(article), mine | {"title": "五家"}).content, "html.parser")
    versioning.record(article, versioning.working_content(article) | {"title": "六家"}, None)
    forced = mine | {"title": "五家", "_mine": page.select_one("[name=_mine]")["value"]}
    assert client.post(change(article), forced).status_code == 200
    assert numbers(article) == [1, 2, 3]


def test_two_tabs_of_one_person_meet_as_two_people_do(client, editor):
    draft = builders.article(title="三家", **builders.DRAFT)
    first, second = form_of(client, change(draft)), form_of(client, change(draft))
    client.post(change(draft), first | {"title": "四家"})
    answer = client.post(change(draft), second | {"title": "五家"})
    assert BeautifulSoup(answer.content, "html.parser").select_one(".conflict h2").text == "两边的文字"
    draft.refresh_from_db()
    assert draft.title == "四家"


@pytest.mark.parametrize("base", [None, "", "0", "x", "9" * 30, "-", "1-\x00", "１-a"])
def test_a_form_without_its_number_meets_the_newest_text(client, editor, base):
    article = builders.article(title="三家")
    save(client, change(article), title="四家")
    form = form_of(client, change(article)) | {"title": "五家"}
    form.pop("version_base")
    answer = client.post(change(article), form | ({} if base is None else {"version_base": base}))
    assert answer.status_code == 200
    assert "您打开之后，这一篇又保存过。您的文字还在下面，尚未保存。" in errors_on(answer)
    assert numbers(article) == [1, 2]


def test_an_import_meanwhile_is_a_meeting_too(client, editor):
    article = builders.article(title="三家")
    save(client, change(article), title="四家")
    draft = builders.article(title="草稿", **builders.DRAFT)
    save(client, change(draft), title="草稿二")
    form = form_of(client, change(draft))
    Article.objects.filter(pk=draft.pk).update(title="导入的")
    answer = client.post(change(draft), form | {"title": "草稿三"})
    page = BeautifulSoup(answer.content, "html.parser")
    assert page.select_one(".beside-theirs .difference-text").get_text() == "导入的草稿三"
    save(client, change(draft), title="草稿三")
    assert [row.content["title"] for row in draft.versions.order_by("number")][-2:] == ["导入的", "草稿三"]


def test_policies_meet_in_the_same_way(client, editor):
    policy = builders.policy(audience="区内企业")
    mine = outdated(client, policy, audience="全市企业")
    answer = client.post(change(policy), mine | {"audience": "园区企业"})
    page = BeautifulSoup(answer.content, "html.parser")
    assert page.select_one(".beside-mine .difference-text").get_text() == "全市园区企业"
    assert page.select_one("#id_audience").text.strip() == "园区企业"
    assert PolicyDocument.objects.get().audience == "区内企业"


def test_who_may_not_change_it_now_reads_the_text_being_worked_on(client, editor):
    article = builders.article(title="旧标题", body="<p>旧话。</p>")
    version = versioning.record(
        article, versioning.working_content(article) | {"title": "新标题", "body": "<p>新话。</p>"}, editor
    )
    Review.objects.create(article=article, version=version, levels=1, submitted_by=editor)
    page = page_of(client, article)
    assert page.select_one(".field-title .readonly").text == "新标题"
    assert [link.text for link in page.select(".desk-links a")] == ["对比线上版本", "历史版本"]
    assert page.select("[name=version_base], [data-desk]") == []


@pytest.mark.django_db(transaction=True)
def test_every_screen_of_versions_takes_a_post_outside_a_transaction(client):
    """A row is locked only where somebody saves it: PostgreSQL refuses a lock without a transaction."""
    enter(client, "编辑")
    article = builders.article()
    versioning.record(article, versioning.working_content(article) | {"title": "修改中"}, None)
    assert client.post(screen(Article, "history", article.pk)).status_code == 200
    assert client.post(screen(Article, "restore", article.pk), {"version": 1}).status_code == 302
    address = screen(Article, "discard", article.pk)
    assert client.post(address, form_of(client, address)).status_code == 302
    assert versioning.pending(article) is None
    assert save(client, change(article), title="新标题").status_code == 302
