import pytest

from inquiries.desk import chains, merging
from inquiries.models import Inquiry
from tests import builders
from tests.inquiries.handled import member

pytestmark = pytest.mark.django_db


@pytest.fixture
def four():
    """a and b merged into c, c into d."""
    person = member()
    a, b, c, d = (builders.inquiry(token=name) for name in "abcd")
    for into, other in [(c, a), (c, b), (d, c)]:
        merging.merge(Inquiry.objects.get(pk=into.pk), Inquiry.objects.get(pk=other.pk), person)
    return [Inquiry.objects.get(pk=one.pk) for one in (a, b, c, d)]


def test_goes_up_to_what_it_is_handled_under(four):
    assert [chains.handled_as(one) for one in four] == [four[-1]] * 4


def test_goes_down_to_all_that_was_merged_into_it(four):
    a, b, c, d = four
    assert sorted(chains.numbers_merged_into(d)) == [a.pk, b.pk, c.pk]
    assert (chains.numbers_merged_into(a), chains.numbers_merged_into(Inquiry())) == ([], [])


def test_goes_all_round_from_anywhere(four):
    alone = builders.inquiry()
    assert [{*chains.merged_with(one)} == {*four} for one in four] == [True] * 4
    assert [chains.merged_with(one)[0] for one in four] == four
    assert chains.merged_with(alone) == chains.ever_merged_with(alone) == [alone]


def test_remembers_what_was_taken_apart(four):
    a, b, c, d = four
    merging.unmerge(c, member("other"))
    assert {*chains.merged_with(a)} == {a, b, c}
    assert {*chains.ever_merged_with(a)} == {a, b, c, d}


def test_a_ring_comes_to_an_end():
    one, other = builders.inquiry(token="a"), builders.inquiry(token="b")
    for row, into in [(one, other), (other, one)]:
        Inquiry.objects.filter(pk=row.pk).update(merged_into=into)
        row.refresh_from_db()
    assert chains.handled_as(one) in (one, other)
    assert chains.numbers_merged_into(one) == [other.pk]
    assert chains.merged_with(one) == [one, other]
