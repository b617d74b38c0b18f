from types import SimpleNamespace

import pytest
from django.db import transaction

from editorial import versioning
from editorial.contents import content_of
from editorial.previewing import signer
from parks.models import IndustryLabel, ParkCompany, ParkDistance
from publishing.models import FriendLink, SiteSettings
from tests import builders
from tests.site import addresses


@pytest.fixture(scope="module")
def _filled(django_db_setup, django_db_blocker):
    """Made once a module, in a transaction around those of its tests, and undone with it."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield fill()
        transaction.set_rollback(True)


@pytest.fixture
def site(_filled, db):
    """One of everything, public and joined to each other."""
    return _filled


def fill(rows=1):
    """A site with `rows` of everything; attributes name the first of each."""
    if not SiteSettings.objects.exists():
        SiteSettings.objects.create(
            site_name="天津招商",
            organisation="天津市投资促进局",
            hotline="022-12340000",
            icp_number="津ICP备00000000号",
        )
    FriendLink.objects.create(name="天津市人民政府", url="https://www.tj.gov.cn/")
    district, industry = (
        builders.district(grid_row=1, grid_column=2, intro="位于京津之间。"),
        builders.industry(),
    )
    IndustryLabel.objects.get_or_create(name="自行车")[0].industries.set([industry])
    first, *_ = [fill_row(district, industry) for _ in range(rows)]
    return first


def fill_row(district, industry):
    park = fill_park(district, industry)
    policy = builders.policy(district=district, industries=[industry])
    article = builders.article(industry=industry, tags=["自行车"], parks=[park], policies=[policy])
    builders.placement(article=article)
    for channel in addresses.CHANNELS:
        builders.article(channel=builders.channel(channel))
    return SimpleNamespace(
        district=district,
        park=park,
        article=article,
        policy=policy,
        inquiry=builders.inquiry(district=district),
        submission=builders.submission(district=district),
        preview=signer().sign(str(versioning.begin(article, content_of(article), None).pk)),
        **fill_listings(park, industry),
    )


def fill_park(district, industry):
    park = builders.park(
        district=district, industries=[industry], latitude="39.55", longitude="117.03", address="京滨大道1号"
    )
    builders.park_photo(park=park)
    ParkDistance.objects.create(park=park, target="天津港", km=71)
    ParkCompany.objects.create(park=park, name="飞鸽车业", industry=industry)
    return park


def fill_listings(park, industry):
    common = {"park": park, "industries": [industry]}
    land = {"deal": "transfer", "area": 60, "area_unit": "mu", "price": 38, "price_unit": "mu_wan"}
    return {
        "factory": builders.listing(**common),
        "warehouse": builders.listing(kind="warehouse", title="高标仓库", **common),
        "office": builders.listing(kind="office", title="整层写字楼", **common),
        "land": builders.listing(kind="land", title="工业用地", **land, **common),
    }
