"""The page where two inquiries stand side by side before they become one."""

import pytest
from bs4 import BeautifulSoup

from inquiries.models import Inquiry
from tests import builders
from tests.inquiries.handled import member
from tests.staff_screens import screen

pytestmark = pytest.mark.django_db


def test_marks_what_the_two_say_otherwise_also_behind_a_mask(client):
    client.force_login(member())
    one, other = builders.inquiry(), builders.inquiry(phone="+8613800998000", message="要有行车")
    Inquiry.objects.update(created_at=builders.PUBLISHED_AT, area_min=3000)
    Inquiry.objects.filter(pk=other.pk).update(area_min=2000)
    response = client.get(screen(Inquiry, "merge", one.pk), {"with": other.reference})
    sides = BeautifulSoup(response.content, "html.parser").select(".panels .panel")
    told = [{row.dt.text: row.dd.text for row in side.select("[data-differs]")} for side in sides]
    assert told == [
        {"手机，两条不同": "138****8000", "面积下限（㎡），两条不同": area, "描述，两条不同": words}
        for area, words in [("3,000", "—"), ("2,000", "要有行车")]
    ]
    assert {len(side.select(".facts > div")) for side in sides} == {11}
