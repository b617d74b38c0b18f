"""What is not public appears nowhere: with it in the database, every page has the very same bytes."""

from datetime import date

import pytest

from editorial import reviewing
from publishing.columns import forget
from tests import builders
from tests.editorial.people import person, written
from tests.site.addresses import FOR_MACHINES, PUBLIC, fill_in

SEARCHES = [
    "/search/?q=隐匿",
    "/search/?q=隐蔽文章",
    "/search/?q=隐&kind=article&sort=new",
    "/search/suggest?q=隐匿",
    "/siting/?kind=office",
    "/parks/?q=隐匿",
    "/listings/?q=隐匿",
    "/policies/?q=隐匿",
]
EVERYWHERE = [*PUBLIC, *FOR_MACHINES, *SEARCHES]


def everything_shown(client, site):
    forget()
    return {address: client.get(fill_in(address, site)).content for address in EVERYWHERE}


def make(site, **when):
    """One of each kind, joined to what is public."""
    park = builders.park(name="隐匿园区", slug="hidden-park", district=site.district, **when)
    policy = builders.policy(title="隐匿政策", district=site.district, **when)
    site.article.policies.add(policy)
    article = builders.article(
        title="隐匿文章",
        district=site.district,
        parks=[site.park, park],
        policies=[policy, site.policy],
        tags=["隐匿"],
        **when,
    )
    listing = builders.listing(
        title="隐匿厂房", district=site.district, park=site.park, kind="office", **when
    )
    return [park, policy, article, listing]


@pytest.mark.parametrize("state", builders.HIDDEN)
def test_what_is_not_public_changes_no_page(client, site, state):
    before = everything_shown(client, site)
    hidden = make(site, **builders.HIDDEN[state])
    assert differing(before, everything_shown(client, site)) == []
    assert [client.get(thing.get_absolute_url()).status_code for thing in hidden] == [404] * 4


def test_what_was_withdrawn_changes_no_page(client, site):
    before = everything_shown(client, site)
    shown = make(site)
    assert len(differing(before, everything_shown(client, site))) > 20
    for thing in shown:
        thing.withdraw()
    assert differing(before, everything_shown(client, site)) == []
    assert [client.get(thing.get_absolute_url()).status_code for thing in shown] == [404] * 4


@pytest.mark.parametrize("steps", ["written", "in review", "returned"])
def test_a_change_that_is_not_live_changes_no_page(client, site, steps):
    before = everything_shown(client, site)
    editor, first = person("编辑"), person("初审")
    hidden = {"title": "隐匿标题", "summary": "隐匿摘要。", "body": "<p>隐匿正文。</p>"}
    for item in (site.article, site.policy):
        version = written(item, editor, **hidden)
        if steps != "written":
            review = reviewing.submit(version, editor)
        if steps == "returned":
            reviewing.return_(review, first, "隐匿原因")
    assert differing(before, everything_shown(client, site)) == []


@pytest.mark.parametrize(
    "why",
    [{"valid_until": date(2025, 9, 1)}, {"park": builders.DRAFT}],
    ids=["past its term", "in a park not public"],
)
def test_a_listing_hidden_for_another_reason_changes_no_page(client, site, why):
    if "park" in why:
        why = {"park": builders.park(name="隐匿园区", slug="hidden-park", **why["park"])}
    before = everything_shown(client, site)
    listing = builders.listing(title="隐匿厂房", kind="office", **why)
    assert differing(before, everything_shown(client, site)) == []
    assert client.get(listing.get_absolute_url()).status_code == 404


def differing(before, after):
    return [address for address in before if before[address] != after[address]]
