import pytest
from bs4 import BeautifulSoup
from django.core.files.uploadedfile import SimpleUploadedFile

from inquiries.models import EarlierText, Submission
from inquiries.retention import erase
from tests import builders
from tests.staff_screens import enter, screen

pytestmark = pytest.mark.django_db

SAID = {"title": "改好的标题", "body": "补充了颁发单位和日期。", "rights": "original", "consent": "on"}


@pytest.fixture
def returned(client):
    """One that was sent back, its sender having named number and telephone."""
    submission = builders.submission(state="returned", reason="请补充颁发单位。")
    client.post(submission.get_absolute_url(), {"phone": "13900139000"})
    return submission


def amend(submission):
    return f"{submission.get_absolute_url()}amend/"


def test_the_receipt_leads_to_the_form_with_what_was_written(client, returned):
    receipt = BeautifulSoup(client.get(returned.get_absolute_url()).content, "html.parser")
    assert [a["href"] for a in receipt.select(".receipt .button-act")] == [amend(returned)]
    page = BeautifulSoup(client.get(amend(returned)).content, "html.parser")
    assert page.select_one("[name=title]")["value"] == "园区企业获评专精特新"
    assert page.select_one("[name=body]").text.strip() == "我公司近日获评专精特新企业。"
    assert "请补充颁发单位。" in page.select_one(".notice").text
    assert page.select("[name=phone], [name=author]") == []


def test_keeps_the_number_and_the_earlier_text(client, returned):
    response = client.post(amend(returned), SAID)
    assert (response.status_code, response.url) == (303, returned.get_absolute_url())
    row = Submission.objects.get()
    assert (row.reference, row.state, row.reason, row.title, row.body, row.author) == (
        returned.reference,
        "pending",
        "",
        "改好的标题",
        "补充了颁发单位和日期。",
        "李先生",
    )
    earlier = EarlierText.objects.get()
    assert (earlier.title, earlier.body, earlier.reason) == (
        "园区企业获评专精特新",
        "我公司近日获评专精特新企业。",
        "请补充颁发单位。",
    )


def test_the_editor_sees_what_was_sent_before(client, returned):
    client.post(amend(returned), SAID)
    enter(client, "编辑")
    page = BeautifulSoup(client.get(screen(Submission, "change", returned.pk)).content, "html.parser")
    said = page.select_one(".field-earlier details").text
    assert "请补充颁发单位。" in said
    assert "我公司近日获评专精特新企业。" in said


def test_sent_twice_is_amended_once(client, returned):
    client.post(amend(returned), SAID)
    assert client.post(amend(returned), SAID).status_code == 302
    assert EarlierText.objects.count() == 1


@pytest.mark.parametrize("state", ["pending", "adopted", "declined"])
def test_only_what_was_sent_back_is_amended(client, returned, state):
    Submission.objects.filter(pk=returned.pk).update(
        state=state, closed_at=None if state == "pending" else returned.closed_at
    )
    assert client.post(amend(returned), SAID).url == returned.get_absolute_url()
    assert Submission.objects.get().title == "园区企业获评专精特新"


def test_a_stranger_is_asked_for_the_telephone_number(client):
    submission = builders.submission(state="returned", reason="请补充。")
    page = client.get(amend(submission))
    assert "进度查询" in page.content.decode()
    client.post(amend(submission), SAID)
    assert Submission.objects.get().state == "returned"


def test_says_what_is_missing_and_changes_nothing(client, returned):
    response = client.post(amend(returned), SAID | {"title": "", "body": " "})
    assert response.status_code == 422
    assert "请补充颁发单位。" in response.content.decode()
    assert (Submission.objects.get().state, EarlierText.objects.count()) == ("returned", 0)


def test_the_earlier_file_stays_with_the_earlier_text(client, returned):
    returned.attachment = SimpleUploadedFile("a.pdf", b"%PDF-1.4 old")
    returned.save()
    client.post(amend(returned), SAID | {"attachment": SimpleUploadedFile("b.pdf", b"%PDF-1.4 new")})
    row, earlier = Submission.objects.get(), EarlierText.objects.get()
    assert (row.attachment.read(), earlier.attachment.read()) == (b"%PDF-1.4 new", b"%PDF-1.4 old")
    enter(client, "编辑")
    assert b"".join(client.get(earlier.attachment.url).streaming_content) == b"%PDF-1.4 old"


def test_clearing_personal_data_clears_the_earlier_texts(
    client, returned, django_capture_on_commit_callbacks
):
    returned.attachment = SimpleUploadedFile("a.pdf", b"%PDF-1.4 old")
    returned.save()
    client.post(amend(returned), SAID)
    stored = EarlierText.objects.get().attachment
    with django_capture_on_commit_callbacks(execute=True):
        erase(Submission.objects.get())
    assert (EarlierText.objects.count(), stored.storage.exists(stored.name)) == (0, False)
