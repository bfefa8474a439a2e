"""SMS by any provider that takes a POST of JSON: the example of how a second one is added.

POST {url}/messages {"to", "from", "text", "reference"} with "Authorization: Bearer …" and
"Idempotency-Key", answered by {"id", "status"}; GET {url}/messages?reference=… and
GET {url}/messages/{id} answer the same shape. A provider with other names needs only this file.
"""

from datetime import datetime
from typing import Any
from urllib.parse import quote

import requests
from django.conf import settings
from requests.exceptions import RequestException

from backend.messaging.models import Message
from backend.messaging.providers.base import (
    Accepted,
    CannotTellError,
    InDoubt,
    NotSent,
    Outcome,
    Refused,
)
from backend.messaging.providers.line import never_left

TIMEOUT_SECONDS = 10
_OK = range(200, 300)
_WAIT = 429
_SERVER_ERRORS = 500


class HttpSmsProvider:
    """Talks to the address of the settings; the reference is the row's own id."""

    def __init__(self) -> None:
        self._url = settings.HTTP_SMS_URL
        self._timeout = TIMEOUT_SECONDS
        self._session = requests.Session()
        self._session.headers["Authorization"] = f"Bearer {settings.HTTP_SMS_KEY}"

    def send(self, message: Message, at: datetime) -> Outcome:  # noqa: ARG002
        """One POST; what may have landed is in doubt and looked up by its reference."""
        body = {
            "to": message.to,
            "from": message.municipality.sms_sender,
            "text": message.body,
            "reference": str(message.uuid),
        }
        try:
            answer = self._session.post(
                f"{self._url}/messages",
                json=body,
                headers={"Idempotency-Key": str(message.uuid)},
                timeout=self._timeout,
            )
            return _outcome_of(answer)
        except RequestException as error:
            return NotSent("unreachable") if never_left(error) else InDoubt("no_answer")
        except (ValueError, KeyError, TypeError):
            return InDoubt("odd_answer")

    def find(self, message: Message, known: frozenset[str]) -> Accepted | None:
        """The one with our reference, if the provider has it."""
        rows = self._get(f"/messages?reference={quote(str(message.uuid))}")
        if not isinstance(rows, list):
            raise CannotTellError
        found = [_accepted(row) for row in rows]
        return next((one for one in found if one.provider_id not in known), None)

    def fetch(self, provider_id: str) -> Accepted:
        """How far it has come."""
        return _accepted(self._get(f"/messages/{quote(provider_id, safe='')}"))

    def _get(self, path: str) -> Any:
        try:
            answer = self._session.get(f"{self._url}{path}", timeout=self._timeout)
            answer.raise_for_status()
            return answer.json()
        except (RequestException, ValueError) as error:
            raise CannotTellError(type(error).__name__) from error


def _outcome_of(answer: requests.Response) -> Outcome:
    if answer.status_code in _OK:
        return _accepted(answer.json())
    if answer.status_code == _WAIT:
        return NotSent("429")
    if answer.status_code >= _SERVER_ERRORS:
        return InDoubt(str(answer.status_code))
    return Refused(str(answer.status_code))


def _accepted(row: Any) -> Accepted:
    provider_id = str(row["id"])
    if not provider_id:
        raise ValueError("The answer has no id.")
    return Accepted(provider_id=provider_id[:80], status=str(row.get("status", "accepted")))
