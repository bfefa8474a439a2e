"""The API's own sentences, in the caller's language. Those of the actions come with a refusal."""

from collections.abc import Mapping

from django.conf import settings
from django.utils import translation
from django.utils.translation.trans_real import parse_accept_lang_header

_TEXTS: Mapping[str, tuple[str, str]] = {
    "malformed": ("Indholdet kan ikke læses som JSON.", "The body cannot be read as JSON."),
    "invalid_input": (
        "Kaldet kan ikke bruges, som det er. Se errors.",
        "The request cannot be used as it is. See errors.",
    ),
    "unknown_field": ("Feltet kendes ikke.", "Unknown field."),
    "unknown_parameter": ("Parameteren kendes ikke.", "Unknown parameter."),
    "unknown_reference": ("Findes ikke.", "Not found."),
    "offset_missing": (
        "Skriv tidszonen med, fx 2026-11-26T13:00:00+01:00.",
        "Give the offset, e.g. 2026-11-26T13:00:00+01:00.",
    ),
    "file_too_large": (
        "Filen er over 1 MB. Del den i flere.",
        "The file is over 1 MB. Send it in parts.",
    ),
    "unknown_ordering": ("Der kan ikke sorteres sådan.", "This ordering is not offered."),
    "cursor": ("Cursor kan ikke bruges her.", "The cursor cannot be used here."),
    "page_size": ("Skriv et tal mellem 1 og 200.", "Give a number between 1 and 200."),
    "idempotency_key": (
        "Idempotency-Key skal have 1 til 200 tegn.",
        "Idempotency-Key must have 1 to 200 characters.",
    ),
    "not_authenticated": (
        "Log ind, eller send en nøgle: Authorization: Bearer …",
        "Sign in, or send a key: Authorization: Bearer …",
    ),
    "token_refused": (
        "Nøglen er ukendt, udløbet eller spærret.",
        "The key is unknown, expired or revoked.",
    ),
    "scope_missing": (
        "Nøglen har ikke adgang til det. Spørg den, der har udstedt den.",
        "The key lacks the scope for this. Ask whoever issued it.",
    ),
    "second_factor_missing": (
        "Log ind på siden, og brug din kode eller nøgle først.",
        "Sign in on the page and use your code or key first.",
    ),
    "permission_denied": ("Det er der ikke adgang til.", "This is not allowed."),
    "not_found": (
        "Det findes ikke, eller du har ikke adgang til det.",
        "It does not exist, or you may not see it.",
    ),
    "method_not_allowed": ("Metoden bruges ikke her.", "This method is not used here."),
    "not_acceptable": ("Svaret findes kun som JSON.", "The answer exists as JSON only."),
    "unsupported_media_type": (
        "Send application/json i UTF-8.",
        "Send application/json in UTF-8.",
    ),
    "stale": (
        "Det er ændret, siden du hentede det. Hent det igen.",
        "It has been changed since you read it. Read it again.",
    ),
    "if_match_missing": (
        "Send If-Match med den ETag, du fik, da du hentede det.",
        "Send If-Match with the ETag you got when you read it.",
    ),
    "throttled": ("For mange kald. Prøv igen senere.", "Too many requests. Try again later."),
}
KNOWN = frozenset(_TEXTS)


def text(code: str) -> str:
    """The sentence of a code in the language in force. KeyError for an unknown code."""
    danish, english = _TEXTS[code]
    return english if translation.get_language() == "en" else danish


def language_of(accept_language: str) -> str:
    """The first of our languages in an Accept-Language header; Danish when there is none."""
    known = {code for code, _name in settings.LANGUAGES}
    for wanted, _quality in parse_accept_lang_header(accept_language.lower()):
        code = wanted.split("-")[0]
        if code in known:
            return code
    return settings.LANGUAGE_CODE
