import pytest
from django.core.exceptions import ValidationError

from parks.models import District, Park
from publishing.models import SiteSettings
from tests import builders

pytestmark = pytest.mark.django_db


def test_holds_everything_below_it():
    tianjin, wuqing = builders.tianjin(), builders.district()
    zone = builders.district("jingbin", parent=wuqing, kind="zone")
    builders.district("hebei", parent=None)
    assert list(District.objects.within(tianjin).order_by("path"))[:3] == [
        tianjin,
        District.objects.get(slug="hebei"),
        wuqing,
    ]
    assert list(District.objects.within(wuqing).order_by("path")) == [wuqing, zone]
    assert zone.path == "tianjin/wuqing/jingbin/"


@pytest.mark.parametrize(
    ("name", "bare"),
    [
        ("武清区", "武清"),
        ("滨海新区", "滨海"),
        ("河北省", "河北"),
        ("郊县", "郊县"),
        ("京滨工业园", "京滨工业园"),
    ],
)
def test_has_the_name_a_map_gives_it(name, bare):
    assert District(name=name).bare_name == bare


def test_moves_with_everything_below_it():
    zone = builders.district("zone", parent=builders.district(), kind="zone")
    province = District.objects.create(name="河北省", short_name="河北", slug="hebei", kind="province")
    wuqing = builders.district()
    wuqing.parent = province
    wuqing.save()
    zone.refresh_from_db()
    assert zone.path == "hebei/wuqing/zone/"


def test_refuses_to_stand_below_itself():
    wuqing = builders.district()
    wuqing.parent = builders.district("zone", parent=wuqing)
    with pytest.raises(ValidationError, match="上级地区不能是自己或自己的下级。"):
        wuqing.full_clean()


def test_takes_the_nearest_hotline_upwards():
    SiteSettings.objects.create(hotline="400-000-0000", hotline_hours="全天")
    tianjin = builders.tianjin()
    wuqing = builders.district(hotline="", hotline_hours="")
    zone = builders.district("zone", parent=wuqing)
    assert zone.hotline_and_hours() == ("400-000-0000", "全天")
    tianjin.hotline, tianjin.hotline_hours = "022-00000000", "工作日"
    tianjin.save()
    assert zone.hotline_and_hours() == ("022-00000000", "工作日")


def test_offers_those_that_hold_something_and_what_is_above_them():
    builders.district("empty")
    builders.park(district=builders.district("draft"), **builders.DRAFT)
    builders.park(district=builders.district("zone", parent=builders.district()))
    held = District.objects.holding("parks", Park.objects.published())
    assert [one.slug for one in held] == ["tianjin", "wuqing", "zone"]
