"""The same form arriving several times at the same moment, as an impatient thumb or a retrying proxy sends it."""

import threading

import pytest
from django.db import connection

from inquiries.forms import SettleForm
from inquiries.models import Inquiry
from tests.inquiries.test_forms import said

# SQLite's test database lies in memory and knows one writer; there the second comes right after the first.
AT_ONCE = 8 if connection.vendor == "postgresql" else 1


def send_at_once(forms):
    start, references, failures = threading.Barrier(len(forms)), [], []

    def send(form):
        try:
            start.wait()
            references.append(form.save().reference)
        except Exception as error:
            failures.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=send, args=[form]) for form in forms]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    return references


def ready(**values):
    form = SettleForm(said(**values))
    assert form.is_valid()
    return form


@pytest.mark.django_db(transaction=True)
def test_stores_one_row_and_tells_everyone_its_number():
    forms = [ready() for _ in range(AT_ONCE + 1)]  # all checked before the first is stored
    references = [*send_at_once(forms[:AT_ONCE]), forms[AT_ONCE].save().reference]
    row = Inquiry.objects.get()
    assert references == [row.reference] * (AT_ONCE + 1)


@pytest.mark.django_db(transaction=True)
def test_stores_every_other_content_sent_with_the_same_token():
    forms = [ready(contact_name=f"第{number}位") for number in range(AT_ONCE)]
    assert sorted(send_at_once(forms)) == sorted(Inquiry.objects.values_list("reference", flat=True))
    assert Inquiry.objects.count() == AT_ONCE
