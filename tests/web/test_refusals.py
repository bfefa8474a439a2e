"""Every kind of refusal has a status, and a refusal without a form gets a page."""

import pytest
from django.http import HttpRequest
from django.test import Client
from django.urls import path

from backend.common.refusals import Clash, Invalid, NotAllowed, Refusal, TooLate
from backend.urls import urlpatterns as real
from backend.web.refusals import STATUSES, status_of


def missing() -> set[type[Refusal]]:
    """Kinds of refusal that the product has and the table does not."""
    ours = {kind for kind in Refusal.__subclasses__() if kind.__module__.startswith("backend")}
    return ours - set(STATUSES)


def test_the_table_is_complete() -> None:
    assert missing() == set()
    assert {kind: int(status) for kind, status in STATUSES.items()} == {
        NotAllowed: 403,
        TooLate: 409,
        Clash: 409,
        Invalid: 422,
    }


def test_control_a_new_kind_without_a_line_is_found() -> None:
    # Made as if it stood in the product's module; gone again when the test is over.
    new = type("Postponed", (Refusal,), {"__module__": "backend.common.refusals"})
    assert missing() == {new}
    with pytest.raises(KeyError):
        status_of(new("later", "Senere."))
    new.__module__ = "tests.web.test_refusals"


def _refuse(_request: HttpRequest) -> None:
    raise Clash("full", "Pladsen blev lige taget. Vil du stå på venteliste?")


def _bug(_request: HttpRequest) -> None:
    raise RuntimeError("A bug is not a refusal.")


urlpatterns = [path("nej", _refuse), path("s/nej", _refuse), path("fejl", _bug), *real]


@pytest.mark.django_db
@pytest.mark.urls("tests.web.test_refusals")
@pytest.mark.parametrize(
    ("address", "template"), [("/nej", "refusal.html"), ("/s/nej", "refusal_link.html")]
)
def test_a_refusal_without_a_form_gets_its_page(
    client: Client, address: str, template: str
) -> None:
    response = client.get(address)
    assert response.status_code == 409
    assert response.templates[0].name == template
    assert response.content.decode().count("Pladsen blev lige taget.") == 1


@pytest.mark.urls("tests.web.test_refusals")
def test_a_bug_stays_a_bug(client: Client) -> None:
    with pytest.raises(RuntimeError):
        client.get("/fejl")
