"""That no public address tells who sent an inquiry or a submission, whoever asks."""

import pytest

from inquiries.models import Inquiry, Submission
from tests import builders
from tests.site.addresses import FOR_MACHINES, PRIVATE, PUBLIC, fill_in
from tests.zhaoshang.test_page_role_table import CONTACT, SENDER, told_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def secret(site):
    Inquiry.objects.filter(pk=site.inquiry.pk).update(**CONTACT)
    Submission.objects.filter(pk=site.submission.pk).update(**SENDER)
    return site


def words_of(response):
    content = b"".join(response.streaming_content) if response.streaming else response.content
    return content.decode("utf-8", "replace")


@pytest.mark.parametrize("is_staff", [False, True])
def test_no_address_tells_whose_data_is_held(client, secret, is_staff):
    if is_staff:
        client.force_login(builders.staff("root", is_superuser=True))
    telling = {}
    for address in [*PUBLIC, *FOR_MACHINES, *PRIVATE]:
        if told := told_in(words_of(client.get(fill_in(address, secret), follow=True))):
            telling[address] = told
    assert telling == {}


@pytest.mark.parametrize("term", ["欧阳密", "司徒藏", "13800138000", "wx-mi-138"])
def test_nobody_is_found_by_searching_the_site(client, secret, term):
    for address in (f"/search/?q={term}", f"/news/?tag={term}", f"/parks/?q={term}", f"/listings/?q={term}"):
        page = words_of(client.get(address))
        assert secret.inquiry.reference not in page
        assert secret.submission.reference not in page
    assert told_in(words_of(client.get(f"/search/suggest?q={term}"))) in ([], [term])


def test_the_receipt_of_who_just_sent_it_is_masked(client, secret):
    client.post(secret.inquiry.get_absolute_url(), {"phone": "13800138000"})
    page = words_of(client.get(secret.inquiry.get_absolute_url()))
    assert "欧**" in page
    assert told_in(page) == []
