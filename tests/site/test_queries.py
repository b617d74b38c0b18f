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
def test_five_rows_ask_the_database_as_often_as_two(client):
    site = fill(rows=2)
    addresses = [fill_in(address, site) for address in [*PUBLIC, *FOR_MACHINES]]
    for address in addresses:
        client.get(address)  # what is read once per process is read now
    two = {address: queries(client, address) for address in addresses}
    fill(rows=3)
    five = {address: queries(client, address) for address in addresses}
    counts = {address: (len(two[address]), len(five[address])) for address in addresses}
    assert {address: pair for address, pair in counts.items() if pair[0] != pair[1]} == {}
