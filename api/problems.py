"""Every no in one shape: application/problem+json (RFC 9457) with a code that stays."""

from collections.abc import Iterator, Mapping
from http import HTTPStatus
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.utils import translation
from rest_framework import exceptions
from rest_framework.response import Response
from rest_framework.settings import api_settings

from api.texts import KNOWN, text
from backend.common.refusals import Invalid, Refusal
from backend.web.refusals import status_of

MEDIA_TYPE = "application/problem+json"
Errors = list[dict[str, str]]


class BadParameters(exceptions.ValidationError):
    """Query parameters that cannot be used (400); named as parameters, not as body fields."""


def problem(error: Exception, context: Mapping[str, Any]) -> Response | None:
    """The answer to an exception; None for a bug, which stays a 500.

    A refusal has the status, code and sentence that the pages show too. Danish unless
    Accept-Language asks for English and the sentence has an English wording.
    """
    if isinstance(error, Refusal):
        return _refused(error, context.get("view"))
    if isinstance(error, Http404):
        error = exceptions.NotFound()
    elif isinstance(error, PermissionDenied):
        error = exceptions.PermissionDenied()
    if not isinstance(error, exceptions.APIException):
        return None
    code = _code(error)
    errors = _named(error) if isinstance(error, exceptions.ValidationError) else []
    response = _answer(error.status_code, code, text(code), errors)
    for header, value in _headers(error):
        response.headers[header] = value
    return response


def _refused(refusal: Refusal, view: Any) -> Response:
    fields = refusal.fields if isinstance(refusal, Invalid) else {}
    names: Mapping[str, str] = getattr(view, "pointers", {})
    body: frozenset[str] = view.body_fields() if hasattr(view, "body_fields") else frozenset()
    errors: Errors = []
    for name, sentences in fields.items():
        here = names.get(name, name)
        place = {"pointer": f"#/{here}"} if here in body else {}
        errors += [{"field": here, **place, "detail": _own(sentence)} for sentence in sentences]
    detail = _own(refusal.text)
    response = _answer(status_of(refusal), refusal.code, detail, errors)
    translated = detail != refusal.text
    response.headers["Content-Language"] = "en" if translated else "da"
    return response


def _answer(status: int, code: str, detail: str, errors: Errors) -> Response:
    body: dict[str, Any] = {
        "type": "about:blank",
        "title": HTTPStatus(status).phrase,
        "status": int(status),
        "code": code,
        "detail": detail,
    }
    if errors:
        body["errors"] = errors
    language = translation.get_language() or "da"
    response = Response(body, status=status, content_type=MEDIA_TYPE)
    response.headers["Content-Language"] = language
    return response


def _code(error: exceptions.APIException) -> str:
    if isinstance(error, exceptions.ValidationError):
        return "invalid_input"
    if isinstance(error, exceptions.ParseError):
        return "malformed"
    code = getattr(error.detail, "code", error.default_code)
    return code if code in KNOWN else error.default_code


def _named(error: exceptions.ValidationError) -> Errors:
    in_query = isinstance(error, BadParameters)
    found: Errors = []
    for path, sentence in _flat(error.detail, ()):
        if in_query:
            found.append({"parameter": path[0] if path else "", "detail": sentence})
        else:
            pointer = "#" + "".join(f"/{_escaped(part)}" for part in path)
            found.append({"field": ".".join(path), "pointer": pointer, "detail": sentence})
    return found


def _flat(detail: Any, path: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], str]]:
    if isinstance(detail, Mapping):
        for name, inner in detail.items():
            whole = name == api_settings.NON_FIELD_ERRORS_KEY
            yield from _flat(inner, path if whole else (*path, str(name)))
    elif isinstance(detail, list):
        for index, inner in enumerate(detail):
            # A list of sentences about one field, or one entry for each row of a list.
            is_row = isinstance(inner, Mapping | list)
            yield from _flat(inner, (*path, str(index)) if is_row else path)
    else:
        yield path, str(detail)


def _escaped(part: str) -> str:
    return part.replace("~", "~0").replace("/", "~1")


def _own(sentence: str) -> str:
    """The sentence in the language in force, where it has a wording in it."""
    return translation.gettext(sentence) if sentence else sentence


def _headers(error: exceptions.APIException) -> Iterator[tuple[str, str]]:
    if challenge := getattr(error, "auth_header", None):
        yield "WWW-Authenticate", challenge
    if wait := getattr(error, "wait", None):
        yield "Retry-After", str(int(wait))
