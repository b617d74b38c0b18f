import pytest

from inquiries.models import Inquiry
from tests import builders
from tests.staff_screens import enter, screen

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.parametrize("size", [(1440, 900), (400, 800)], ids=["desktop", "phone"])
def test_notes_a_listing_as_shown_and_keeps_what_was_written(visitor, client, live_server, size):
    enter(client, "招商专员")
    hall, inquiry = builders.listing(title="单层厂房"), builders.inquiry(message="要行车")
    page = visitor(viewport={"width": size[0], "height": size[1]})
    session = client.cookies["sessionid"].value
    page.context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])
    page.goto(screen(Inquiry, "change", inquiry.pk))
    page.fill("#id_follow_ups-0-summary", "看了首层，回去商量")
    for _ in range(2):  # the second time it is there already
        page.get_by_role("link", name="记为带看").click()
    assert "show=" not in page.url
    assert page.locator(".select2-selection__choice").evaluate_all("all => all.map(one => one.title)") == [
        "单层厂房"
    ]
    assert page.input_value("#id_follow_ups-0-summary") == "看了首层，回去商量"
    assert page.input_value("#id_follow_ups-0-method") == "tour"
    assert page.evaluate("document.activeElement.className") == "select2-search__field"
    page.locator("input[name=_save]").first.click()
    page.wait_for_url(f"**{screen(Inquiry)}")
    record = inquiry.follow_ups.get()
    assert (record.method, record.summary, [*record.listings.all()]) == ("tour", "看了首层，回去商量", [hall])
