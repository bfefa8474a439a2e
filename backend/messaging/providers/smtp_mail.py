"""E-mail by SMTP, with a calendar invitation where the message carries one."""

import smtplib
from datetime import datetime
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, formataddr

from django.conf import settings

from backend.messaging.models import Message
from backend.messaging.providers.base import (
    Accepted,
    CannotTellError,
    InDoubt,
    NotSent,
    Outcome,
    Refused,
)

_TEMPORARY = range(400, 500)
_MAILBOX_FAULTS = (550, 551, 552, 553, 554)


class SmtpProvider:
    """Hands mail to the municipality's mail server.

    SMTP has no way to ask what was sent; the Message-ID is the row's own, so that a mail handed
    over twice is recognised as one by mail systems, and the invitation's UID by calendars.
    """

    def send(self, message: Message, at: datetime) -> Outcome:
        """One connection, one mail; accepted when the server has taken the whole of it."""
        try:
            mail = compose(message, at)
        except ValueError:
            return Refused("mail_header")
        try:
            server = smtplib.SMTP(
                settings.EMAIL_HOST, settings.EMAIL_PORT, timeout=settings.EMAIL_TIMEOUT
            )
        except (OSError, smtplib.SMTPException):
            return NotSent("unreachable")
        try:
            return _hand_over(server, mail)
        finally:
            # The mail is taken before QUIT; an odd goodbye must not make us send it again.
            server.close()

    def find(self, message: Message, known: frozenset[str]) -> Accepted | None:  # noqa: ARG002
        """SMTP keeps no list to look in."""
        raise CannotTellError

    def fetch(self, provider_id: str) -> Accepted:  # noqa: ARG002
        """SMTP keeps no list to look in."""
        raise CannotTellError


def compose(message: Message, at: datetime) -> EmailMessage:
    """The mail: the text alone is complete; the invitation both as part and as attachment.

    multipart/mixed( alternative( text/plain, text/html, text/calendar; method ), application/ics )
    Refuses line breaks in the subject (the e-mail package raises ValueError).
    """
    mail = EmailMessage(policy=SMTP)
    mail["From"] = formataddr((message.municipality.name, settings.DEFAULT_FROM_EMAIL))
    mail["To"] = message.to
    mail["Subject"] = message.subject
    mail["Date"] = format_datetime(at)
    mail["Message-ID"] = _message_id(message)
    mail["Auto-Submitted"] = "auto-generated"
    mail.set_content(message.body)
    if message.html:
        mail.add_alternative(message.html, subtype="html")
    if message.calendar:
        _attach_calendar(mail, message.calendar, message.calendar_method)
    return mail


def _attach_calendar(mail: EmailMessage, calendar: str, method: str) -> None:
    # Base64, so that no server on the way can touch the CRLF that the format demands.
    lines = calendar.replace("\r\n", "\n").replace("\n", "\r\n").encode()
    parameters = {"charset": "utf-8", "method": method}
    mail.add_alternative(
        lines, maintype="text", subtype="calendar", cte="base64", params=parameters
    )
    mail.make_mixed()
    mail.add_attachment(lines, maintype="application", subtype="ics", filename="invitation.ics")


def _hand_over(server: smtplib.SMTP, mail: EmailMessage) -> Outcome:
    try:
        _sign_in(server)
        server.send_message(mail)
    except smtplib.SMTPRecipientsRefused as error:
        return _refusal(max(code for code, _ in error.recipients.values()))
    except smtplib.SMTPResponseException as error:
        return _refusal(error.smtp_code)
    except smtplib.SMTPNotSupportedError:
        return NotSent("not_supported")
    except (OSError, smtplib.SMTPException) as error:
        return InDoubt(type(error).__name__[:20])
    return Accepted(provider_id=str(mail["Message-ID"]), status="sent")


def _message_id(message: Message) -> str:
    host = settings.DEFAULT_FROM_EMAIL.rpartition("@")[2]
    return f"<{message.uuid}@{host}>"


def _sign_in(server: smtplib.SMTP) -> None:
    if settings.EMAIL_USE_TLS:
        server.starttls()
    if settings.EMAIL_HOST_USER:
        server.login(settings.EMAIL_HOST_USER, settings.EMAIL_HOST_PASSWORD)


def _refusal(code: int) -> Outcome:
    if code in _TEMPORARY or code not in _MAILBOX_FAULTS:
        # 4xx, a closed door, a refused sign-in: the fault is between servers, not the person's.
        return NotSent(f"smtp_{code}")
    return Refused(f"smtp_{code}")
