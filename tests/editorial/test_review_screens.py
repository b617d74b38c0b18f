"""三审 on the staff's screens: forms, lists, the queue, a review's page, and who is refused."""

import pytest
from bs4 import BeautifulSoup

from articles.models import Article, PolicyDocument
from editorial import reviewing, versioning
from editorial.models import Review, Step
from parks.models import Remit
from tests import builders
from tests.editorial.people import address, buttons, decide, in_review, page, passed, person, written
from tests.staff_screens import act, cells, enter, form_of, save, screen, told

pytestmark = pytest.mark.django_db

FUTURE = {"published_at_0": "2999-01-01", "published_at_1": "08:00"}
PAST = {"published_at_0": "2025-08-22", "published_at_1": "09:00"}


@pytest.fixture
def editor():
    return person("编辑", "编辑乙")


@pytest.fixture
def reviewers():
    return [person(role, f"{role}乙") for role in ("初审", "复审", "终审")]


def write(client, **values):
    values = {"title": "新稿", "body": "<p>正文。</p>", "channel": builders.channel().pk} | values
    return save(client, screen(Article, "add"), **values)


def only_article():
    return Article.objects.get()


# --- The form


def test_an_editor_saves_and_hands_in_at_once(client):
    enter(client, "编辑")
    write(client, _submit="保存并送审")
    review = Review.objects.get()
    assert (review.item.title, review.state, review.level_name, only_article().state) == (
        *("新稿", "pending", "初审"),
        "draft",
    )


def test_an_editor_proposes_the_time(client, reviewers):
    enter(client, "编辑")
    write(client, **FUTURE, _submit="保存并送审")
    assert only_article().state == "draft"
    passed(Review.objects.get(), *reviewers)
    assert (only_article().state, only_article().published_at) == (
        "scheduled",
        builders.SCHEDULED["published_at"],
    )


@pytest.mark.parametrize("role", ["编辑", "初审", "复审", "终审"])
def test_nobody_but_the_site_master_publishes_by_a_date_or_a_forged_button(client, role):
    one = enter(client, role)
    article = builders.article(**builders.DRAFT)
    save(client, screen(Article, "change", article.pk), **PAST, _publish="保存并发布")
    article.refresh_from_db()
    assert (article.state, versioning.latest(article).author) == ("draft", one)
    assert "保存并发布" not in buttons(page(client, screen(Article, "change", article.pk)))


@pytest.mark.parametrize(
    ("values", "state"),
    [({}, "draft"), (PAST, "published"), (FUTURE, "scheduled"), (FUTURE | {"_publish": "1"}, "published")],
    ids=["no date", "past", "future", "now"],
)
def test_a_site_masters_new_article_is_as_its_date_says(client, values, state):
    enter(client, "站长")
    write(client, **values)
    assert only_article().state == state
    assert Step.objects.filter(action="published").count() == (state != "draft")


def test_a_site_masters_plain_saving_leaves_the_live_page(client):
    enter(client, "站长")
    article = builders.article(title="线上")
    save(client, screen(Article, "change", article.pk), title="改动")
    assert only_article().title == "线上"
    save(client, screen(Article, "change", article.pk), _publish="保存并发布")
    assert (only_article().title, only_article().published_at) == ("改动", builders.PUBLISHED_AT)


def test_a_site_master_mends_a_draft_without_releasing_what_another_proposed(client, editor):
    draft = builders.article(**builders.DRAFT)
    written(draft, editor, published_at="2999-01-01T00:00:00+00:00")
    enter(client, "站长")
    save(client, screen(Article, "change", draft.pk), title="改了错字")
    assert (only_article().state, only_article().title) == ("draft", "改了错字")


@pytest.mark.parametrize("model", [Article, PolicyDocument])
def test_what_is_in_review_is_read_only_for_everybody(client, editor, model):
    item = builders.article() if model is Article else builders.policy()
    where = screen(model, "change", item.pk)
    enter(client, "站长")
    sent = form_of(client, where)
    in_review(editor, item)
    soup = page(client, where)
    assert soup.select("#content input[name=title], .submit-row input[name=_save]") == []
    assert "审核中，撤回后可以修改。" in soup.select_one(".review-panel").text
    assert told(client.post(where, sent | {"title": "偷改"}, follow=True)) == [
        "审核中，撤回后可以修改。您写的文字已自动保存，可以修改时在这里恢复。"
    ]
    assert versioning.latest(item).content["title"] == "改过的标题"


def test_the_returned_text_opens_with_the_reason(client, editor, reviewers):
    review = in_review(editor)
    reviewing.return_(review, reviewers[0], "标题太长，请压到 20 字以内。")
    client.force_login(editor)
    panel = page(client, screen(Article, "change", review.article_id)).select_one(".review-panel")
    assert panel.select_one(".review-reason blockquote").text == "标题太长，请压到 20 字以内。"
    assert panel.select_one(".review-state").text == "已发布 · 修改已退回"


def test_the_form_offers_to_each_what_he_may_press(client, editor, reviewers):
    review = in_review(editor)
    offered = {}
    for one in [editor, *reviewers, person("站长"), person("审计")]:
        client.force_login(one)
        soup = page(client, screen(Article, "change", review.article_id))
        offered[one.last_name] = [
            one.text.strip() for one in soup.select(".review-panel button, .review-panel a.button")
        ]
    assert offered == {
        "编辑乙": ["撤回送审"],
        "初审乙": ["初审通过", "退回", "只批注"],
        "复审乙": [],
        "终审乙": ["撤下…"],
        "站长": ["撤回送审", "撤下…"],
        "审计": [],
    }


# --- Deciding


@pytest.mark.parametrize(
    ("what", "said"),
    [
        ("pass", "“改过的标题”初审已通过，转复审。"),
        ("return", "已退回“改过的标题”，送审人会看到原因。"),
    ],
)
def test_a_decision_leads_to_the_queue_which_offers_the_next(client, editor, reviewers, what, said):
    """A second click must not fall on the button of a text nobody has read."""
    first, second = in_review(editor), in_review(editor, title="下一<b>篇")
    client.force_login(reviewers[0])
    response = decide(client, first, what, words="同意")
    assert told(response) == [f'{said} <a href="{address(second)}">审下一篇</a>']
    assert response.redirect_chain == [(screen(Review), 302)]
    response = decide(client, second, "pass")
    assert told(response) == ["“下一<b>篇”初审已通过，转复审。"]
    assert response.redirect_chain == [(screen(Review), 302)]


def test_the_last_reviewer_makes_it_public(client, editor, reviewers):
    review = passed(in_review(editor), *reviewers[:2])
    client.force_login(reviewers[2])
    assert told(decide(client, review, "pass")) == ["“改过的标题”终审已通过。已发布，网站上现在就能看到。"]
    assert only_article().title == "改过的标题"


def test_asks_for_a_reason_before_it_returns(client, editor, reviewers):
    review = in_review(editor)
    client.force_login(reviewers[0])
    assert told(decide(client, review, "return", words=" \0\n")) == ["请写明原因。"]
    assert told(decide(client, review, "return", words="数字\x00有误")) == [
        "已退回“改过的标题”，送审人会看到原因。"
    ]
    assert Step.objects.get(action="returned").reason == "数字有误"


def test_notes_a_word_beside_the_text(client, editor, reviewers):
    review = in_review(editor)
    client.force_login(reviewers[2])
    response = decide(client, review, "comment", words="请核对第二段")
    assert (told(response), response.redirect_chain[-1][0]) == (["批注已记下。"], address(review))
    assert Step.objects.get(action="commented").reason == "请核对第二段"


def test_who_handed_it_in_takes_it_back_and_writes_on(client, editor):
    review = in_review(editor)
    client.force_login(editor)
    response = decide(client, review, "recall")
    assert response.redirect_chain[-1][0] == screen(Article, "change", review.article_id)
    assert "保存并送审" in buttons(BeautifulSoup(response.content, "html.parser"))


@pytest.mark.parametrize(
    ("role", "what", "sentence"),
    [
        ("编辑", "pass", "这一稿正待初审，您的角色不能办理。"),
        ("复审", "pass", "这一稿正待初审，您的角色不能办理。"),
        ("终审", "return", "这一稿正待初审，您的角色不能办理。"),
        ("站长", "pass", "这一稿正待初审，您的角色不能办理。"),
        ("初审", "recall", "送审由送审人自己或站长撤回。"),
    ],
)
def test_refuses_by_address_who_may_not(client, editor, role, what, sentence):
    review = in_review(editor)
    enter(client, role)
    response = client.post(address(review, what), {"level": 1, "words": "不妥"})
    assert response.status_code == 403
    assert sentence in BeautifulSoup(response.content, "html.parser").select_one("#content").text
    assert Step.objects.count() == 1


def test_refuses_own_approval_by_address(client, reviewers):
    review = in_review(reviewers[0])
    client.force_login(reviewers[0])
    response = client.post(address(review, "pass"), {"level": 1})
    assert response.status_code == 403
    assert "这一稿有您写的内容，请由另一位审核人办理。" in response.content.decode()


def test_refuses_by_address_what_lies_in_another_district(client, editor, reviewers):
    review = in_review(editor)
    Remit.objects.create(person=reviewers[0], district=builders.district("dongli"))
    client.force_login(reviewers[0])
    assert decide(client, review, "pass").status_code == 404
    assert cells(client.get(screen(Review))) == []
    assert Step.objects.count() == 1


def test_tells_who_is_second_to_pass_a_level(client, editor, reviewers):
    review = in_review(editor)
    client.force_login(person("初审", "初审丙"))
    passed(review, reviewers[0])
    assert told(decide(client, review, "pass")) == ["这一审已经有人办理。"]


@pytest.mark.parametrize("level", [None, "", "abc", "9" * 30, "2", "\0"])
def test_passes_nothing_whose_level_was_not_seen(client, editor, reviewers, level):
    review = in_review(editor)
    client.force_login(reviewers[0])
    data = {} if level is None else {"level": level}
    assert told(client.post(address(review, "pass"), data, follow=True)) == ["这一审已经有人办理。"]
    assert Step.objects.filter(action="passed").count() == 0


@pytest.mark.parametrize("what", ["pass", "return", "recall", "comment"])
def test_decides_nothing_by_a_link(client, editor, reviewers, what):
    review = in_review(editor)
    client.force_login(reviewers[0])
    assert client.get(address(review, what)).status_code == 405
    assert Step.objects.count() == 1


@pytest.mark.parametrize("number", ["0", "9" * 30])
def test_answers_numbers_of_no_review(client, number):
    enter(client, "初审")
    for what in ("pass/", "sheet/", "change/"):
        method = client.post if what == "pass/" else client.get
        assert method(f"/admin/editorial/review/{number}/{what}").status_code == 404


# --- Withdrawing


def test_withdraws_one_with_a_reason(client, reviewers):
    article = builders.article()
    where = screen(Article, "withdraw", article.pk)
    client.force_login(reviewers[2])
    assert "请写明原因。" in client.post(where, {"reason": " "}).content.decode()
    assert told(client.post(where, {"reason": "数字有误"}, follow=True)) == [
        "已撤下，所有公开页面上都看不到了。"
    ]
    assert (only_article().state, Step.objects.get().reason) == ("expired", "数字有误")


@pytest.mark.parametrize("role", ["编辑", "初审", "复审", "审计"])
def test_refuses_to_withdraw_by_address(client, role):
    enter(client, role)
    article = builders.article()
    response = client.post(screen(Article, "withdraw", article.pk), {"reason": "试试"})
    assert response.status_code == 403
    assert "撤下由终审或站长办理。" in response.content.decode()
    assert only_article().is_published


def test_refuses_to_withdraw_what_lies_in_another_district(client, reviewers):
    article = builders.article()
    Remit.objects.create(person=reviewers[2], district=builders.district("dongli"))
    client.force_login(reviewers[2])
    client.post(screen(Article, "withdraw", article.pk), {"reason": "试试"})
    assert only_article().is_published


def test_a_link_withdraws_nothing(client):
    enter(client, "站长")
    article = builders.article()
    client.get(screen(Article, "withdraw", article.pk) + "?reason=x")
    assert only_article().is_published


# --- Bulk actions


def test_hands_in_the_chosen_and_says_what_was_left(client, editor):
    enter(client, "编辑")
    draft, public = builders.article(**builders.DRAFT), builders.article()
    waiting = in_review(editor)
    assert act(client, Article, "submit_chosen", draft, public, waiting.article) == [
        "已送审 1 条。1 条审核中，撤回后可以修改，未作改动。1 条线上已经是这一稿，没有要送审的修改，未作改动。"
    ]
    assert [one.article for one in Review.objects.pending()] == [waiting.article, draft]


def test_asks_why_before_it_withdraws_the_chosen(client, reviewers):
    client.force_login(reviewers[2])
    rows = [builders.policy(title="措施甲"), builders.policy(title="措施乙")]
    data = {"action": "withdraw_chosen", "_selected_action": [row.pk for row in rows]}
    response = client.post(screen(PolicyDocument), data)
    asked = BeautifulSoup(response.content, "html.parser")
    assert [one.text.split()[0] for one in asked.select(".review-ask li")] == ["措施乙", "措施甲"]
    assert PolicyDocument.objects.published().count() == 2
    sent = {"_selected_action": [], "reason": "文件失效"}
    for field in asked.select(".review-ask input[type=hidden]"):
        if field["name"] == "_selected_action":
            sent["_selected_action"].append(field["value"])
        else:
            sent[field["name"]] = field["value"]
    assert told(client.post(screen(PolicyDocument), sent, follow=True)) == ["已撤下 2 条。"]
    assert PolicyDocument.objects.published().count() == 0
