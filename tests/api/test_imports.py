"""People and institutions from a file over the API: a dry run, then all of it or none."""

from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from institutions.models import Institution
from tests.api.conftest import BASE, Caller
from tests.cast import Cast
from volunteers.models import Volunteer

PEOPLE = "Fornavn;Efternavn;Mobil;Postnummer\nÅse;Prøve;20123456;8999\nIb;Prøve;20123457;8999\n"
PLACES = (
    "Navn;Afdeling;Adresse;Postnr;Kontaktperson;Telefon\n"
    "Engen;Ældre;Engvej 1;8999;Lone Prøve;12345678\n"
)


def send(caller: Caller, path: str, text: str, **more: Any) -> Any:
    file = SimpleUploadedFile("rows.csv", text.encode(), "text/csv")
    headers = more.pop("headers", {})
    return caller.client.post(f"{BASE}/imports/{path}", {"file": file, **more}, headers=headers)


def test_a_dry_run_tells_and_changes_nothing(cast: Cast, coordinator: Caller) -> None:
    before = Volunteer.objects.count()

    found = send(coordinator, "volunteers/preview", PEOPLE).json()

    assert (found["total"], found["new"], found["wrong"], found["faults"]) == (2, 2, 0, [])
    assert Volunteer.objects.count() == before
    kept = send(coordinator, "volunteers", PEOPLE, shown=found["seal"])
    assert (kept.status_code, Volunteer.objects.count()) == (200, before + 2)
    # Control: the seal no longer stands for what would happen.
    again = send(coordinator, "volunteers", PEOPLE, shown=found["seal"])
    assert (again.status_code, again.json()["code"]) == (409, "changed_meanwhile")


def test_one_fault_keeps_everybody_out_unless_asked(cast: Cast, coordinator: Caller) -> None:
    before = Volunteer.objects.count()
    faulty = PEOPLE.replace("20123457", "7")

    refused = send(coordinator, "volunteers", faulty)
    told = send(coordinator, "volunteers/preview", faulty).json()
    assert Volunteer.objects.count() == before
    kept = send(coordinator, "volunteers", faulty, leave_faults="true")

    assert (refused.status_code, refused.json()["code"]) == (422, "import_faults")
    assert [one["line"] for one in told["faults"]] == [3]
    assert (kept.json()["wrong"], Volunteer.objects.count()) == (1, before + 1)


def test_institutions_come_in_the_same_way(cast: Cast, coordinator: Caller) -> None:
    dry = send(coordinator, "institutions/preview", PLACES)
    assert (dry.status_code, Institution.objects.count()) == (200, 2)

    kept = send(coordinator, "institutions", PLACES)

    assert (dry.json()["new"], kept.json()["new"], Institution.objects.count()) == (1, 1, 3)


def test_the_same_key_with_another_file_is_refused(cast: Cast, coordinator: Caller) -> None:
    headers = {"Idempotency-Key": "k-1"}

    answers = [
        send(coordinator, "volunteers", text, headers=headers)
        for text in (PEOPLE, PEOPLE, PEOPLE + "Bo;Prøve;20123458;8999\n")
    ]

    assert [one.status_code for one in answers] == [200, 200, 422]
    assert answers[0].json() == answers[1].json()


def test_who_may_not_import_and_what_is_too_large(
    cast: Cast, leader: Caller, coordinator: Caller
) -> None:
    large = send(coordinator, "volunteers/preview", PEOPLE + "x" * 1_000_001)
    missing = coordinator.client.post(f"{BASE}/imports/volunteers/preview", {})

    assert send(leader, "volunteers", PEOPLE).json()["code"] == "may_not_import"
    assert [one.json()["errors"][0]["pointer"] for one in (large, missing)] == ["#/file", "#/file"]
