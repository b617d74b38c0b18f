"""A mail server that answers nothing holds up neither a visitor nor any other notice."""

import threading
import time

import pytest

from inquiries.models import AssignmentRule, Inquiry
from inquiries.notices.announcing import announce
from outbox.models import Delivery
from outbox.working import Worker
from tests import builders
from tests.outbox.channels.servers import MailServer, Robot

from .conftest import person

pytestmark = [pytest.mark.postgresql, pytest.mark.django_db(transaction=True)]
TYPED = {
    "contact_name": "王女士",
    "phone": "13800138000",
    "topic": "land",
    "message": "想拿地",
    "consent": "on",
}


@pytest.fixture
def servers(settings):
    mail, robot = MailServer(), Robot()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", mail.port, 50
    settings.NOTICE_FROM, settings.DINGTALK_WEBHOOK_URL = "notice@example.cn", robot.url
    yield mail, robot
    mail.stop()
    robot.stop()


@pytest.fixture
def _working(_not_in_the_morning):
    worker = Worker()
    thread = threading.Thread(target=worker.run)
    thread.start()
    yield
    worker.stop()
    thread.join()


def until(holds):
    deadline = time.monotonic() + 40
    while not holds():
        assert time.monotonic() < deadline
        time.sleep(0.05)


@pytest.mark.usefixtures("_working")
def test_delays_nobody(client, servers):
    mail, robot = servers
    mail.says = {"CONNECT": "hang"}
    officer = person("li")
    for _ in range(3):  # more than are sent at once
        announce("assigned", builders.inquiry(officer=officer))
    until(lambda: Delivery.objects.filter(kind="notice-mail", attempts=1).count() == 2)
    AssignmentRule.objects.create().officers.set([officer])
    assert client.post("/contact/", TYPED).status_code == 303
    announce("received", builders.inquiry())
    until(lambda: len(robot.told) == 1)
    until(lambda: Delivery.objects.in_state("sent").count() == 1)
    assert Inquiry.objects.count() == 5
    assert mail.taken == []  # they hang still
    mail.released.set()
    until(lambda: Delivery.objects.in_state("sent").count() == 5)
    assert [recipient for recipient, _ in mail.taken] == ["li@example.cn"] * 4
