from datetime import UTC, date, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles.models import Citation, PolicyDocument
from editorial.models import PolicyTask
from editorial.tasks import all_tasks, finish, open_tasks
from parks.models import Remit
from tests import builders
from tests.staff_screens import cells, enter, screen, told
from zhaoshang.waiting import waiting_for

pytestmark = pytest.mark.django_db

ENDED = date(2026, 3, 1)


@pytest.fixture
def at(monkeypatch):
    """Sets the clock to noon of a day in Shanghai."""

    def set_to(year, month, day):
        moment = datetime(year, month, day, 4, 0, tzinfo=UTC)
        monkeypatch.setattr(timezone, "now", lambda: moment)

    set_to(2026, 3, 1)
    return set_to


def cite(title, policy, **values):
    return builders.article(title=title, policies=[policy], **values)


def settle(client, *tasks, note):
    data = {"action": "finish_chosen", "_selected_action": [one.pk for one in tasks], "note": note}
    return told(client.post(screen(Citation), data, follow=True))


def titles(tasks):
    return sorted(tasks.values_list("article__title", flat=True))


def test_opens_and_closes_with_the_day(at):
    repealed = builders.policy(repealed_on=ENDED)
    expiring = builders.policy(valid_until=ENDED)
    cite("引废止", repealed)
    cite("引到期", expiring)
    cite("引现行", builders.policy())
    seen = []
    for day in (date(2026, 2, 28), ENDED, date(2026, 3, 2)):
        at(day.year, day.month, day.day)
        seen.append(titles(open_tasks()))
    assert seen == [[], ["引废止"], ["引到期", "引废止"]]


def test_counts_pages_that_are_or_will_be_public(at):
    policy = builders.policy(repealed_on=ENDED)
    cite("公开", policy)
    for name, values in builders.HIDDEN.items():
        cite(name, policy, **values)
    assert titles(open_tasks()) == ["scheduled", "公开"]


def test_closes_by_itself_when_the_article_cites_it_no_more(at):
    article = cite("改了", builders.policy(repealed_on=ENDED))
    finish(all_tasks(), None, "先放着")
    article.policies.clear()
    assert (open_tasks().count(), PolicyTask.objects.count()) == (0, 0)


def test_done_for_one_end_is_open_for_another(at):
    policy = builders.policy(repealed_on=ENDED)
    cite("一篇", policy)
    person = builders.staff()
    assert finish(open_tasks(), person, "文中只作沿革介绍") == 1
    assert (open_tasks().count(), all_tasks().count()) == (0, 1)
    PolicyDocument.objects.update(repealed_on=None)
    assert all_tasks().count() == 0
    PolicyDocument.objects.update(repealed_on=date(2026, 2, 1))
    assert open_tasks().count() == 1
    assert finish(open_tasks(), person, "再次核对") == 1
    assert PolicyTask.objects.get().since == date(2026, 2, 1)


def test_the_list_says_what_ended_when_and_what_replaced_it(client, at):
    enter(client, "编辑")
    newer = builders.policy(title="新办法")
    policy = builders.policy(title="老办法", repealed_on=ENDED, superseded_by=newer)
    cite("一篇", policy)
    assert cells(client.get(screen(Citation))) == [
        ["一篇", "老办法", "已废止 2026-03-01", "新办法", "天津-武清区", "待处理"]
    ]


def test_a_task_is_done_with_a_word(client, at):
    person = enter(client, "编辑")
    cite("一篇", builders.policy(repealed_on=ENDED))
    task = open_tasks().get()
    assert settle(client, task, note="") == ["请在“说明”里写明为什么不用改，再标为已处理。"]
    assert settle(client, task, note=" 沿革介绍 ") == ["已处理 1 条。"]
    done = PolicyTask.objects.get()
    assert (done.note, done.person, done.since) == ("沿革介绍", person, ENDED)
    assert cells(client.get(screen(Citation))) == []
    assert cells(client.get(screen(Citation) + "?done=yes"))[0][-1] == "编辑：沿革介绍"
    response = client.post(
        screen(Citation) + "?done=yes",
        {"action": "reopen_chosen", "_selected_action": [task.pk]},
        follow=True,
    )
    assert told(response) == ["1 条重新列为待处理。"]
    assert open_tasks().count() == 1


@pytest.mark.parametrize("role", ["审计", "招商专员"])
def test_who_only_reads_marks_nothing(client, at, role):
    enter(client, role)
    cite("一篇", builders.policy(repealed_on=ENDED))
    assert len(cells(client.get(screen(Citation)))) == 1
    settle(client, open_tasks().get(), note="好了")
    assert open_tasks().count() == 1


def test_filters_by_policy_and_district(client, at):
    enter(client, "编辑")
    one, other = (builders.policy(title=name, repealed_on=ENDED) for name in "甲乙")
    cite("武清", one)
    cite("东丽", other, district=builders.district("dongli"))
    cite("全国", other, district=None)

    def found(query):
        return sorted(row[0] for row in cells(client.get(screen(Citation) + query)))

    assert found(f"?policy={one.pk}") == ["武清"]
    assert found("?district=dongli") == ["东丽"]
    assert found("?district=tianjin") == ["东丽", "武清"]
    assert found("?policy=9\0") == found("?policy=" + "9" * 30) == found("?district=x") == sorted(found(""))


def test_a_bound_person_meets_the_tasks_of_his_district(client, at):
    user = enter(client, "编辑")
    Remit.objects.create(person=user, district=builders.district())
    policy = builders.policy(repealed_on=ENDED, district=None)
    cite("武清", policy)
    cite("东丽", policy, district=builders.district("dongli"))
    assert [row[0] for row in cells(client.get(screen(Citation)))] == ["武清"]
    settle(client, *open_tasks(), note="好了")
    assert titles(open_tasks()) == ["东丽"]


def test_the_start_page_counts_what_is_open(client, at):
    user = enter(client, "编辑")
    policy = builders.policy(repealed_on=ENDED)
    cite("一", policy)
    cite("二", policy)
    finish(open_tasks().filter(article__title="一"), user, "好了")
    rows = {row["label"]: (row["count"], row["address"]) for row in waiting_for(user)}
    assert rows["引用待更新"] == (1, "/admin/articles/citation/?")


def test_six_tasks_ask_as_often_as_one(client, at):
    enter(client, "编辑")

    def asked():
        with CaptureQueriesContext(connection) as queries:
            client.get(screen(Citation))
        return len(queries)

    policy = builders.policy(repealed_on=ENDED, superseded_by=builders.policy())
    cite("一", policy)
    asked()
    one = asked()
    for number in range(5):
        cite(f"又{number}", policy)
    assert asked() == one
