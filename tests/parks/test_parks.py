import pytest
from django.core.exceptions import ValidationError

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


def test_refuses_the_address_of_another_page():
    park = builders.park()
    park.slug = "compare"
    with pytest.raises(ValidationError) as refused:
        park.full_clean()
    assert refused.value.message_dict == {"slug": ["“compare”是本站另一个页面的网址名，请换一个。"]}


def test_says_of_a_slug_in_chinese_what_its_field_says():
    park = builders.park()
    park.slug = "京滨"
    with pytest.raises(ValidationError) as refused:
        park.full_clean()
    assert list(refused.value.message_dict) == ["slug"]
