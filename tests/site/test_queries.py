import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from articles.models import Article, PolicyDocument
from parks.models import Listing, Park
from publishing.columns import forget
from tests.site.addresses import FOR_MACHINES, PUBLIC, fill_in
from tests.site.conftest import fill


def queries(client, address):
    forget()
    with CaptureQueriesContext(
        connection,
    ) as asked:
        assert client.get(address).status_code == 200
    return [query["sql"] for query in asked]


@pytest.mark.django_db
def test_seven_rows_ask_the_database_as_often_as_four(client, settings):
    settings.PAGE_MEMORY_MB = 0
    site = fill(rows=4)  # siting shows what nearly fits beside fewer
    addresses = [fill_in(address, site) for address in [*PUBLIC, *FOR_MACHINES]]
    for address in addresses:
        client.get(address)  # what is read once per process is read now
    four = {address: queries(client, address) for address in addresses}
    fill(rows=3)
    seven = {address: queries(client, address) for address in addresses}
    counts = {address: (len(four[address]), len(seven[address])) for address in addresses}
    assert {address: pair for address, pair in counts.items() if pair[0] != pair[1]} == {}


LONG = ["intro", "body", "transport", "amenities", "interpretation", "audience", "support"]
LONG += ['parks_listing"."description']


@pytest.mark.parametrize("rows", [Article, Park, Listing, PolicyDocument])
def test_a_list_loads_no_long_text(rows):
    sql = str(rows.objects.published().for_lists().query)
    assert [name for name in LONG if f'{name}"' in sql.partition(" FROM ")[0]] == []
