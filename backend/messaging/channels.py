"""Which provider serves which channel, by the settings."""

from pathlib import Path

from django.conf import settings

from backend.messaging.models import Channel
from backend.messaging.providers.base import Provider
from backend.messaging.providers.http_sms import HttpSmsProvider
from backend.messaging.providers.letters import LetterFolder
from backend.messaging.providers.memory import shared as memory
from backend.messaging.providers.nemsms import NemSmsProvider
from backend.messaging.providers.phone import PhoneProvider
from backend.messaging.providers.smtp_mail import SmtpProvider
from backend.messaging.providers.twilio_sms import TwilioProvider


def provider_for(channel: Channel) -> Provider | None:
    """A provider for one thread to use; None when the channel is off and its messages wait."""
    if channel is Channel.SMS:
        return _sms()
    if channel is Channel.LETTER:
        folder = settings.LETTER_FOLDER
        return LetterFolder(Path(folder)) if folder else None
    if settings.EMAIL_HOST:
        return SmtpProvider()
    # Without a mail server the demo shows mails on the telephone's page; production waits.
    return None if settings.PRODUCTION else PhoneProvider()


def _sms() -> Provider | None:
    match settings.SMS_PROVIDER:
        case "twilio":
            return TwilioProvider()
        case "http":
            return HttpSmsProvider()
        case "nemsms":
            return NemSmsProvider()
        case "phone":
            return PhoneProvider()
        case "memory":
            return memory
        case _:
            return None
