from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from editorial import reviewing, versioning
from editorial.models import Review, ReviewRule, Step
from editorial.reviewing import NotYours, Refused
from parks.models import Remit
from tests import builders
from tests.editorial.people import passed, person, written

pytestmark = pytest.mark.django_db

LATER = datetime(2999, 1, 1, tzinfo=UTC)


@pytest.fixture
def editor():
    return person("编辑")


@pytest.fixture
def reviewers():
    return [person(role) for role in ("初审", "复审", "终审")]


def steps(item):
    return [(one.action, one.level, one.person_name, one.reason) for one in Step.objects.of(item)]


def test_three_people_bring_a_draft_to_the_visitors(editor, reviewers):
    draft = builders.article(title="旧标题", **builders.DRAFT)
    review = reviewing.submit(written(draft, editor, title="新标题"), editor)
    for level, one in enumerate(reviewers, 1):
        draft.refresh_from_db()
        assert (review.level, draft.state) == (level, "draft")
        review = reviewing.pass_(review, one, "同意")
    draft.refresh_from_db()
    assert (draft.title, draft.state, review.state) == ("新标题", "published", "approved")
    assert steps(draft) == [
        ("submitted", None, "编辑", ""),
        ("passed", 1, "初审", "同意"),
        ("passed", 2, "复审", "同意"),
        ("passed", 3, "终审", "同意"),
    ]


def test_a_policy_goes_the_same_way(editor, reviewers):
    policy = builders.policy(title="旧标题")
    review = passed(reviewing.submit(written(policy, editor, title="新标题"), editor), *reviewers)
    policy.refresh_from_db()
    assert (policy.title, policy.published_at, review.state) == ("新标题", builders.PUBLISHED_AT, "approved")


def test_the_last_pass_leaves_the_page_to_its_time(editor, reviewers):
    draft = builders.article(**builders.DRAFT)
    version = written(draft, editor, published_at=LATER.isoformat())
    passed(reviewing.submit(version, editor), *reviewers)
    draft.refresh_from_db()
    assert (draft.state, draft.published_at) == ("scheduled", LATER)


def test_the_live_text_stays_while_its_change_is_in_review(editor, reviewers):
    article = builders.article(title="线上")
    review = reviewing.submit(written(article, editor, title="改动"), editor)
    passed(review, *reviewers[:2])
    article.refresh_from_db()
    assert (article.title, article.is_published, review.base.content["title"]) == ("线上", True, "线上")


def test_refuses_the_approval_of_who_wrote_it(reviewers):
    article, author = builders.article(), person("站长")
    author.is_superuser = True
    author.save()
    review = reviewing.submit(written(article, author, title="改动"), reviewers[0])
    with pytest.raises(NotYours, match="这一稿有您写的内容，请由另一位审核人办理。"):
        reviewing.pass_(review, author)
    with pytest.raises(NotYours, match="这一稿有您写的内容，请由另一位审核人办理。"):
        reviewing.return_(review, author, "不妥")


def test_refuses_who_wrote_an_earlier_version_of_what_is_reviewed(editor, reviewers):
    draft = builders.article(**builders.DRAFT)
    written(draft, reviewers[0], title="一")
    review = reviewing.submit(written(draft, editor, title="二"), editor)
    assert set(review.writers.all()) == {editor, reviewers[0]}
    with pytest.raises(NotYours, match="这一稿有您写的内容"):
        reviewing.pass_(review, reviewers[0])


def test_who_wrote_what_is_brought_back_out_of_the_history_may_not_pass_it(editor, reviewers):
    article = builders.article(title="线上")
    given_up = written(article, reviewers[0], title="没有上线的一稿")
    versioning.make_live(written(article, None, title="后来的线上"))
    back = versioning.record(article, given_up.content, editor)
    Step.objects.create(article=article, action="restored", version=back, person=editor, person_name="编辑")
    assert set(reviewing.submit(back, editor).writers.all()) == {editor, reviewers[0]}


def test_who_wrote_what_is_live_already_may_review_its_change(editor, reviewers):
    article = builders.article()
    versioning.make_live(written(article, reviewers[0], title="一"))
    review = reviewing.submit(written(article, editor, title="二"), editor)
    assert passed(review, reviewers[0]).level == 2


def test_who_wrote_what_was_withdrawn_may_not_bring_it_back(editor, reviewers):
    article = builders.article()
    passed(reviewing.submit(written(article, editor, title="一"), editor), *reviewers)
    reviewing.withdraw(article, reviewers[2], "数字有误")
    review = reviewing.submit(versioning.latest(article), reviewers[0])
    assert set(review.writers.all()) == {editor}


def test_refuses_who_passed_before(editor):
    everything = person("站长")
    everything.is_superuser = True
    everything.save()
    review = reviewing.submit(written(builders.article(), editor, title="改动"), editor)
    review = reviewing.pass_(review, everything)
    with pytest.raises(NotYours, match="您已经通过过这一稿，请由另一位审核人办理。"):
        reviewing.pass_(review, everything)


def test_refuses_the_role_of_another_level(editor, reviewers):
    review = reviewing.submit(written(builders.article(), editor, title="改动"), editor)
    with pytest.raises(NotYours, match="这一稿正待初审，您的角色不能办理。"):
        reviewing.pass_(review, reviewers[2])
    with pytest.raises(NotYours, match="这一稿正待初审，您的角色不能办理。"):
        reviewing.return_(review, editor, "不妥")


def test_refuses_a_reviewer_of_another_district(editor, reviewers):
    Remit.objects.create(person=reviewers[0], district=builders.district("dongli"))
    review = reviewing.submit(written(builders.article(), editor, title="改动"), editor)
    with pytest.raises(NotYours, match="这一稿不在您负责的地区。"):
        reviewing.pass_(review, reviewers[0])


def test_the_second_to_pass_a_level_is_told_so(editor, reviewers):
    review = reviewing.submit(written(builders.article(), editor, title="改动"), editor)
    seen = Review.objects.get(pk=review.pk)
    passed(review, reviewers[0])
    with pytest.raises(Refused, match="这一审已经有人办理。"):
        reviewing.pass_(seen, person("初审", "初审乙"))
    assert Step.objects.filter(action="passed").count() == 1


def test_what_was_returned_can_be_mended_and_handed_in_again(editor, reviewers):
    article = builders.article()
    review = reviewing.submit(written(article, editor, title="一"), editor)
    reviewing.return_(review, reviewers[0], " 标题太长 ")
    assert steps(article)[-1] == ("returned", 1, "初审", "标题太长")
    assert list(Review.objects.returned_last()) == [review]
    again = reviewing.submit(written(article, editor, title="二"), editor)
    assert (again.level, list(Review.objects.returned_last())) == (1, [])


def test_refuses_to_return_without_a_reason(editor, reviewers):
    review = reviewing.submit(written(builders.article(), editor, title="一"), editor)
    with pytest.raises(Refused, match="请写明原因。"):
        reviewing.return_(review, reviewers[0], "  ")
    assert Review.objects.get().state == "pending"


def test_the_one_who_handed_it_in_takes_it_back(editor, reviewers):
    article = builders.article()
    review = reviewing.submit(written(article, editor, title="一"), editor)
    with pytest.raises(NotYours, match="送审由送审人自己或站长撤回。"):
        reviewing.recall(review, reviewers[0])
    reviewing.pass_(review, reviewers[0])
    assert reviewing.recall(review, editor).state == "recalled"
    with pytest.raises(Refused, match="这一稿已撤回，不用再办。"):
        reviewing.pass_(review, reviewers[0])


def test_refuses_a_second_review_beside_the_first(editor):
    version = written(builders.article(), editor, title="一")
    reviewing.submit(version, editor)
    with pytest.raises(Refused, match="审核中，撤回后可以修改。"):
        reviewing.submit(version, editor)


def test_refuses_an_older_version(editor):
    article = builders.article()
    old = written(article, editor, title="一")
    written(article, editor, title="二")
    with pytest.raises(Refused, match="后来又保存了新的一稿，请打开最新的一稿再办。"):
        reviewing.submit(old, editor)


@pytest.mark.parametrize("dates", [{}, builders.SCHEDULED], ids=["public", "scheduled"])
def test_refuses_what_has_no_change(editor, dates):
    shown = versioning.keep_row(builders.article(**dates))
    with pytest.raises(Refused, match="线上已经是这一稿，没有要送审的修改。"):
        reviewing.submit(shown, editor)


def test_refuses_the_hand_of_who_only_looks():
    version = written(builders.article(), None, title="一")
    with pytest.raises(NotYours, match="您的角色不能送审这一篇。"):
        reviewing.submit(version, person("审计"))


def test_a_comment_decides_nothing(editor, reviewers):
    article = builders.article()
    review = reviewing.submit(written(article, editor, title="一"), editor)
    reviewing.comment(review, reviewers[1], "第二段数字请核对")
    assert steps(article)[-1] == ("commented", None, "复审", "第二段数字请核对")
    assert Review.objects.get().level == 1
    with pytest.raises(Refused, match="请写下批注。"):
        reviewing.comment(review, reviewers[1], "")


def test_a_site_master_publishes_without_review():
    master, draft = person("站长"), builders.article(**builders.DRAFT)
    reviewing.publish_directly(written(draft, master, title="急稿"), master)
    draft.refresh_from_db()
    assert (draft.title, draft.is_published) == ("急稿", True)
    assert steps(draft) == [("published", None, "站长", "")]


def test_publishes_at_its_time_or_now():
    master, draft = person("站长"), builders.article(**builders.DRAFT)
    version = written(draft, master, published_at=LATER.isoformat())
    assert reviewing.publish_directly(version, master).state == "scheduled"
    assert reviewing.publish_directly(version, master, now=True).state == "published"


@pytest.mark.parametrize("role", ["编辑", "初审", "复审", "终审"])
def test_nobody_else_publishes_without_review(role):
    one, draft = person(role), builders.article(**builders.DRAFT)
    with pytest.raises(NotYours, match="免审发布由站长办理。"):
        reviewing.publish_directly(written(draft, one), one)


def test_publishes_nothing_past_a_review_that_runs(editor):
    master, draft = person("站长"), builders.article(**builders.DRAFT)
    version = written(draft, editor)
    reviewing.submit(version, editor)
    with pytest.raises(Refused, match="审核中，撤回后可以修改。"):
        reviewing.publish_directly(version, master)


def test_withdraws_at_once_and_says_why(editor, reviewers):
    article = builders.article()
    reviewing.withdraw(article, reviewers[2], "企业要求更正")
    article.refresh_from_db()
    assert (article.state, steps(article)) == ("expired", [("withdrawn", None, "终审", "企业要求更正")])
    with pytest.raises(Refused, match="它现在没有公开，也没有定时发布，不用撤下。"):
        reviewing.withdraw(article, reviewers[2], "再撤一次")


def test_withdraws_only_with_a_reason_and_the_right(editor, reviewers):
    article = builders.article()
    with pytest.raises(Refused, match="请写明原因。"):
        reviewing.withdraw(article, reviewers[2], "")
    with pytest.raises(NotYours, match="撤下由终审或站长办理。"):
        reviewing.withdraw(article, reviewers[1], "数字有误")
    article.refresh_from_db()
    assert article.is_published


def test_what_is_withdrawn_does_not_come_back_by_a_review_that_ran(editor, reviewers):
    article = builders.article()
    review = reviewing.submit(written(article, editor, title="改动"), editor)
    reviewing.withdraw(article, reviewers[2], "数字有误")
    assert [one[0] for one in steps(article)] == ["submitted", "recalled", "withdrawn"]
    with pytest.raises(Refused, match="这一稿已撤回，不用再办。"):
        reviewing.pass_(review, reviewers[0])


RULES = {
    "none": ((), 3),
    "all": ([("", "", 2)], 2),
    "channel": ([("", "", 2), ("news", "", 1)], 1),
    "district over channel": ([("news", "", 1), ("", "tianjin", 2)], 2),
    "nearest district": ([("", "tianjin", 2), ("", "wuqing", 1)], 1),
    "both over nearest district": ([("", "wuqing", 2), ("news", "tianjin", 1)], 1),
    "nearest of both": ([("news", "tianjin", 2), ("news", "wuqing", 1)], 1),
    "others": ([("land", "", 1), ("", "dongli", 1), ("land", "wuqing", 1)], 3),
}


@pytest.mark.parametrize(("rules", "levels"), RULES.values(), ids=RULES)
def test_the_rule_that_names_most_decides(rules, levels):
    article = builders.article()
    builders.district("dongli")
    for channel, district, number in rules:
        ReviewRule.objects.create(
            channel=builders.channel(channel) if channel else None,
            district=builders.district(district) if district else None,
            levels=number,
        )
    assert reviewing.levels_for(article) == levels


def test_a_policy_goes_by_the_rules_without_a_channel():
    ReviewRule.objects.create(channel=builders.channel(), levels=1)
    ReviewRule.objects.create(district=builders.district(), levels=2)
    assert reviewing.levels_for(builders.policy()) == 2
    assert reviewing.levels_for(builders.policy(district=None)) == 3


def test_moving_a_text_to_an_easier_channel_saves_no_reviewer(editor):
    easy = builders.channel("land")
    ReviewRule.objects.create(channel=easy, levels=1)
    public = builders.article()
    assert reviewing.submit(written(public, editor, channel=easy.pk), editor).levels == 3


@pytest.mark.parametrize(("levels", "roles"), [(1, ["终审"]), (2, ["初审", "终审"])])
def test_fewer_levels_end_with_the_last_reviewer(editor, levels, roles):
    ReviewRule.objects.create(levels=levels)
    draft = builders.article(**builders.DRAFT)
    review = reviewing.submit(written(draft, editor), editor)
    assert passed(review, *[person(role) for role in roles]).state == "approved"


def test_a_rule_changed_meanwhile_leaves_a_review_as_it_began(editor, reviewers):
    review = reviewing.submit(written(builders.article(), editor, title="改"), editor)
    ReviewRule.objects.create(levels=1)
    assert passed(review, reviewers[0]).level == 2


def test_the_queue_is_of_those_one_may_pass(editor, reviewers):
    own = reviewing.submit(written(builders.article(), reviewers[0], title="一"), editor)
    second = reviewing.submit(written(builders.article(), editor, title="二"), editor)
    third = reviewing.submit(written(builders.policy(), editor, title="三"), editor)
    passed(third, reviewers[0])
    queues = [list(Review.objects.waiting_for(one)) for one in (editor, *reviewers)]
    assert queues == [[], [second], [third], []]
    assert list(Review.objects.waiting_for(person("初审", "初审乙"))) == [own, second]


def test_the_queue_is_of_ones_districts(editor, reviewers):
    Remit.objects.create(person=reviewers[0], district=builders.district("dongli"))
    reviewing.submit(written(builders.article(), editor, title="一"), editor)
    there = builders.policy(district=builders.district("dongli"))
    review = reviewing.submit(written(there, editor, title="二"), editor)
    assert list(Review.objects.waiting_for(reviewers[0])) == [review]


def test_the_names_stay_when_the_account_is_gone(editor, reviewers):
    article = builders.article()
    passed(reviewing.submit(written(article, editor, title="一"), editor), reviewers[0])
    reviewers[0].delete()
    assert steps(article)[-1] == ("passed", 1, "初审", "")


def test_dates_of_a_step_are_now(editor):
    review = reviewing.submit(written(builders.article(), editor, title="一"), editor)
    assert timezone.now() - review.steps.get().happened_at < timedelta(minutes=1)


# --- Within one's districts


@pytest.fixture
def bound_chief():
    chief = person("站长", "区站长")
    Remit.objects.create(person=chief, district=builders.district())
    return chief


@pytest.mark.parametrize("district", [None, "dongli"])
def test_who_is_bound_decides_nothing_of_another_place(editor, bound_chief, district):
    policy = builders.policy(district=district and builders.district(district))
    version = written(policy, editor, title="改")
    with pytest.raises(NotYours, match="这一篇不在您负责的地区。"):
        reviewing.publish_directly(version, bound_chief)
    with pytest.raises(NotYours, match="这一篇不在您负责的地区。"):
        reviewing.withdraw(policy, bound_chief, "有误")
    review = reviewing.submit(version, editor)
    assert not reviewing.may_recall(bound_chief, review)
    with pytest.raises(NotYours, match="送审由送审人自己或站长撤回。"):
        reviewing.recall(review, bound_chief)
    policy.refresh_from_db()
    assert (policy.state, Review.objects.get().state) == ("published", "pending")


def test_who_is_bound_takes_back_and_releases_what_lies_there(editor, bound_chief):
    policy = builders.policy()
    review = reviewing.submit(written(policy, editor, title="改"), editor)
    assert reviewing.recall(review, bound_chief).state == "recalled"
    assert reviewing.publish_directly(versioning.latest(policy), bound_chief).title == "改"
