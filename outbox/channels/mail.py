"""Mail over the server of EMAIL_URL or EMAIL_HOST…, from NOTICE_FROM."""

import smtplib

from django.conf import settings
from django.core.mail import EmailMessage

from outbox.duties import Failed, Refused

LABEL, SETTINGS = "邮件", ["EMAIL_URL", "NOTICE_FROM"]


def is_on():
    return bool(settings.NOTICE_FROM)


def send(to, subject, text, key):
    """One mail to one address. Sent twice with the same `key`, it is the same mail: servers that look drop the second."""
    domain = settings.NOTICE_FROM.rstrip("> ").rpartition("@")[2]
    headers = {"Message-ID": f"<{key}@{domain}>", "Auto-Submitted": "auto-generated"}
    mail = EmailMessage(subject, text, settings.NOTICE_FROM, [to], headers=headers)
    try:
        mail.send()
    except smtplib.SMTPRecipientsRefused as error:
        raise refusal(error.recipients, "收件地址被邮件服务器拒收") from None
    except smtplib.SMTPSenderRefused:
        raise Failed("邮件服务器不接受发件地址，请核对 NOTICE_FROM") from None
    except smtplib.SMTPAuthenticationError:
        raise Failed("邮件服务器不认用户名或密码") from None
    except smtplib.SMTPResponseException as error:
        raise Failed(f"邮件服务器回答 {error.smtp_code}") from None
    except (OSError, smtplib.SMTPException) as error:
        late = TimeoutError in (type(error), type(error.__context__))  # smtplib wraps it
        raise Failed("邮件服务器没有及时回答" if late else "连接不上邮件服务器") from None


def refusal(recipients, reason):
    """For good when the server says 5xx; 4xx (greylisting, a full box) is worth another try."""
    codes = [code for code, _ in recipients.values()]
    return (
        Refused(reason) if all(code >= 500 for code in codes) else Failed("邮件服务器暂时不收这个地址的邮件")
    )
