"""That a number nobody stored is called lost, and a form stored twice doubled."""

import pytest

from bench.parts.inquiries import TWICE, Acknowledged, Counted, count, forms
from inquiries.models import Inquiry
from publishing.references import new_token
from tests import builders


@pytest.fixture
def answers(db):
    rows = [builders.inquiry(company=f"第{number}家") for number in range(4)]
    return [Acknowledged(row.company, row.reference, 1.0) for row in rows]


def test_all_that_was_acknowledged_is_stored(answers):
    assert count([*answers, answers[0]]) == Counted(lost=0, doubled=0)


def test_a_number_that_stands_nowhere_is_lost(answers):
    Inquiry.objects.filter(reference=answers[1].reference).delete()
    assert count(answers) == Counted(lost=1, doubled=0)


def test_a_number_that_names_another_form_is_lost(answers):
    assert count([answers[0]._replace(company=answers[1].company)]) == Counted(lost=1, doubled=0)


def test_a_form_stored_twice_is_doubled(answers):
    builders.inquiry(company=answers[2].company, token=new_token())
    assert count(answers) == Counted(lost=0, doubled=1)


def test_a_form_that_was_told_two_numbers_is_doubled(answers):
    again = builders.inquiry(company=answers[3].company, token=new_token())
    assert count([*answers, Acknowledged(again.company, again.reference, 1.0)]) == Counted(lost=0, doubled=1)


def test_every_form_has_its_token_and_some_come_twice():
    sent = list(forms("某某", 2 * TWICE))
    assert len(sent) == 2 * TWICE + 2
    assert len({one["token"] for one in sent}) == len({one["company"] for one in sent}) == 2 * TWICE
    assert sent[0] is sent[1]
