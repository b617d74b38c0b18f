import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from inquiries.admin.follow_ups import REQUIRED
from inquiries.models import Inquiry
from parks.models import Listing
from tests import builders
from tests.staff_screens import cells, enter, errors_on, form_of, save, screen

pytestmark = pytest.mark.django_db


def page_of(client, thing, query=""):
    address = screen(type(thing), "change", thing.pk) + query
    return BeautifulSoup(client.get(address).content, "html.parser")


def test_shows_an_officer_what_fits_and_why(client):
    enter(client, "招商专员")
    hall = builders.listing(title="单层厂房", clear_height_m=6)
    inquiry = builders.inquiry(district=hall.district, message="净高不低于 9 m。")
    panel = page_of(client, inquiry).select_one(".suggested")
    title, whole = panel.select_one("ol a"), panel.select("a")[-1]
    assert (title.text, title["href"]) == ("单层厂房", f"/listings/{hall.pk}/")
    # kind 3, district 3, height 3 × ½ × 6/9 = 1, stale 0, of 10.
    assert "适合度 70%" in panel.select_one("ol").get_text(" ", strip=True)
    assert [(one["data-fits"], one.text) for one in panel.select(".verdicts li")] == [
        ("yes", "符合：厂房"),
        ("yes", "符合：位于武清区"),
        ("no", "不符合：净高 6 m，低于要求的 9 m"),
    ]
    assert (whole.text, whole["href"]) == (
        "全部 1 处",
        "/siting/?kind=factory&kind=warehouse&district=wuqing&height_min=9",
    )


def test_says_whether_it_lies_in_the_park_that_was_named(client):
    enter(client, "招商专员")
    park = builders.park()
    builders.listing(title="园区内厂房", park=park, district=park.district)
    builders.listing(title="园区外厂房", district=park.district)
    panel = page_of(client, builders.inquiry(park=park, district=park.district)).select_one(".suggested")
    said = {one.a.text: one.select_one(".verdicts li").text for one in panel.select("ol > li")}
    assert said == {"园区内厂房": "符合：点名的园区", "园区外厂房": "不符合：不在点名的园区"}


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"message": "离高速近，独门独院"}, "未填面积，只按类别、核实比较，描述里的要求请自行核对。"),
        ({"area_min": 1000}, "只按类别、面积、核实比较。"),
        (
            {"area_max": 9000, "deal": "rent", "message": "净高不低于 6 m。要行车"},
            "只按类别、方式、面积、净高、核实比较，描述里的要求请自行核对。",
        ),
    ],
)
def test_says_what_the_fit_was_judged_by(client, values, said):
    enter(client, "招商专员")
    builders.listing(clear_height_m=8)
    panel = page_of(client, builders.inquiry(**values)).select_one(".suggested")
    assert panel.select_one("p.compared").text == said


def test_says_what_is_missing_before_anything_can_fit(client):
    enter(client, "招商专员")
    panel = page_of(client, builders.inquiry(topic="policy")).select_one(".suggested")
    assert panel.p.text == "没有写明要哪类载体、多大面积。问清后填在“需求”里，这里就会列出适合的载体。"


def test_says_that_nothing_fits_and_what_comes_near(client):
    enter(client, "招商专员")
    inquiry = builders.inquiry(area_min=4000)
    panel = page_of(client, inquiry).select_one(".suggested")
    assert panel.p.text == "没有空置载体符合全部必要条件。看放宽哪一项能找到"
    assert panel.a["href"] == "/siting/?kind=factory&kind=warehouse&area_min=4000"
    builders.listing(title="单层厂房", area=3200)
    panel = page_of(client, inquiry).select_one(".suggested")
    assert panel.p.text == "没有空置载体符合全部必要条件，最接近的是下面这些。看放宽哪一项能找到"
    assert panel.ol.a.text == "单层厂房"
    assert panel.select_one("[data-fits=no]").text == "不符合：面积 3,200 ㎡，小于要求的 4,000 ㎡"


def test_suggests_nothing_while_an_inquiry_is_being_entered(client):
    enter(client, "招商专员")
    assert "适合的载体" not in client.get(screen(Inquiry, "add")).content.decode()


def test_notes_a_suggested_listing_as_shown(client):
    enter(client, "招商专员")
    hall, inquiry = builders.listing(), builders.inquiry()
    note = page_of(client, inquiry).select_one(".suggested ol a.button")
    assert (note.text, note["href"]) == ("记为带看", f"?show={hall.pk}#follow_ups-group")
    address = screen(Inquiry, "change", inquiry.pk) + f"?show={hall.pk}"
    save(client, address, **{"follow_ups-0-summary": "看了首层"})
    record = inquiry.follow_ups.get()
    assert (record.method, record.summary, [*record.listings.all()]) == ("tour", "看了首层", [hall])


@pytest.mark.parametrize(
    ("values", "lacking"),
    [({}, ["summary"]), ({"follow_ups-0-method": ""}, ["method", "summary"])],
    ids=["as it was filled in", "with the listing alone"],
)
def test_wants_method_and_words_as_soon_as_a_listing_was_shown(client, values, lacking):
    enter(client, "招商专员")
    hall, inquiry = builders.listing(), builders.inquiry()
    address = screen(Inquiry, "change", inquiry.pk) + f"?show={hall.pk}"
    said = errors_on(save(client, address, grade="c", **values))
    assert said == [REQUIRED[name] for name in lacking]
    inquiry.refresh_from_db()
    assert (inquiry.grade, inquiry.follow_ups.count()) == ("", 0)


def test_notes_nothing_where_nothing_was_written(client):
    enter(client, "招商专员")
    hall, inquiry = builders.listing(), builders.inquiry()
    address = screen(Inquiry, "change", inquiry.pk)
    save(client, address, grade="c")
    form = form_of(client, f"{address}?show={hall.pk}") | {"grade": "b", "grade_reason": "上市公司"}
    client.post(address, form | {"follow_ups-0-listings": [], "follow_ups-0-method": ""})
    inquiry.refresh_from_db()
    assert (inquiry.grade, inquiry.follow_ups.count()) == ("b", 0)


@pytest.mark.parametrize("number", ["", "0", "99999", "-1", "一", "9" * 30, "1 OR 1"])
def test_ignores_a_number_that_is_no_listing(client, number):
    enter(client, "招商专员")
    inquiry = builders.inquiry()
    address = screen(Inquiry, "change", inquiry.pk)
    asked, plain = form_of(client, f"{address}?show={number}"), form_of(client, address)
    assert asked | {"csrfmiddlewaretoken": ""} == plain | {"csrfmiddlewaretoken": ""}
    assert len(cells(client.get(screen(Inquiry) + f"?fits={number}"))) == 1


def test_shows_an_auditor_what_fits_but_nothing_to_note(client):
    enter(client, "审计")
    builders.listing(title="单层厂房")
    panel = page_of(client, builders.inquiry()).select_one(".suggested")
    assert [one.text for one in panel.select("a")] == ["单层厂房", "全部 1 处"]


LOOKING_ON = ["招商专员", "站长", "审计"]


@pytest.mark.parametrize("role", LOOKING_ON)
def test_shows_with_a_listing_which_inquiries_it_may_answer(client, role):
    officer = builders.staff("li", last_name="李", first_name="明")
    hall = builders.listing()
    inquiry = builders.inquiry(officer=officer)
    builders.inquiry(topic="land")
    enter(client, role)
    panel = page_of(client, hall).select_one(".fitting")
    assert panel.summary.text == "有 1 条未结咨询可能适合"
    day = timezone.localdate(inquiry.created_at).isoformat()
    assert panel.li.get_text(" ", strip=True) == (
        f"{inquiry.reference} 天津某某自行车有限公司（王**） 新 {day} 收到，李明负责"
    )
    assert panel.li.a["href"] == screen(Inquiry, "change", inquiry.pk)
    assert "王女士" not in str(page_of(client, hall))


def test_shows_an_editor_no_inquiry(client):
    enter(client, "编辑")
    hall = builders.listing()
    with CaptureQueriesContext(connection) as without:
        page_of(client, hall)
    builders.inquiry()
    with CaptureQueriesContext(connection) as queries:
        page = str(page_of(client, hall))
    assert "未结咨询" not in page
    assert "inquiries_inquiry" not in "".join(query["sql"] for query in queries)
    assert len(queries) <= len(without)


def test_says_nothing_where_no_inquiry_fits(client):
    enter(client, "招商专员")
    builders.inquiry(topic="land")
    assert page_of(client, builders.listing()).select(".fitting") == []


def test_leads_to_the_list_of_all_that_fit(client):
    enter(client, "招商专员")
    hall = builders.listing()
    fitting = [builders.inquiry() for _ in range(6)]
    builders.inquiry(topic="land")
    panel = page_of(client, hall).select_one(".fitting")
    assert len(panel.select("li")) == 5
    whole = panel.select("a")[-1]
    assert (whole.text, whole["href"]) == ("全部 6 条", f"{screen(Inquiry)}?fits={hall.pk}")
    response = client.get(whole["href"])
    assert sorted(row[0] for row in cells(response)) == sorted(one.reference for one in fitting)
    chosen = BeautifulSoup(response.content, "html.parser").select("#changelist-filter details")[-1]
    assert "适合的载体" in chosen.summary.text
    assert hall.title in chosen.text


def test_offers_no_filter_nobody_asked_for(client):
    enter(client, "招商专员")
    builders.inquiry()
    builders.listing()
    assert "适合的载体" not in client.get(screen(Inquiry)).content.decode()


@pytest.mark.parametrize("model", [Inquiry, Listing])
def test_a_screen_asks_as_often_for_six_as_for_one(client, model):
    enter(client, "招商专员")
    park, industry = builders.park(), builders.industry()

    def asked():
        thing = model.objects.order_by("pk").first()
        page_of(client, thing)  # so that what is remembered is remembered
        with CaptureQueriesContext(connection) as queries:
            page_of(client, thing)
        return len(queries)

    counts = []
    for count in (1, 5):
        for number in range(count):
            builders.listing(park=park, industries=[industry])
            officer = builders.staff(f"officer-{count}-{number}")
            builders.inquiry(park=park, industry=industry, officer=officer)
        counts.append(asked())
    assert counts[0] == counts[1]
