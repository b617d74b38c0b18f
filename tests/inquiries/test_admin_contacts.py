import pytest
from bs4 import BeautifulSoup
from django.contrib.admin.models import LogEntry

from audit.models import Entry
from inquiries import phones
from inquiries.models import Inquiry, Submission
from parks.models import Remit
from tests import builders
from tests.staff_screens import cells, enter, save, screen

pytestmark = pytest.mark.django_db

WANG = {"wechat": "wang_138", "email": "wang@example.com"}
IN_FULL = ["王女士", "138 0013 8000", "wang_138", "wang@example.com"]
ANY_SPELLING = ["王女士", "13800138000", "138 0013 8000", "wang_138", "wang@example"]
MASKED = ["王**", "138****8000", "w***8", "w***@example.com"]


def shown(response):
    page = BeautifulSoup(response.content, "html.parser")
    return page.select_one("#content").get_text(" ", strip=True)


def contact(client, item, **headers):
    return client.post(screen(type(item), "contact", item.pk), headers=headers)


def viewings():
    return [
        (one.person_name, one.subject, one.address)
        for one in Entry.objects.filter(action=Entry.Action.VIEW).order_by("pk")
    ]


@pytest.mark.parametrize("role", ["招商专员", "站长", "审计"])
def test_masks_name_and_number_for_everybody(client, role):
    enter(client, role)
    inquiry = builders.inquiry(**WANG)
    assert cells(client.get(screen(Inquiry)))[0].count("王**") == 1
    page = shown(client.get(screen(Inquiry, "change", inquiry.pk)))
    assert [one for one in MASKED if one not in page] == []
    both = page + client.get(screen(Inquiry)).content.decode()
    assert [one for one in ANY_SPELLING if one in both] == []
    assert viewings() == []


def test_shows_them_on_one_click_and_writes_it_down(client):
    enter(client, "招商专员")
    inquiry = builders.inquiry(**WANG)
    page = contact(client, inquiry)
    assert [one for one in IN_FULL if one not in shown(page)] == []
    assert "no-store" in page["Cache-Control"]
    assert viewings() == [("招商专员", inquiry.reference, "127.0.0.1")]


@pytest.mark.parametrize(
    ("kept", "address", "number"),
    [
        ("+8613800138000", "tel:+8613800138000", "138 0013 8000"),
        ("+862282100000;ext=801", "tel:+862282100000;ext=801", "022-82100000 转 801"),
    ],
)
def test_the_number_can_be_dialled_and_stands_above_what_one_writes(client, kept, address, number):
    enter(client, "招商专员")
    inquiry = builders.inquiry(phone=kept)
    masked = BeautifulSoup(client.get(screen(Inquiry, "change", inquiry.pk)).content, "html.parser")
    facts = masked.select_one(".facts.standing").get_text(" ", strip=True)
    assert facts.startswith(f"联系人 王** 手机 {phones.mask(kept)} 显示联系方式")
    assert [len(masked.select(f"[data-contact={name}]")) for name in ("contact_name", "phone")] == [1, 1]
    told = BeautifulSoup(contact(client, inquiry).content, "html.parser")
    assert [(one["href"], one.text) for one in told.select(".standing a[href^=tel]")] == [(address, number)]


def test_what_is_saved_from_the_page_with_the_number_goes_where_it_always_goes(client):
    enter(client, "招商专员")
    inquiry = builders.inquiry()
    form = BeautifulSoup(contact(client, inquiry).content, "html.parser").select_one("#inquiry_form")
    assert form["action"] == screen(Inquiry, "change", inquiry.pk)


def test_tells_a_script_the_values_alone(client):
    enter(client, "招商专员")
    inquiry = builders.inquiry(**WANG)
    answer = contact(client, inquiry, accept="application/json")
    assert answer.json() == {
        "contact_name": "王女士", "phone": "138 0013 8000", "wechat": "wang_138", "email": "wang@example.com",
        "dial": "tel:+8613800138000",
    }  # fmt: skip
    assert len(viewings()) == 1


def test_looking_at_the_address_shows_nothing(client):
    enter(client, "招商专员")
    assert client.get(screen(Inquiry, "contact", builders.inquiry().pk)).status_code == 405
    assert viewings() == []


def test_needs_the_token_of_a_form(client):
    user = enter(client, "招商专员")
    client.handler.enforce_csrf_checks = True
    client.force_login(user)
    assert contact(client, builders.inquiry()).status_code == 403
    assert viewings() == []


@pytest.mark.parametrize(("role", "status"), [("审计", 403), ("编辑", 403), (None, 302)])
def test_refuses_who_does_not_work_on_inquiries(client, role, status):
    if role:
        enter(client, role)
    answer = contact(client, builders.inquiry())
    assert (answer.status_code, viewings()) == (status, [])
    assert "王女士" not in answer.content.decode()


def test_offers_an_auditor_no_button(client):
    enter(client, "审计")
    page = client.get(screen(Inquiry, "change", builders.inquiry().pk)).content.decode()
    assert "显示联系方式" not in page


def bound(client, place):
    user = enter(client, "招商专员")
    Remit.objects.create(person=user, district=place)
    client.force_login(user)
    return user


def test_tells_a_district_nothing_of_another(client):
    bound(client, builders.district())
    inquiry = builders.inquiry(district=builders.district("dongli"))
    assert (contact(client, inquiry).status_code, viewings()) == (404, [])


def test_tells_a_district_nothing_before_it_has_accepted(client):
    """It reads what it is offered, masked; whom to call it learns once it has taken it on."""
    bound(client, builders.district())
    inquiry = builders.inquiry(district=builders.district("dongli"))
    Inquiry.objects.filter(pk=inquiry.pk).update(offered_to=builders.district())
    page = client.get(screen(Inquiry, "change", inquiry.pk))
    assert (page.status_code, "王**" in shown(page), "显示联系方式" in shown(page)) == (200, True, False)
    assert (contact(client, inquiry).status_code, viewings()) == (403, [])


@pytest.mark.parametrize("number", ["0", "999999", "9" * 30, "abc", "%00"])
def test_answers_an_odd_number_in_words(client, number):
    enter(client, "招商专员")
    assert client.post(f"/admin/inquiries/inquiry/{number}/contact/").status_code == 404


def test_what_an_officer_fills_in_is_masked_afterwards(client):
    enter(client, "招商专员")
    inquiry = builders.inquiry()
    save(client, screen(Inquiry, "change", inquiry.pk), wechat="wang_138")
    inquiry.refresh_from_db()
    assert inquiry.wechat == "wang_138"
    page = client.get(screen(Inquiry, "change", inquiry.pk)).content.decode()
    assert ("w***8" in page, "wang_138" in page) == (True, False)
    assert "wang_138" not in str([(one.object_repr, one.change_message) for one in LogEntry.objects.all()])


def found(client, term):
    return [row[0] for row in cells(client.get(screen(Inquiry), {"q": term}))]


@pytest.mark.parametrize("term", ["13800138000", "138 0013 8000", "+86 13800138000", "王女士"])
def test_finds_by_the_whole_of_it(client, term):
    enter(client, "招商专员")
    inquiry = builders.inquiry(**WANG)
    builders.inquiry(contact_name="李先生", phone="+8613900139000")
    assert found(client, term) == [inquiry.reference]


@pytest.mark.parametrize("term", ["13800138000", "王女士"])
def test_an_auditor_finds_nobody_by_what_he_may_not_read(client, term):
    enter(client, "审计")
    builders.inquiry(**WANG)
    assert found(client, term) == []


@pytest.mark.parametrize("term", ["1380013", "8000", "+86138", "王女", "wang", "女士"])
def test_finds_nothing_by_a_part_of_it(client, term):
    enter(client, "招商专员")
    builders.inquiry(**WANG)
    assert found(client, term) == []


def test_finds_a_landline_without_its_extension(client):
    enter(client, "招商专员")
    inquiry = builders.inquiry(phone="+862282100000;ext=801")
    assert found(client, "022-82100000") == [inquiry.reference]
    assert found(client, "022-82100000转801") == [inquiry.reference]


@pytest.mark.parametrize(
    "query",
    [
        "phone__startswith=%2B86138",
        "contact_name=王女士",
        "email__contains=wang",
        "wechat=w",
        "token__startswith=a",
        "digest__startswith=a",
        "said__icontains=wang",
        "message__contains=租",
        "officer__password__startswith=p",
        "merged_into__phone__startswith=%2B86138",
    ],
)
def test_lets_nobody_guess_by_the_address_of_the_list(client, query):
    enter(client, "招商专员")
    builders.inquiry(**WANG)
    builders.inquiry(contact_name="李先生", phone="+8613900139000")
    assert len(cells(client.get(f"{screen(Inquiry)}?{query}"))) == 2


def test_names_the_sender_masked_beside_a_listing(client):
    enter(client, "站长")
    listing = builders.listing()
    builders.inquiry(listing=listing, deal="rent", area_min=3000, area_max=4000)
    page = client.get(screen(type(listing), "change", listing.pk)).content.decode()
    assert ("王**" in page, "王女士" in page) == (True, False)


@pytest.mark.parametrize("role", ["编辑", "站长", "审计"])
def test_masks_who_sent_a_submission(client, role):
    enter(client, role)
    submission = builders.submission()
    pages = (
        client.get(screen(Submission)).content
        + client.get(screen(Submission, "change", submission.pk)).content
    )
    pages = pages.decode()
    assert ("李**" in pages, "139****9000" in pages) == (True, True)
    assert [one for one in ("李先生", "13900139000", "139 0013 9000") if one in pages] == []


def test_shows_who_sent_a_submission_to_who_handles_it(client):
    enter(client, "编辑")
    submission = builders.submission()
    page = shown(contact(client, submission))
    assert ("李先生" in page, "139 0013 9000" in page) == (True, True)
    assert viewings() == [("编辑", submission.reference, "127.0.0.1")]
    enter(client, "审计")
    assert contact(client, submission).status_code == 403


def test_an_erased_inquiry_has_nothing_to_show(client):
    from inquiries.retention import erase

    enter(client, "招商专员")
    inquiry = builders.inquiry()
    erase(inquiry)
    assert (contact(client, inquiry).status_code, viewings()) == (403, [])
