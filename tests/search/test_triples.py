"""What PostgreSQL notes of the triples of a text, so that fewer texts are looked into."""

from importlib import import_module
from types import SimpleNamespace

import pytest
from django.apps import apps
from django.db import connection
from hypothesis import example, given, settings
from hypothesis import strategies as st

from search.engines import engine, triples
from search.matching import candidates, possible
from search.models import Entry
from search.questions import Question
from search.tokens import BETWEEN_FIELDS
from tests import builders

FEW = "新创资河,。0a㐂龘😀𠮷 "  # so few that what is asked often stands there, or nearly
texts = st.text(FEW, min_size=1, max_size=40)
phrases = st.text(FEW.strip(), min_size=1, max_size=5)


def bit(bits, place):
    place %= 8 * len(bits)
    return bits[place // 8] >> place % 8 & 1


@settings(deadline=None)
@given(st.text(max_size=60))
@example("")
@example("新,")
@example("哈哈哈哈")
@example("新,创" * triples.MOST)
def test_what_stands_in_a_text_is_in_its_bits(text):
    bits = triples.bits(text)
    assert len(bits) == min(max(len(text), 1), triples.MOST)
    for start in range(len(text[:60]) - 2):
        for run in (text[start : start + 3], text[start : start + 4]):
            assert {bit(bits, place) for place in triples.places(run)} == {1}


def test_most_of_what_does_not_stand_there_is_not():
    text = "".join(map(chr, range(0x4E00, 0x4E00 + 2_500)))
    bits = triples.bits(text)
    others = [text[at : at + 2] + text[at] for at in range(2_498)]
    passing = sum(all(bit(bits, place) for place in triples.places(one)) for one in others)
    assert passing == 155


def learnt(*several):
    """Entries of these fields, by number from 0 on."""
    made = Entry.objects.bulk_create(
        Entry(kind="article", thing_id=number, title=fields[0], text=text, triples=engine().bits(text))
        for number, fields in enumerate(several)
        for text in [BETWEEN_FIELDS.join(fields)]
    )
    engine().learn(made)
    return made


@pytest.mark.django_db
@pytest.mark.parametrize("column", ["title", "text"])
def test_finds_what_a_plain_scan_finds(column):
    entries = []

    @settings(deadline=None)
    @given(
        st.lists(st.lists(texts, min_size=1, max_size=3), min_size=1, max_size=5),
        st.lists(phrases, min_size=1, max_size=2),
        st.lists(phrases, max_size=1),
    )
    @example([["哈哈哈"], ["哈哈"], ["哈", "哈哈"]], ["哈哈哈"], [])
    @example([["新,a", ",创"], ["新,创"]], ["新,创"], [])
    def compare(several, wanted, unwanted):
        engine().forget(entries)
        Entry.objects.all().delete()
        entries[:] = learnt(*several)
        question = Question(tuple(wanted), tuple(unwanted))
        asked = {one.thing_id: getattr(one, column) for one in entries}
        scan = {
            one.thing_id
            for one in entries
            if all(phrase in asked[one.thing_id] for phrase in wanted)
            and not any(phrase in one.text for phrase in unwanted)
        }
        assert set(candidates(question, "article", column)) == scan
        assert scan <= set(possible(question, "article", 10))

    compare()


@pytest.mark.django_db
@pytest.mark.postgresql
def test_leaves_out_a_text_that_has_the_pairs_and_not_the_triple():
    learnt(["新,河,创"], ["新,创"])
    assert possible(Question(("新,创",)), "article", 10) == [1]


@pytest.mark.django_db
@pytest.mark.postgresql
@pytest.mark.parametrize("unknown", ["search_entry SET triples", "search_pairs SET with_triples"])
def test_looks_into_a_text_whose_triples_are_not_known(unknown):
    learnt(["新,河,创"], ["新,创"])
    with connection.cursor() as cursor:
        cursor.execute(f"UPDATE {unknown} = NULL")
    question = Question(("新,创",))
    assert (possible(question, "article", 10), candidates(question, "article")) == ([0, 1], [1])


@pytest.mark.django_db
@pytest.mark.postgresql
def test_an_old_site_gets_its_bits():
    entries = learnt(["新,河,创"], ["新,创", "资。河"])
    Entry.objects.update(triples=None)
    import_module("search.migrations.0005_triples_of_old_entries").note(
        apps, SimpleNamespace(connection=connection)
    )
    noted = Entry.objects.order_by("pk").values_list("triples", flat=True)
    assert [bytes(one) for one in noted] == [one.triples for one in entries]


@pytest.mark.django_db
@pytest.mark.postgresql
def test_what_an_old_program_still_writes_is_found():
    """Which knows of no triples: as an engine wrote an entry before there were any."""
    [entry] = learnt(["新,河,创"])
    Entry.objects.update(text="新,创")
    engine().forget([entry])
    with connection.cursor() as cursor:
        codes = engine().as_array(engine().codes("新,创", "article"))
        cursor.execute("INSERT INTO search_pairs VALUES (%s, %s, %s)", [entry.pk, codes, codes])
    assert candidates(Question(("新,创",)), "article") == [0]


@pytest.mark.django_db
@pytest.mark.postgresql
def test_a_changed_text_changes_its_bits():
    article = builders.article(title="新,河,创")
    article.title = "新,创"
    article.save()
    entry = Entry.objects.get(kind="article")
    assert bytes(entry.triples) == triples.bits(entry.text)
