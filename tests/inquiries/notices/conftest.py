import pytest

from inquiries.notices import digest, sending  # noqa: F401
from parks.models import Remit
from tests import builders
from zhaoshang.roles import ensure_roles


@pytest.fixture
def mail_on(settings):
    settings.NOTICE_FROM = "notice@example.cn"
    settings.SITE_ORIGIN = "https://invest.example.cn"


@pytest.fixture
def robots_on(settings):
    settings.WECOM_WEBHOOK_URL = "https://wecom.example/send?key=1"
    settings.DINGTALK_WEBHOOK_URL = "https://dingtalk.example/send?access_token=1"
    settings.SITE_ORIGIN = "https://invest.example.cn"


@pytest.fixture
def _not_in_the_morning(monkeypatch):
    """When a worker tells what is due, too."""
    monkeypatch.setattr(digest, "ENDS", digest.BEGINS)


@pytest.fixture
def said(monkeypatch):
    """[(robot, text)] of what the groups are told."""
    said = []
    monkeypatch.setattr("outbox.channels.wecom.send", lambda text: said.append(("wecom", text)))
    monkeypatch.setattr("outbox.channels.dingtalk.send", lambda text: said.append(("dingtalk", text)))
    return said


def person(username, role="招商专员", *places, **values):
    user = builders.staff(username, **({"email": f"{username}@example.cn"} | values))
    user.groups.set([ensure_roles()[role]])
    for place in places:
        Remit.objects.create(person=user, district=place)
    return user
