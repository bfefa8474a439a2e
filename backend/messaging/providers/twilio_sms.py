"""SMS by Twilio: the only file that knows it."""

import logging
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, cast

from django.conf import settings
from django.http import QueryDict
from requests.exceptions import RequestException
from twilio.base.exceptions import TwilioException, TwilioRestException, TwilioServiceException
from twilio.http.http_client import TwilioHttpClient
from twilio.http.response import Response
from twilio.request_validator import RequestValidator
from twilio.rest import Client

from backend.messaging.models import Message
from backend.messaging.providers.base import (
    Accepted,
    CannotTellError,
    InDoubt,
    NotSent,
    Outcome,
    Received,
    Refused,
)
from backend.messaging.providers.codes import Meaning, meaning_of
from backend.messaging.providers.line import never_left

_API = "https://api.twilio.com"
# Twilio's limits for how long it may keep a text waiting, in seconds.
_VALIDITY = (60, 36_000)
_SERVER_ERRORS = 500
_HOW_FAR_BACK = 100
_CLOCK_SKEW = timedelta(minutes=5)
# An answer that is JSON, but not the one that was promised.
_ODD_ANSWER = (ValueError, TypeError, KeyError, AttributeError)
_log = logging.getLogger(__name__)


class _Http(TwilioHttpClient):  # type: ignore[misc]
    """The client's own transport, towards another address when one is set."""

    def __init__(self, base_url: str, timeout: float) -> None:
        # Without a timeout the client waits for ever.
        super().__init__(timeout=timeout)
        self._base_url = base_url

    def request(self, method: str, url: str, *args: Any, **kwargs: Any) -> Response:
        """One request; never repeated, since creating a message has no idempotency key."""
        if self._base_url:
            url = url.replace(_API, self._base_url, 1)
        return super().request(method, url, *args, **kwargs)


class TwilioProvider:
    """Talks to Twilio with the credentials of the settings."""

    def __init__(self) -> None:
        config = cast("Mapping[str, Any]", settings.TWILIO)
        http = _Http(config["base_url"], config["timeout_seconds"])
        tokens = config["auth_tokens"] or [""]
        self._client = Client(
            config["account_sid"],
            tokens[0],
            region=config["region"] or None,
            edge=config["edge"] or None,
            http_client=http,
        )

    def send(self, message: Message, at: datetime) -> Outcome:
        """One POST. Our id is in the callback's address, so that it repairs a lost commit."""
        left = int((message.expires_at - at).total_seconds())
        try:
            made = self._client.messages.create(
                to=message.to,
                from_=message.municipality.sms_sender,
                body=message.body,
                status_callback=callback_url(message),
                validity_period=min(max(left, _VALIDITY[0]), _VALIDITY[1]),
            )
        except (TwilioException, RequestException, *_ODD_ANSWER) as error:
            return _outcome_of(error)
        if not made.sid:
            return InDoubt("no_id")
        return _accepted(made)

    def find(self, message: Message, known: frozenset[str]) -> Accepted | None:
        """Looks through the newest texts to that number for ours, word for word."""
        since = message.created_at - _CLOCK_SKEW
        try:
            rows = self._client.messages.list(to=message.to, limit=_HOW_FAR_BACK)
            for row in rows:
                # A trial account writes a sentence before the text.
                ours = (row.body or "").endswith(message.body) and row.sid not in known
                if ours and (row.date_created is None or row.date_created >= since):
                    return _accepted(row)
        except (TwilioException, RequestException, *_ODD_ANSWER) as error:
            raise CannotTellError(type(error).__name__) from error
        return None

    def fetch(self, provider_id: str) -> Accepted:
        """The message by its id."""
        try:
            return _accepted(self._client.messages(provider_id).fetch())
        except (TwilioException, RequestException, *_ODD_ANSWER) as error:
            raise CannotTellError(type(error).__name__) from error

    def received(self, sender: str, since: datetime) -> list[Received]:
        """The newest texts to our number; what its webhook missed is among them."""
        try:
            rows = self._client.messages.list(
                to=sender, date_sent_after=since, limit=_HOW_FAR_BACK, page_size=_HOW_FAR_BACK
            )
        except (TwilioException, RequestException, *_ODD_ANSWER) as error:
            raise CannotTellError(type(error).__name__) from error
        texts = [row for row in rows if row.direction == "inbound"]
        return [Received(row.sid, row.from_, row.body or "") for row in reversed(texts)]


def callback_url(message: Message) -> str:
    """The public address at which Twilio tells how far this message has come."""
    return f"{settings.PUBLIC_URL}/twilio/status/{message.uuid}/"


def check_signature(url: str, form: QueryDict, signature: str) -> bool:
    """Whether one of our tokens signed this form for exactly this public address.

    Several tokens are accepted while they are rotated. No signature and no token: never.
    """
    tokens = cast("list[str]", settings.TWILIO["auth_tokens"])
    return bool(signature) and any(
        RequestValidator(token).validate(url, form, signature) for token in tokens if token
    )


def _accepted(made: Any) -> Accepted:
    segments = str(made.num_segments or "")
    return Accepted(
        provider_id=made.sid,
        status=str(made.status or "accepted"),
        code=str(made.error_code or ""),
        segments=int(segments) if segments.isdigit() and segments != "0" else None,
    )


def _outcome_of(error: Exception) -> Outcome:
    """Network errors are not TwilioExceptions; what may have landed is in doubt, never resent."""
    if isinstance(error, (TwilioRestException, TwilioServiceException)):
        return _answer_of(error.status, str(error.code))
    if isinstance(error, RequestException) and never_left(error):
        return NotSent("unreachable")
    _log.info("a hand-over is in doubt: %s", type(error).__name__)
    return InDoubt(type(error).__name__[:20])


def _answer_of(status: int, code: str) -> Outcome:
    if status >= _SERVER_ERRORS:
        return InDoubt(str(status))
    if meaning_of(code) is Meaning.SLOW_DOWN or meaning_of(str(status)) is Meaning.SLOW_DOWN:
        return NotSent(code)
    if meaning_of(str(status)) is Meaning.PAUSE:
        return Refused(str(status))
    return Refused(code)
