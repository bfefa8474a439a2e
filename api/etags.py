"""How a thing stands, as a tag: who changes it may say which state of it was read."""

import hashlib
from typing import Any

from django.utils.http import parse_etags
from rest_framework.exceptions import APIException
from rest_framework.renderers import JSONRenderer


class Stale(APIException):
    """412: somebody has changed the thing since it was read."""

    status_code = 412
    default_code = "stale"


class MatchMissing(APIException):
    """428: what is replaced whole must have been read first."""

    status_code = 428
    default_code = "if_match_missing"


def etag_of(shown: Any) -> str:
    """The tag of what is shown: the same to the letter, the same tag."""
    return f'"{hashlib.sha256(JSONRenderer().render(shown)).hexdigest()[:32]}"'


def is_known(if_none_match: str, etag: str) -> bool:
    """Whether the caller has the thing as it stands; ``*`` is any state of it."""
    return bool({"*", etag, f"W/{etag}"} & set(parse_etags(if_none_match)))


def require_match(if_match: str, etag: str) -> None:
    """Refuses (412) when none of the tags in an If-Match header is the thing's own."""
    if if_match.strip() != "*" and etag not in parse_etags(if_match):
        raise Stale
