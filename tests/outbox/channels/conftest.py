import pytest

from .servers import MailServer, Robot


@pytest.fixture
def robot():
    robot = Robot()
    yield robot
    robot.stop()


@pytest.fixture
def mail_server(settings):
    """The site sends its mail there, by real SMTP."""
    server = MailServer()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.port
    settings.NOTICE_FROM = "招商网站 <notice@example.cn>"
    yield server
    server.stop()
