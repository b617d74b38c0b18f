"""Two people at one level in the same moment, each in a thread and a connection of his own."""

import threading
from functools import partial

import pytest
from django.db import connection

from editorial import reviewing
from editorial.models import Review, Step
from tests import builders
from tests.editorial.people import person, written

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.postgresql,  # SQLite lets one write at a time anyway
]


def at_once(*jobs):
    """What each of the jobs returned or raised; all begin together."""
    start, said = threading.Barrier(len(jobs)), [None] * len(jobs)

    def work(place, job):
        try:
            start.wait()
            said[place] = job()
        except reviewing.Refused as refused:
            said[place] = str(refused)
        finally:
            connection.close()

    threads = [threading.Thread(target=work, args=pair) for pair in enumerate(jobs)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    return said


def test_two_who_pass_a_level_at_once_are_one_step_and_one_sentence():
    editor = person("编辑")
    review = reviewing.submit(written(builders.article(), editor, title="改动"), editor)
    people = [person("初审", "甲"), person("初审", "乙")]
    seen = [Review.objects.get(pk=review.pk) for _ in people]
    jobs = [partial(reviewing.pass_, *pair) for pair in zip(seen, people, strict=True)]
    said = at_once(*jobs)
    assert [one for one in said if isinstance(one, str)] == ["这一审已经有人办理。"]
    assert Step.objects.filter(action="passed").count() == 1
    assert Review.objects.get().level == 2


def test_two_who_hand_in_at_once_make_one_review():
    editor = person("编辑")
    version = written(builders.article(), editor, title="改动")
    said = at_once(*[lambda: reviewing.submit(version, editor)] * 2)
    assert [one for one in said if isinstance(one, str)] == ["审核中，撤回后可以修改。"]
    assert Review.objects.count() == 1


def test_passing_and_taking_back_at_once_end_in_one_of_the_two():
    editor, last = person("编辑"), person("终审")
    review = reviewing.submit(written(builders.article(), editor, title="改动"), editor)
    for role in ("初审", "复审"):
        review = reviewing.pass_(review, person(role))
    said = at_once(lambda: reviewing.pass_(review, last), lambda: reviewing.recall(review, editor))
    refused = [one for one in said if isinstance(one, str)]
    review.refresh_from_db()
    title = type(review.item).objects.get().title
    assert (review.state, refused, title == "改动") in [
        ("approved", ["这一稿已通过，不用再办。"], True),
        ("recalled", ["这一稿已撤回，不用再办。"], False),
    ]
