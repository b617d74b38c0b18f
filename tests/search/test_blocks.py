"""Some of many that hold a phrase are found in as few blocks of the index as hold enough."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from publishing.fragments import one_page
from search import matching
from search.engines import engine
from search.matching import seem_many, some
from search.models import Entry
from search.questions import Question

BLOCK = 1 << 14  # entries
LIMIT = 6

pytestmark = [pytest.mark.django_db, pytest.mark.postgresql]


def learnt(*blocks):
    """As many entries in each block as said, of which every second one holds 招商; the numbers of those."""
    made = Entry.objects.bulk_create(
        Entry(pk=block * BLOCK + place, kind="article", thing_id=block * BLOCK + place, title="", text=text)
        for block, count in enumerate(blocks)
        for place in range(1, count + 1)
        for text in [("武清招商引资", "武清招募")[place % 2]]
    )
    engine().learn(made)
    return [one.pk for one in made if "招商" in one.text]


def found(word, limit=LIMIT):
    with CaptureQueriesContext(connection) as asked:
        rows = [key for (key,) in some(limit, Question((word,)), ())]
    assert len(set(rows)) == len(rows)
    return rows, len(asked)


@pytest.mark.parametrize(
    ("blocks", "taken", "questions"),
    [
        pytest.param([20, 20, 20], [1, 2], 2, id="the newest hold enough"),
        pytest.param([20] * 5 + [4, 6], [2, 3, 4, 5, 6], 3, id="those before hold the rest"),
        pytest.param([20, 0, 0, 0, 0, 2], [0, 5], 3, id="few are in the newest"),
        pytest.param([20, 0, 0, 0, 0, 4, 6], [0, 5, 6], 4, id="those before hold fewer than they should"),
        pytest.param([4, 20], [0, 1], 2, id="two blocks"),
        pytest.param([20], [0], 2, id="one block"),
    ],
)
def test_as_many_as_are_wanted(blocks, taken, questions):
    holders = learnt(*blocks)
    rows, asked = found("招商")
    assert set(rows) <= set(holders)
    assert len(rows) == LIMIT
    assert {key // BLOCK for key in rows} <= set(taken)
    assert asked == questions


@pytest.mark.parametrize("blocks", [[4], [4, 4], [4, 4, 4]])
def test_blocks_that_have_come_since_the_last_was_looked_up(blocks):
    """As when the index is made anew, which is no change of the site."""
    with one_page():
        holders = learnt(*blocks)
        assert sorted(found("招商")[0])[:LIMIT] == holders[:LIMIT]
        holders += learnt(*[0] * len(blocks), 4)
        assert sorted(found("招商", 100)[0]) == holders


def test_as_many_as_are_wanted_of_what_has_come_since():
    """Some in a block that is asked twice: what is had twice takes no place of another."""
    with one_page():
        holders = learnt(4, 4, 4)
        found("招商")
        late = [
            Entry(pk=2 * BLOCK + place, kind="article", thing_id=2 * BLOCK + place) for place in range(9, 17)
        ]
        for one in late:
            one.title, one.text = "", "武清招商引资"
        engine().learn(Entry.objects.bulk_create(late))
        holders += [one.pk for one in late] + learnt(0, 0, 0, 4)
        for limit in range(1, len(holders) + 2):
            assert len(found("招商", limit)[0]) == min(limit, len(holders))


def test_what_moves_to_the_end_meanwhile_is_found(monkeypatch):
    """As `rebuild_search` moves it, between two questions of one search."""
    first, *others = learnt(4, 4, 4)
    ask, moving = matching.asked, [Entry(kind="article", thing_id=first, title="", text="武清招商引资")]

    def asked(*question):
        rows = ask(*question)
        for one in moving:
            engine().forget([Entry(pk=first)])
            Entry.objects.filter(pk=first).delete()
            one.pk = others[-1] + BLOCK // 2
            one.save()
            engine().learn([one])
        moving.clear()
        return rows

    monkeypatch.setattr(matching, "asked", asked)
    assert sorted(found("招商", 100)[0]) == [first, *others]


@pytest.mark.parametrize("blocks", [[4, 4, 4], [8, 0, 0, 0, 0, 0, 4], [6, 0, 0, 0, 0, 0], [], [2]])
def test_all_where_there_are_fewer(blocks):
    holders = learnt(*blocks)
    limit = len(holders) + 1
    assert sorted(found("招商", limit)[0]) == holders
    assert sorted(found("武清招商引", limit)[0]) == holders
    assert found("招标", limit)[0] == []


@pytest.mark.parametrize(
    ("blocks", "are_many"),
    [
        ([20, 20, 20], True),
        ([2] + [0] * 9 + [2, 2], True),
        ([0] * 9 + [20, 2, 2], False),
        ([9, 0, 0, 0, 6], True),
        ([20, 0, 0, 0, 4], False),
        ([20], False),
        ([], False),
    ],
)
def test_many_should_be_held_where_the_newest_hold_their_share(monkeypatch, blocks, are_many):
    monkeypatch.setattr(matching, "CAP", LIMIT - 1)
    monkeypatch.setattr(matching, "SLACK", 1)
    learnt(*blocks)
    assert seem_many(Question.of("招商"), "article", "text") is are_many


@pytest.mark.django_db(transaction=True)
def test_what_was_broken_off_is_begun_again():
    with connection.cursor() as cursor:
        cursor.execute("CREATE INDEX search_pairs_title_in_blocks ON search_pairs USING gin (title)")
        cursor.execute("CREATE INDEX search_pairs_text_before ON search_pairs USING gin (text)")
    with connection.schema_editor(atomic=False) as editor:
        engine().put_in_blocks(editor)
    with connection.cursor() as cursor:
        cursor.execute("SELECT indexname, indexdef FROM pg_indexes WHERE tablename = 'search_pairs'")
        indexes = {name: "entry_id >> 14" in definition for name, definition in cursor.fetchall()}
    assert indexes == {"search_pairs_pkey": False, "search_pairs_title": True, "search_pairs_text": True}
