import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.site.addresses import FOR_MACHINES, PUBLIC, fill_in
from tests.site.conftest import fill


def queries(client, address):
    cache.clear()
    with CaptureQueriesContext(
        connection,
    ) as asked:
        assert client.get(address).status_code == 200
    return [query["sql"] for query in asked]


@pytest.mark.django_db
def test_six_rows_ask_the_database_as_often_as_one(client):
    site = fill()
    addresses = [fill_in(address, site) for address in [*PUBLIC, *FOR_MACHINES]]
    for address in addresses:
        queries(client, address)  # what is read once per process is read now
    one = {address: queries(client, address) for address in addresses}
    fill(rows=5)
    six = {address: queries(client, address) for address in addresses}
    more = {a: [sql for sql in six[a] if sql not in one[a]] for a in addresses if len(six[a]) > len(one[a])}
    assert more == {}
