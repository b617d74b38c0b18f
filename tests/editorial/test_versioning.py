from datetime import date, timedelta

import pytest
from django.utils import timezone

from articles.models import Article
from editorial import versioning
from editorial.contents import content_of
from editorial.repealing import repeal
from tests import builders
from tests.editorial.people import person

pytestmark = pytest.mark.django_db


def saved(article, author=None, **changes):
    return versioning.record(article, versioning.working_content(article) | changes, author)


def test_saving_a_draft_writes_its_row_and_keeps_a_version():
    draft = builders.article(title="旧标题", **builders.DRAFT)
    version = saved(draft, title="新标题", tags=["自行车"])
    draft.refresh_from_db()
    assert (draft.title, list(draft.tags.names()), draft.published_at) == ("新标题", ["自行车"], None)
    assert [(one.number, one.content["title"]) for one in draft.versions.order_by("number")] == [
        (1, "旧标题"),
        (2, "新标题"),
    ]
    assert (version.number, versioning.pending(draft)) == (2, None)


def test_saving_what_is_public_leaves_its_row_alone():
    public = builders.article(title="旧标题")
    version = saved(public, title="新标题", parks=[builders.park().pk])
    public.refresh_from_db()
    assert (public.title, public.parks.count()) == ("旧标题", 0)
    assert (versioning.pending(public), versioning.live(public).number) == (version, 1)


def test_a_version_goes_live_with_all_it_holds():
    park, public = builders.park(), builders.article(title="旧标题")
    first = public.published_at
    shown = versioning.make_live(saved(public, title="新标题", parks=[park.pk], tags=["链条"]))
    public.refresh_from_db()
    assert (public.title, list(public.parks.all()), list(public.tags.names())) == ("新标题", [park], ["链条"])
    assert (public.published_at, shown.is_published, versioning.pending(public)) == (first, True, None)


def test_a_draft_goes_live_at_the_time_it_states():
    draft, later = builders.article(**builders.DRAFT), timezone.now() + timedelta(days=1)
    version = saved(draft, published_at=later.isoformat())
    draft.refresh_from_db()
    assert draft.published_at is None
    versioning.make_live(version)
    draft.refresh_from_db()
    assert (draft.published_at, draft.state) == (later, "scheduled")


def test_a_version_never_takes_the_public_page_off_by_its_date():
    public, later = builders.article(), timezone.now() + timedelta(days=1)
    first = public.published_at
    versioning.make_live(saved(public, published_at=later.isoformat()))
    public.refresh_from_db()
    assert (public.published_at, public.is_published) == (first, True)


def test_what_was_imported_meanwhile_is_kept_as_a_version_of_its_own():
    article = builders.article(title="第一稿")
    versioning.make_live(saved(article, title="第二稿"))
    Article.objects.filter(pk=article.pk).update(title="导入的")
    article.refresh_from_db()
    saved(article, title="第三稿")
    titles = article.versions.order_by("number").values_list("content__title", flat=True)
    assert list(titles) == ["第一稿", "第二稿", "导入的", "第三稿"]


def test_the_authors_of_what_is_not_live_are_those_since_the_last_release():
    article, old, new = builders.article(), builders.staff("old"), builders.staff("new")
    versioning.make_live(saved(article, old, title="二"))
    saved(article, new, title="三")
    assert versioning.authors(article) == {new.pk}


def test_withdrawing_keeps_what_is_being_written():
    article = builders.article(title="线上")
    waiting = saved(article, title="修改中")
    versioning.withdraw(article)
    article.refresh_from_db()
    assert (article.state, article.title, versioning.pending(article)) == ("expired", "线上", waiting)
    versioning.make_live(waiting)
    article.refresh_from_db()
    assert (article.state, article.expires_at) == ("published", None)


def test_a_policy_is_kept_with_its_days_and_industries():
    industry, policy = builders.industry(), builders.policy(**builders.DRAFT)
    versioning.record(
        policy, content_of(policy) | {"valid_until": "2027-12-31", "industries": [industry.pk]}, None
    )
    policy.refresh_from_db()
    assert (str(policy.valid_until), list(policy.industries.all())) == ("2027-12-31", [industry])


def test_withdrawing_what_was_only_scheduled_makes_it_a_draft_with_the_newest_text_and_no_date():
    scheduled = builders.article(title="一", **builders.SCHEDULED)
    saved(scheduled, title="二")
    versioning.withdraw(scheduled)
    scheduled.refresh_from_db()
    assert (scheduled.title, scheduled.state) == ("二", "draft")
    assert versioning.working_content(scheduled)["published_at"] is None


def test_a_draft_goes_on_with_the_date_proposed_for_it():
    draft = builders.article(**builders.DRAFT)
    saved(draft, published_at="2999-01-01T00:00:00+00:00")
    draft.refresh_from_db()
    assert (draft.published_at, versioning.working_content(draft)["published_at"]) == (
        None,
        "2999-01-01T00:00:00+00:00",
    )


def test_the_text_that_nobody_saved_here_is_the_first_version():
    article, editor = builders.article(), builders.staff()
    assert saved(article, editor, title="新").number == 2


def test_a_version_is_kept_as_the_row_would_keep_it():
    draft = builders.article(**builders.DRAFT)
    version = saved(draft, body='<p onclick="x()">三家企业落户。</p>', summary="")
    assert (version.content["body"], version.content["summary"]) == (
        "<p>三家企业落户。</p>",
        "三家企业落户。",
    )
    versioning.keep_row(versioning.locked(draft))
    assert draft.versions.count() == 2


def test_giving_a_change_up_keeps_it_in_the_history():
    article, editor = builders.article(title="线上"), builders.staff()
    saved(article, title="修改中")
    versioning.discard(article, editor)
    assert (versioning.pending(article), versioning.working_content(article)["title"]) == (None, "线上")
    assert [(one.number, one.note) for one in article.versions.order_by("number")] == [
        (1, "此前的内容"),
        (2, ""),
        (3, "放弃第 2 版的修改，回到线上内容"),
    ]
    assert versioning.discard(article, editor) is None


# --- The row changes by itself while a text waits


def test_a_tie_that_is_gone_leaves_the_waiting_text_waiting():
    park, editor, first = builders.park(), builders.staff(), builders.staff("first")
    article = builders.article(title="线上", parks=[park])
    saved(article, first, title="修改中")
    waiting = saved(article, editor, title="又改了")
    park.delete()
    versioning.withdraw(article)
    article.refresh_from_db()
    assert (versioning.pending(article), versioning.working_content(article)["title"]) == (waiting, "又改了")
    assert [
        (one.number, one.content["title"], one.went_live_at is not None)
        for one in article.versions.order_by("number")
    ] == [(1, "线上", True), (2, "线上", True), (3, "修改中", False), (4, "又改了", False)]
    assert versioning.live(article).number == 2
    assert versioning.authors(article) == {first.pk, editor.pk}


def test_an_author_who_left_leaves_the_waiting_text_waiting():
    leaving = builders.staff("leaving")
    article = builders.article(title="线上", editor=leaving)
    saved(article, builders.staff(), title="修改中")
    leaving.delete()
    versioning.withdraw(article)
    assert versioning.pending(Article.objects.get()).content["title"] == "修改中"


def test_a_repeal_leaves_the_text_waiting_whatever_is_gone():
    industry, chief = builders.industry(), person("站长")
    policy = builders.policy(title="线上", industries=[industry])
    saved(policy, title="修改中")
    policy.industries.clear()
    policy = repeal(policy, date(2026, 1, 1), None, chief)
    waiting = versioning.pending(policy)
    assert (waiting.content["title"], waiting.content["repealed_on"]) == ("修改中", "2026-01-01")


def test_a_draft_whose_tie_is_gone_keeps_the_date_proposed_for_it():
    park = builders.park()
    draft = builders.article(parks=[park], **builders.DRAFT)
    saved(draft, published_at="2999-01-01T00:00:00+00:00")
    park.delete()
    versioning.keep_row(versioning.locked(draft))
    proposed = versioning.working_content(draft)["published_at"]
    assert (draft.versions.count(), proposed) == (3, "2999-01-01T00:00:00+00:00")
