"""The checker on the screens: beside the text, while typing, at the hand-in and before the reviewer."""

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse

from articles.models import Article, PolicyDocument
from editorial import reviewing, versioning
from editorial.checking import findings_for, parted
from editorial.contents import content_of
from editorial.models import Dismissal
from tests import builders
from tests.staff_screens import enter, save, screen

pytestmark = pytest.mark.django_db

BODY = "<h2>一、签约</h2><p>截止目前，三家企业签约，园区自行车产业链更加完整。</p>"
FAULTY = "<p>联系人XX，详情见附件。</p>"


def draft(**values):
    return builders.article(**({"title": "三家企业签约", "body": BODY} | builders.DRAFT | values))


def shown(response):
    """[(grade, title)] of what the panel says."""
    page = BeautifulSoup(response.content, "html.parser")
    return [
        (one["data-grade"], one.select_one("b").text)
        for one in page.select(".finding:not([data-grade=left])")
    ]


def left(response):
    page = BeautifulSoup(response.content, "html.parser")
    return [one.get_text(" ", strip=True) for one in page.select("[data-grade=left]")]


def fingerprint(item, body=BODY):
    [finding] = findings_for(item, content_of(item) | {"body": body})
    return finding.fingerprint


def test_the_form_shows_what_is_found_in_the_saved_text(client):
    enter(client, "编辑")
    answer = client.get(screen(Article, "change", draft().pk))
    assert shown(answer) == [("advice", "易错的写法")]
    assert "截至目前" in answer.content.decode()


def test_a_new_text_is_checked_once_there_is_one(client):
    enter(client, "编辑")
    page = BeautifulSoup(client.get(screen(Article, "add")).content, "html.parser")
    assert page.select_one("#checks")["data-address"] == screen(Article, "check_new")
    assert page.select_one(".checks-empty").text.startswith("写下正文以后")


def test_the_pending_version_is_what_is_checked(client):
    enter(client, "编辑")
    public = builders.article(body="<p>三家企业签约。</p>")
    versioning.record(public, content_of(public) | {"body": BODY}, None)
    assert shown(client.get(screen(Article, "change", public.pk))) == [("advice", "易错的写法")]


def test_what_is_typed_is_checked_and_not_saved(client):
    enter(client, "编辑")
    article = draft()
    answer = client.post(screen(Article, "check", article.pk), {"body": FAULTY, "title": "新标题"})
    assert shown(answer) == [("error", "还有没填完的地方")]
    article.refresh_from_db()
    assert (article.title, article.body, article.versions.count()) == ("三家企业签约", BODY, 0)
    new = client.post(
        screen(Article, "check_new"), {"title": "签约", "body": "截止目前，签约。", "summary": "签约。"}
    )
    assert shown(new) == [("advice", "易错的写法")]


def test_a_policy_is_checked_too(client):
    enter(client, "编辑")
    policy = builders.policy(**builders.DRAFT)
    assert shown(client.get(screen(PolicyDocument, "change", policy.pk))) == []
    answer = client.post(screen(PolicyDocument, "check", policy.pk), {"support": "联系人XX"})
    assert shown(answer) == [("error", "还有没填完的地方")]


# --- Left as it is


def test_advice_is_left_for_a_reason_that_stays_in_sight(client):
    person = enter(client, "编辑")
    person.last_name, person.first_name = "李", "编辑"
    person.save()
    article = draft()
    address, print_ = screen(Article, "dismiss", article.pk), fingerprint(article)
    typed = {"body": BODY, "fingerprint": print_, f"dismiss-{print_}": "引用原话"}
    answer = client.post(address, typed)
    assert (shown(answer), len(left(answer))) == ([], 1)
    [row] = Dismissal.objects.of(article)
    assert (row.code, row.reason, row.person, row.person_name) == (
        "word-confused",
        "引用原话",
        person,
        "李编辑",
    )
    again = client.get(screen(Article, "change", article.pk))
    assert "理由：引用原话 李编辑" in left(again)[0]
    client.post(address, typed | {f"dismiss-{print_}": "另一个理由"})
    assert [one.reason for one in Dismissal.objects.of(article)] == ["引用原话"]


def test_a_passage_that_was_changed_is_asked_about_again():
    article = draft()
    Dismissal.objects.create(
        article=article, fingerprint=fingerprint(article), reason="引用", person_name="李"
    )
    content = content_of(article)
    elsewhere = findings_for(article, content | {"body": f"<p>新的一段。</p>{BODY}"})
    changed = findings_for(article, content | {"body": BODY.replace("三家", "四家")})
    assert [len(part) for part in parted(article, elsewhere)] == [0, 1]
    assert [len(part) for part in parted(article, changed)] == [1, 0]


@pytest.mark.parametrize(
    ("body", "reason", "sentence"),
    [
        (FAULTY, "着急", "必须改的不能跳过。"),
        (BODY, "  \x00", "请写明不改的理由。"),
        ("<p>签约。</p>", "引用", "这一条已经不在了。"),
    ],
)
def test_not_everything_can_be_left(client, body, reason, sentence):
    enter(client, "编辑")
    article = draft()
    print_ = fingerprint(article, FAULTY if body == FAULTY else BODY)
    answer = client.post(
        screen(Article, "dismiss", article.pk),
        {"body": body, "fingerprint": print_, f"dismiss-{print_}": reason},
    )
    assert BeautifulSoup(answer.content, "html.parser").select_one(".errornote").text == sentence
    assert not Dismissal.objects.exists()


def test_an_error_stands_whatever_the_table_says():
    article = draft(body=FAULTY)
    Dismissal.objects.create(
        article=article, fingerprint=fingerprint(article, FAULTY), reason="着急", person_name="李"
    )
    standing, dismissed = parted(article, findings_for(article, content_of(article)))
    assert ([one.code for one in standing], dismissed) == (["placeholder"], [])


def test_without_a_script_reasons_are_kept_with_the_saving(client):
    enter(client, "编辑")
    article = draft()
    print_ = fingerprint(article)
    save(client, screen(Article, "change", article.pk), **{f"dismiss-{print_}": "引用原话", "author": "王"})
    assert [one.reason for one in Dismissal.objects.of(article)] == ["引用原话"]
    save(
        client, screen(Article, "change", article.pk), **{"dismiss-": "x", "dismiss-no": "y", "author": "张"}
    )
    assert Dismissal.objects.count() == 1


# --- Handing in and reviewing


def test_what_must_be_mended_is_not_handed_in(client):
    person = enter(client, "编辑")
    article = draft()
    faulty = versioning.record(article, content_of(article) | {"body": FAULTY}, person)
    with pytest.raises(reviewing.Refused, match="检查出 1 处必须改：还有没填完的地方。改好以后再送审。"):
        reviewing.submit(faulty, person)
    mended = versioning.record(article, content_of(article) | {"body": BODY}, person)
    assert reviewing.submit(mended, person).state == "pending"


def test_the_reviewer_sees_what_was_found_and_what_was_left(client):
    person = enter(client, "编辑")
    article = draft(body=f"{BODY}<p>企业反应情况良好。</p>")
    findings = findings_for(article, content_of(article))
    Dismissal.objects.create(
        article=article, fingerprint=findings[0].fingerprint, reason="引用原话", person_name="李"
    )
    review = reviewing.submit(versioning.keep_row(article), person)
    enter(client, "初审")
    answer = client.get(reverse("admin:editorial_review_change", args=[review.pk]))
    assert (shown(answer), len(left(answer))) == ([("advice", "易错的写法")], 1)
    assert b"data-dismiss" not in answer.content


# --- Who may, and odd posts


def test_only_who_may_write_asks(client):
    article = draft()
    addresses = [
        screen(Article, "check_new"),
        screen(Article, "check", article.pk),
        screen(Article, "dismiss", article.pk),
    ]
    for address in addresses:
        assert client.post(address).status_code == 302  # to the login
    enter(client, "审计")
    assert [client.post(address).status_code for address in addresses] == [403, 403, 403]
    assert shown(client.get(screen(Article, "change", article.pk))) == [("advice", "易错的写法")]
    enter(client, "编辑")
    assert [client.get(address).status_code for address in addresses] == [405, 405, 405]
    assert client.post(screen(Article, "check", 999)).status_code == 404
    assert client.post(f"/admin/articles/article/{'9' * 30}/check/").status_code == 404


@pytest.mark.parametrize(
    "odd",
    [
        {
            "district": "x",
            "cover": "9" * 30,
            "parks": ["a", "-1", "9" * 30],
            "policies": "٣",
            "tags": "a\x00,，;",
        },
        {"body": "\ufffe<p>\x00截止", "title": "\x00" * 50, "source_url": "http://[", "channel": ""},
        {
            "published_at": "x",
            "is_pinned": "maybe",
            "ai_declaration": "x",
            "fingerprint": "\x00",
            "dismiss-\x00": "x",
        },
        {},
    ],
)
def test_odd_posts_are_read_as_far_as_they_go(client, odd):
    enter(client, "编辑")
    article = draft()
    for address in (
        screen(Article, "check_new"),
        screen(Article, "check", article.pk),
        screen(Article, "dismiss", article.pk),
    ):
        assert client.post(address, odd).status_code == 200


def test_a_refused_form_shows_what_was_typed_checked(client):
    enter(client, "编辑")
    answer = save(client, screen(Article, "change", draft().pk), title="", body=FAULTY)
    assert ("error", "还有没填完的地方") in shown(answer)
