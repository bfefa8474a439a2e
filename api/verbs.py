"""Deeds: one call each, done once for a key, and only while the row stands as it was read."""

import hashlib
import json
from collections.abc import Callable, Mapping
from http import HTTPStatus
from typing import Any, cast

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from rest_framework.exceptions import ValidationError
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import Serializer

from api.doors import Door, Shape
from api.etags import MatchMissing, etag_of, require_match
from api.shapes.inputs import Nothing
from api.texts import text
from backend.accounts.idempotency import claim_key, keep_answer
from backend.accounts.models import ApiToken, User

KEY_HEADER = "Idempotency-Key"
LONGEST_KEY = 200


class Verb(Door):
    """Does one thing. With an Idempotency-Key it is done once, however often it is sent.

    The key is kept in the deed's own transaction, so a deed that is refused keeps nothing and may
    be tried again with the same key. Where the address has a row that is shown at ``seen_as``,
    an If-Match is heeded: the row is locked, and the deed refused (412) when it stands otherwise.
    """

    takes: type[Serializer[Any]] = Nothing
    gives: Shape
    # The shape of the row in the address as its own address shows it; None: no If-Match.
    seen_as: Shape | None = None
    # That row, locked as the action locks it, or 404; needed where ``seen_as`` is named.
    locked: Callable[..., Any]
    # What an answer shows once and nobody keeps.
    shown_once: frozenset[str] = frozenset()
    # The one call, given the values and the address's parts: finds the row through scope, acts,
    # and gives what ``gives`` shows.
    act: Callable[..., Any]
    status: HTTPStatus = HTTPStatus.OK

    def status_of(self, _result: Any) -> HTTPStatus:
        """The status of what was done."""
        return self.status

    def statuses(self) -> tuple[HTTPStatus, ...]:
        """All that ``status_of`` may say."""
        return (self.status,)

    def post(self, request: Request, *_args: Any, **place: Any) -> Response:
        """Reads, acts, answers."""
        key = request.headers.get(KEY_HEADER)
        if key is None:
            return self._answer(place)
        if not 1 <= len(key) <= LONGEST_KEY:
            raise ValidationError({KEY_HEADER: [text("idempotency_key")]})
        with transaction.atomic():
            kept, is_new = claim_key(
                user=cast("User", request.user),
                token=request.auth if isinstance(request.auth, ApiToken) else None,
                key=key,
                request_hash=_hash_of(request),
                at=self.at,
            )
            if not is_new:
                again = {"Idempotent-Replayed": "true"}
                return Response(kept.body, status=kept.status, headers=again)
            response = self._answer(place)
            keep_answer(kept, status=response.status_code, body=self._kept(response))
            return response

    def _answer(self, place: Mapping[str, Any]) -> Response:
        serializer = self.takes(data=self.request.data, context=self.get_serializer_context())
        serializer.is_valid(raise_exception=True)
        with transaction.atomic():
            self._require_match(place)
            result = self.act(serializer.validated_data, **place)
        shown = self._seen(self.gives, result)
        headers = {"ETag": etag_of(shown)} if self.gives is self.seen_as else None
        return Response(shown, status=self.status_of(result), headers=headers)

    def _require_match(self, place: Mapping[str, Any]) -> None:
        wanted = self.request.headers.get("If-Match")
        if self.seen_as is None or wanted is None:
            return
        require_match(wanted, etag_of(self._seen(self.seen_as, self.locked(**place))))

    def _seen(self, shape: Shape, thing: Any) -> Any:
        return shape(thing, context=self.get_serializer_context()).data

    def _kept(self, response: Response) -> Any:
        """The answer as JSON would carry it, so that the kept one is the same to the letter."""
        plain = json.loads(JSONRenderer().render(response.data))
        return {name: None if name in self.shown_once else plain[name] for name in plain}

    def body_fields(self) -> frozenset[str]:
        """The names an error may point at."""
        return frozenset(self.takes().fields)


class Edit(Verb):
    """Replaces something whole by PUT, which may be repeated by its nature: no key is needed.

    Who replaces must have read: without If-Match it refuses (428).
    """

    http_method_names = ["get", "put", "head", "options"]

    def put(self, request: Request, *_args: Any, **place: Any) -> Response:
        """Reads, acts, answers."""
        if "If-Match" not in request.headers:
            raise MatchMissing
        return self._answer(place)


def _hash_of_file(file: "UploadedFile[bytes]") -> str:
    found = hashlib.sha256(file.read()).hexdigest()
    file.seek(0)
    return found


def _hash_of(request: Request) -> str:
    sent = json.dumps(request.data, sort_keys=True, ensure_ascii=True, default=_hash_of_file)
    return hashlib.sha256(f"{request.method} {request.path}\n{sent}".encode()).hexdigest()
