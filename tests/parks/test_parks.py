import pytest

from parks.models import Park
from tests import builders

pytestmark = pytest.mark.django_db


def test_parks_are_alike_that_share_a_leading_industry():
    machines, drugs = builders.industry("35", "专用设备制造业"), builders.industry("27", "医药制造业")
    park = builders.park(industries=[machines, drugs])
    alike = builders.park(industries=[drugs])
    builders.park(industries=[builders.industry("17", "纺织业")])
    builders.park()
    assert list(Park.objects.alike(park)) == [alike]
