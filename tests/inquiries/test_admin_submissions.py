from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from articles.models import Article
from editorial.models import Version
from inquiries.models import Submission
from tests import builders
from tests.articles.files import docx
from tests.staff_screens import act, cells, enter, errors_on, save, screen

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(client):
    return enter(client, "编辑")


def change(client, submission, **values):
    response = save(client, screen(Submission, "change", submission.pk), **values)
    submission.refresh_from_db()
    return response


def test_adopts_a_submission_as_a_draft_article(client, editor):
    wuqing = builders.district()
    submission = builders.submission(
        organisation="某某自行车公司",
        district=wuqing,
        body="一、获评情况\n我公司获评。\n二、计划\n扩大生产。",
        ai_generated=True,
    )
    assert act(client, Submission, "adopt_chosen", submission) == ["已采用 1 篇为草稿。"]
    article = Article.objects.get()
    submission.refresh_from_db()
    assert (submission.article, submission.state) == (article, "adopted")
    assert list(article.submissions.all()) == [submission]
    assert (article.title, article.body, article.district) == (
        submission.title,
        "<h2>一、获评情况</h2><p>我公司获评。</p><h2>二、计划</h2><p>扩大生产。</p>",
        wuqing,
    )
    assert (article.source, article.author, article.editor, article.ai_declaration) == (
        "某某自行车公司",
        "李先生",
        editor,
        "generated",
    )
    assert article.state == "draft"


def test_adopts_once_however_often_it_is_asked(client, editor):
    submission = builders.submission()
    act(client, Submission, "adopt_chosen", submission)
    assert act(client, Submission, "adopt_chosen", submission, builders.submission(title="另一篇")) == [
        "已采用 1 篇为草稿。1 篇此前已采用，未重复生成。"
    ]
    assert Article.objects.count() == 2


def test_warns_of_a_reprint_without_leave(client, editor):
    submission = builders.submission(title="转来的稿子", rights="reprint")
    assert act(client, Submission, "adopt_chosen", submission) == [
        "已采用 1 篇为草稿。",
        "尚未取得转载授权，发布前请先取得：转来的稿子",
    ]


def test_adopts_from_the_form_and_goes_on_to_the_article(client, editor):
    submission = builders.submission()
    response = change(client, submission, _adopt="采用为草稿")
    assert response.url == screen(Article, "change", Article.objects.get().pk)


def test_the_first_version_says_where_the_draft_comes_from(client, editor):
    submission = builders.submission()
    change(client, submission, _adopt="采用为草稿")
    version = Version.objects.get()
    assert (version.article, version.author, version.note) == (
        submission.article,
        editor,
        f"采用自投稿 {submission.reference}",
    )
    assert version.content["body"] == "<p>我公司近日获评专精特新企业。</p>"


def test_a_word_file_sent_along_follows_the_text(client, editor):
    content = docx(("Title", "附件的标题"), ("Normal", "附件里的第一段，说明项目的经过和结果。"))
    submission = builders.submission(attachment=SimpleUploadedFile("a.docx", content))
    change(client, submission, _adopt="采用为草稿")
    article = Article.objects.get()
    assert (article.title, article.author) == ("园区企业获评专精特新", "李先生")
    assert article.body == (
        "<p>我公司近日获评专精特新企业。</p><p>附件里的第一段，说明项目的经过和结果。</p>"
    )
    newest = Version.objects.order_by("-number").first()
    assert (newest.note, newest.content["body"]) == (f"采用自投稿 {submission.reference}", article.body)


def test_a_word_file_that_does_not_open_stays_an_attachment(client, editor):
    submission = builders.submission(attachment=SimpleUploadedFile("a.docx", b"PK\x03\x04broken"))
    change(client, submission, _adopt="采用为草稿")
    assert Article.objects.get().body == "<p>我公司近日获评专精特新企业。</p>"


BUTTONS = {"_return": "returned", "_decline": "declined"}


@pytest.mark.parametrize("button", BUTTONS)
def test_wants_a_reason_for_a_refusal(client, editor, button):
    submission = builders.submission()
    response = change(client, submission, **{button: "1"})
    assert errors_on(response) == ["退回或不采用时请写明处理意见，投稿人凭编号能看到。"]
    change(client, submission, **{button: "1", "reason": "与本地招商无关"})
    assert (submission.state, submission.reason) == (BUTTONS[button], "与本地招商无关")


@pytest.mark.parametrize("button", BUTTONS)
def test_what_has_become_an_article_goes_not_back(client, editor, button):
    submission = builders.submission()
    act(client, Submission, "adopt_chosen", submission)
    change(client, submission, **{button: "1", "reason": "晚了"})
    assert (submission.state, submission.reason) == ("adopted", "")


def test_lists_who_waits_longest_first(client, editor):
    for number, (title, state) in enumerate([("新", "pending"), ("旧", "pending"), ("退", "returned")]):
        row = builders.submission(title=title, state=state, reason="x" if state == "returned" else "")
        sent = timezone.now() - timedelta(days=number * 3, hours=1)
        Submission.objects.filter(pk=row.pk).update(created_at=sent)
    rows = cells(client.get(screen(Submission)))
    assert [(row[0], row[7]) for row in rows] == [("旧", "3 天"), ("新", "不到 1 天"), ("退", "—")]


def test_keeps_what_the_sender_wrote(client, editor):
    submission = builders.submission()
    change(client, submission, title="改了", body="改了", author="别人", phone="110")
    assert (submission.title, submission.body, submission.author, submission.phone) == (
        "园区企业获评专精特新",
        "我公司近日获评专精特新企业。",
        "李先生",
        "+8613900139000",
    )


def test_offers_adoption_until_there_is_an_article(client, editor):
    submission = builders.submission()
    address = screen(Submission, "change", submission.pk)

    def buttons():
        page = BeautifulSoup(client.get(address).content, "html.parser")
        return [button["value"] for button in page.select(".submit-row input")]

    assert "采用为草稿" in buttons()
    act(client, Submission, "adopt_chosen", submission)
    assert "采用为草稿" not in buttons()


def test_auditors_cannot_adopt(client):
    enter(client, "审计")
    act(client, Submission, "adopt_chosen", builders.submission())
    assert Article.objects.count() == 0


def test_hands_out_the_attachment(client, editor):
    submission = builders.submission(attachment=SimpleUploadedFile("a.pdf", b"%PDF-1.4"))
    page = BeautifulSoup(client.get(screen(Submission, "change", submission.pk)).content, "html.parser")
    link = page.select_one(".field-attachment_link a")
    assert link.text == "下载（pdf）"
    assert b"".join(client.get(link["href"]).streaming_content) == b"%PDF-1.4"


def test_an_auditor_sees_masked_senders(client):
    enter(client, "审计")
    submission = builders.submission(author="李先生", phone="+8613900139000")
    for address in (screen(Submission), screen(Submission, "change", submission.pk)):
        page = client.get(address).content.decode()
        assert "李先生" not in page
        assert "13900139000" not in page.replace(" ", "")
        assert "李**" in page
    assert cells(client.get(screen(Submission) + "?q=李先生")) == []


def test_who_may_not_write_articles_adopts_none(client):
    enter(client, "初审")
    submission = builders.submission()
    act(client, Submission, "adopt_chosen", submission)
    change(client, submission, _adopt="采用为草稿")
    assert submission.state == "pending"
    assert not Article.objects.exists()
