from datetime import date

import pytest
from django.core.exceptions import ValidationError

from articles.models import PolicyDocument
from editorial import versioning
from editorial.contents import content_of
from editorial.repealing import repeal
from editorial.tasks import open_tasks
from tests import builders
from tests.staff_screens import enter, errors_on, screen

pytestmark = pytest.mark.django_db

ENDS = date(2026, 1, 1)


@pytest.fixture
def chief(client):
    return enter(client, "站长")


def address(policy):
    return screen(PolicyDocument, "repeal", policy.pk)


def test_one_action_ends_a_policy_and_names_what_replaces_it(client, chief):
    policy, newer = builders.policy(title="老办法"), builders.policy(title="新办法")
    builders.article(policies=[policy])
    response = client.post(
        address(policy), {"repealed_on": "2026-01-01", "superseded_by": newer.pk}, follow=True
    )
    assert [str(one) for one in response.context["messages"]] == [
        "已写明 2026-01-01 废止。1 篇引用它的文章已列入“引用待更新”。"
    ]
    policy.refresh_from_db()
    assert (policy.repealed_on, policy.superseded_by, policy.validity) == (ENDS, newer, "repealed")


def test_a_repeal_is_taken_back(client, chief):
    newer = builders.policy()
    policy = builders.policy(repealed_on=ENDS, superseded_by=newer)
    builders.article(policies=[policy])
    client.post(address(policy), {"_lift": "1"})
    policy.refresh_from_db()
    assert (policy.repealed_on, policy.superseded_by, open_tasks().count()) == (None, None, 0)


def test_what_goes_live_later_still_says_it(chief):
    policy = builders.policy()
    editor = builders.staff()
    waiting = versioning.record(policy, content_of(policy) | {"title": "改了标题"}, editor)
    repeal(policy, ENDS, None, chief)
    waiting.refresh_from_db()
    policy = versioning.make_live(waiting)
    assert (policy.title, policy.repealed_on) == ("改了标题", ENDS)


def test_the_pending_text_stays_pending(chief):
    policy = builders.policy(title="旧题")
    versioning.record(policy, content_of(policy) | {"title": "改了标题"}, builders.staff())
    policy = repeal(policy, ENDS, None, chief)
    assert (policy.title, versioning.pending(policy).content["title"]) == ("旧题", "改了标题")


def refusals(client, policy, **said):
    response = client.post(address(policy), {"repealed_on": "2026-01-01", "superseded_by": ""} | said)
    policy.refresh_from_db()
    assert policy.repealed_on is None
    return errors_on(response)


def test_refuses_what_contradicts_itself(client, chief):
    policy = builders.policy(title="甲", valid_from=date(2025, 6, 1))
    ended = builders.policy(title="乙", repealed_on=date(2025, 12, 31))
    short = builders.policy(title="丙", valid_until=date(2025, 12, 1))
    after = builders.policy(title="丁")
    PolicyDocument.objects.filter(pk=after.pk).update(superseded_by=policy)
    circle = builders.policy(title="戊", superseded_by=after)
    assert refusals(client, policy, superseded_by=policy.pk) == ["替代文件不能是本文件自己。"]
    assert refusals(client, policy, superseded_by=ended.pk) == [
        "《乙》已于 2025-12-31 废止，请改选现行的文件。"
    ]
    assert refusals(client, policy, superseded_by=short.pk) == [
        "《丙》有效期只到 2025-12-01，请改选现行的文件。"
    ]
    for one in (after, circle):
        assert refusals(client, policy, superseded_by=one.pk) == [
            f"《{one}》本身（或它的替代文件）由本文件替代，不能互相替代。"
        ]
    assert refusals(client, policy, repealed_on="2025-05-31") == ["废止日期不能早于施行日期（2025-06-01）。"]


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({"repealed_on": ""}, "这个字段是必填项。"),
        ({"repealed_on": "明天"}, "输入一个有效的日期。"),
        ({"superseded_by": "9" * 30}, "没有这份文件，请重新选择。"),
        ({"superseded_by": "x"}, "没有这份文件，请重新选择。"),
        ({"superseded_by": "x\0"}, "其中有无法识别的字符，请删去后重新输入。"),
    ],
)
def test_answers_odd_input_in_words(client, chief, said, sentence):
    assert refusals(client, builders.policy(), **said) == [sentence]


def test_the_forms_own_fields_refuse_the_same():
    policy = builders.policy()
    policy.superseded_by = builders.policy()
    with pytest.raises(ValidationError) as refusal:
        policy.full_clean()
    assert refusal.value.message_dict == {"repealed_on": ["选了替代文件，请写明本文件的废止日期或有效期。"]}


@pytest.mark.parametrize("role", ["编辑", "初审", "审计"])
def test_who_may_not_withdraw_may_not_repeal(client, role):
    enter(client, role)
    policy = builders.policy()
    assert client.get(address(policy)).status_code == 403
    assert client.post(address(policy), {"repealed_on": "2026-01-01"}).status_code == 403
    policy.refresh_from_db()
    assert policy.repealed_on is None


def test_a_policy_that_is_gone_is_not_found(client, chief):
    assert client.get(screen(PolicyDocument, "repeal", 987)).status_code == 404
