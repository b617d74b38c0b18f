import pytest
from django.core.files.base import ContentFile

from articles.models import PolicyAttachment
from tests import builders

pytestmark = pytest.mark.django_db


def attached(**values):
    return PolicyAttachment.objects.create(
        policy=builders.policy(**values), name="申报表", file=ContentFile(b"%PDF-1.4", "../../补贴 form.pdf")
    )


def test_is_downloaded_under_its_own_name(client):
    response = client.get(attached().file.url)
    assert b"".join(response.streaming_content) == b"%PDF-1.4"
    assert response["Content-Disposition"] == ("attachment; filename*=utf-8''%E7%94%B3%E6%8A%A5%E8%A1%A8.pdf")
    assert response["Cache-Control"] == "private, no-store"


@pytest.mark.parametrize("hidden", builders.HIDDEN)
def test_is_hidden_with_its_policy(client, hidden):
    address = attached(**builders.HIDDEN[hidden]).file.url
    assert client.get(address).status_code == 404
    client.force_login(builders.staff(is_superuser=True))
    assert client.get(address).status_code == 200


def test_has_no_address_under_media():
    assert attached().file.url.startswith("/policies/files/")


def test_is_gone_with_its_file(client):
    attachment = attached()
    attachment.file.storage.delete(attachment.file.name)
    assert client.get(attachment.file.url).status_code == 404
