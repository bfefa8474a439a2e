"""The one table from kinds of refusal to HTTP statuses, used by pages and API alike."""

from http import HTTPStatus

from backend.common.refusals import Clash, Invalid, NotAllowed, Refusal, TooLate

STATUSES: dict[type[Refusal], HTTPStatus] = {
    NotAllowed: HTTPStatus.FORBIDDEN,
    TooLate: HTTPStatus.CONFLICT,
    Clash: HTTPStatus.CONFLICT,
    Invalid: HTTPStatus.UNPROCESSABLE_ENTITY,
}


def status_of(refusal: Refusal) -> HTTPStatus:
    """The status of the refusal's own kind. A kind without a line in the table is a KeyError."""
    return STATUSES[type(refusal)]
