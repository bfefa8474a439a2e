"""Every form of the staff pages, sent empty and sent with nonsense: a sentence and 422."""

import time_machine
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory

from tests.architecture.routes import routes
from tests.architecture.test_routes import address, make_stage
from tests.cast import NOW

NONSENSE = {"name": "x" * 5000, "title": "x" * 5000, "date": "31/02/2026", "count": "-1"}
# Wrong input, a button that needs none, no right to it, nothing there, too late, no such method.
HONEST = {422, 302, 403, 404, 409, 405}
# Buttons without a field whose answer is the page itself: what is shown once, and a trial.
ANSWERS_AT_ONCE = {
    "volunteers:institution_calendar",
    "institutions:system_secret",
    "institutions:try_need",
}


def accepts(status: int) -> bool:
    """Whether this answer to wrong input says that something is wrong, or did a button's deed."""
    return status in HONEST


def test_every_staff_form_answers_wrong_input_with_422(client: Client, db: None) -> None:
    found: dict[str, int] = {}
    with time_machine.travel(NOW, tick=False):
        cast, _, rows = make_stage()
        client.raise_request_exception = False
        for user, body in ((cast.leader, {}), (cast.coordinator, NONSENSE)):
            for route in routes():
                if route.staff and route.name not in ANSWERS_AT_ONCE:
                    # Each from the same start: a button's deed is taken back.
                    start = transaction.savepoint()
                    client.force_login(user)
                    answer = client.post(address(route, rows), body)
                    transaction.savepoint_rollback(start)
                    found[f"{user.name} {route.name}"] = answer.status_code

    assert {where: status for where, status in found.items() if not accepts(status)} == {}
    assert list(found.values()).count(422) > 100


def test_control_a_form_that_swallows_wrong_input_is_found() -> None:
    def swallows(_request: HttpRequest) -> HttpResponse:
        return HttpResponse("Gemt")

    assert not accepts(swallows(RequestFactory().post("/", {})).status_code)
