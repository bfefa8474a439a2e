"""The coordinator's pages of the organisation."""

import base64
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from datetime import date
from typing import Any
from uuid import UUID

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from backend.accounts.models import Municipality
from backend.audit.models import AuditEntry
from backend.common.contrast import contrast
from backend.common.refusals import Clash
from backend.messaging.models import Message, Wording
from institutions.actions.departments import close_institution
from institutions.models import Department, FeatureSwitch, Institution, Project, Task
from institutions.queries.organisation import feature_on
from institutions.rules.features import Feature
from institutions.rules.settings import SETTING_FIELDS, settings_faults
from tests.cast import NOW, Cast, link_actor, make_cast, make_volunteers, offer_to, open_slot
from tests.institutions.stage import PROJECT, organisation_rows
from volunteers.actions.answers import accept_offer

SENDER = "Brug bogstaverne a-z, tal og mellemrum, og mindst ét bogstav. Skriv å som aa."
HOST = "Skriv adressen med små bogstaver og uden https://, fx frivillig.soeby.dk."
HOST_TOO_LONG = "Højst 19 tegn, for linket står i hver sms. Der er 26 nu."
TOO_LIGHT = "Hvid tekst på farven kan ikke læses af alle (1,5, mindst 4,5). Vælg en mørkere."
Counting = Callable[[int], AbstractContextManager[Any]]


@pytest.fixture(autouse=True)
def moment() -> Iterator[None]:
    """Monday at ten."""
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def coordinator(cast: Cast, client: Client) -> Client:
    """The coordinator, signed in."""
    client.force_login(cast.coordinator)
    return client


def to(name: str, *args: Any) -> str:
    return reverse(f"institutions:{name}", args=args)


def typed_settings(municipality: Municipality, **changes: Any) -> dict[str, Any]:
    """The settings' form as the browser sends it."""
    kept = {name: getattr(municipality, name) for name in SETTING_FIELDS}
    kept |= {"quiet_from": "20:00", "quiet_until": "08:00", "quiet_on_holidays": "on"}
    return kept | changes


def typed_place(cast: Cast, **changes: Any) -> dict[str, Any]:
    return {
        "department": cast.here.department_id,
        "name": "Ågården",
        "short_name": "Ågården",
        "address": "Åvej 1",
        "postcode": "8999",
        "latitude": "56,21",
        "longitude": "9,55",
        "contact_name": "Åse",
        "contact_phone": "12 34 80 01",
        **changes,
    }


def test_settings_are_kept_and_logged(cast: Cast, coordinator: Client) -> None:
    typed = typed_settings(cast.municipality, name="Ny Kommune", wave_hours="3")
    answer = coordinator.post(to("settings"), typed)
    kept = Municipality.objects.get(pk=cast.municipality.pk)
    assert (answer.status_code, kept.name, kept.wave_hours) == (302, "Ny Kommune", 3)
    entry = AuditEntry.objects.get(deed="change_settings")
    assert entry.details == {"fields": ["name", "wave_hours"]}
    coordinator.post(to("settings"), typed)
    assert AuditEntry.objects.filter(deed="change_settings").count() == 1


@pytest.mark.parametrize(
    ("field", "value", "error"),
    [
        ("sms_sender", "Søby", SENDER),
        ("sms_sender", "12345", SENDER),
        ("sms_sender", "Soeby Kommune", "Højst 11 tegn. Der er 13 nu."),
        ("link_host", "frivillig.soeby-kommune.dk", HOST_TOO_LONG),
        ("link_host", "https://soeby.dk", HOST),
        ("colour", "#ffcc00", TOO_LIGHT),
        ("colour", "blå", "Skriv farven som # og seks tegn, fx #005b70."),
        ("asks_per_week", "9", "Skriv et tal fra 1 til 7."),
        ("quiet_from", "8.00", None),
    ],
)  # fmt: skip
def test_a_setting_that_cannot_be_kept_is_told_at_its_field(
    cast: Cast, coordinator: Client, field: str, value: str, error: str | None
) -> None:
    answer = coordinator.post(to("settings"), typed_settings(cast.municipality, **{field: value}))
    at_field = "quiet_until" if error is None else field
    expected = error or "De stille timer skal slutte på et andet klokkeslæt, end de begynder."
    assert answer.status_code == 422
    assert answer.context["form"].errors == {at_field: [expected]}
    assert answer.context["form"][field].value() == value
    kept = Municipality.objects.get(pk=cast.municipality.pk)
    assert getattr(kept, field) == getattr(cast.municipality, field)


def test_control_contrast_is_the_standards() -> None:
    """The known pairs: black on white, and the lightest grey that passes."""
    ratios = [round(contrast(colour, "#ffffff"), 2) for colour in ("#000000", "#767676", "#777777")]
    assert ratios == [21.0, 4.54, 4.48]


def test_a_host_of_another_municipality_is_refused(cast: Cast, coordinator: Client) -> None:
    other = make_cast("Nordby", 2)
    typed = typed_settings(cast.municipality, link_host=other.municipality.link_host)
    answer = coordinator.post(to("settings"), typed)
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == ["link_host"]


def test_a_host_with_which_a_text_is_two_sms_is_refused(cast: Cast, coordinator: Client) -> None:
    room = 160 - len(f"https://{cast.municipality.link_host}/s/{'x' * 22} ")
    Wording.objects.create(
        municipality=cast.municipality,
        kind="tilbud",
        language="da",
        body="x" * room + " {link}",
        changed_at=NOW,
        changed_by="Lone",
    )
    longer = typed_settings(cast.municipality, link_host="frivillig123.soe.dk")
    answer = coordinator.post(to("settings"), longer)
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == ["link_host"]
    kept = Municipality.objects.get(pk=cast.municipality.pk)
    assert kept.link_host == cast.municipality.link_host
    # Control: the rule of the host alone lets it pass.
    assert (
        settings_faults(
            {name: getattr(kept, name) for name in SETTING_FIELDS}
            | {"link_host": "frivillig123.soe.dk"}
        )
        == {}
    )


def test_departments_are_added_and_changed(cast: Cast, coordinator: Client) -> None:
    coordinator.post(to("new_department"), {"name": "Natur"})
    nature = Department.objects.get(name="Natur")
    typed = {"name": "Natur og Miljø", "approval_needed": "on"}
    coordinator.post(to("department", nature.external_uuid), typed)
    nature.refresh_from_db()
    assert (nature.name, nature.approval_needed) == ("Natur og Miljø", True)
    taken = coordinator.post(to("department", nature.external_uuid), {"name": "Kultur"})
    assert taken.status_code == 422
    assert taken.context["form"].errors == {
        "name": ["Der er allerede en afdeling, der hedder Kultur."]
    }


def test_institutions_are_added_changed_and_found_as_danes_write(
    cast: Cast, coordinator: Client
) -> None:
    coordinator.post(to("new_place"), typed_place(cast))
    place = Institution.objects.get(name="Ågården")
    assert (place.latitude, place.contact_phone) == (56.21, "+4512348001")
    coordinator.post(to("place", place.external_uuid), typed_place(cast, name="Åparken"))
    found = coordinator.get(to("places"), {"q": "aaparken"}).context["page_obj"].object_list
    every = coordinator.get(to("places")).context["page_obj"].object_list
    assert [one.name for one in found] == ["Åparken"]
    assert [one.name for one in every] == ["Biblioteket", "Solgården", "Åparken"]


def test_a_place_with_a_fault_keeps_what_was_typed(cast: Cast, coordinator: Client) -> None:
    typed = typed_place(cast, postcode="89", short_name="Et meget langt kort navn")
    answer = coordinator.post(to("new_place"), typed)
    assert answer.status_code == 422
    assert answer.context["form"].errors == {
        "short_name": ["Højst 18 tegn. Der er 24 nu."],
        "postcode": ["Skriv postnummeret med fire cifre."],
    }
    assert answer.context["form"]["latitude"].value() == "56,21"


def test_closing_asks_what_happens_with_the_needs(cast: Cast, coordinator: Client) -> None:
    slot = open_slot(cast)
    person = make_volunteers(cast, 1)[0]
    accept_offer(offer=offer_to(slot, person), accepts_rules=True, by=link_actor(person), at=NOW)
    where = to("close_place", cast.here.external_uuid)
    nothing = coordinator.post(where, {})
    silent = coordinator.post(where, {"needs": "cancel"})
    assert (nothing.status_code, silent.status_code) == (422, 422)
    assert silent.context["form"].errors == {"reason": ["Skriv, hvorfor behovene bliver aflyst."]}
    coordinator.post(where, {"needs": "keep"})
    assert Institution.objects.get(pk=cast.here.pk).closed_at is None

    coordinator.post(where, {"needs": "cancel", "reason": "Huset flytter."})

    assert Institution.objects.get(pk=cast.here.pk).closed_at == NOW
    assert Task.objects.get().state == "cancelled"
    told = Message.objects.filter(kind="aflysning", to=person.phone, channel="sms")
    assert told.count() == 1


def test_an_institution_with_needs_does_not_close_by_itself(cast: Cast) -> None:
    open_slot(cast)
    by = cast.actor(cast.coordinator)
    with pytest.raises(Clash) as refused:
        close_institution(institution=cast.here, by=by, at=NOW)
    assert refused.value.code == "open_needs"


def test_control_closing_without_asking_leaves_people_waiting(cast: Cast) -> None:
    """The naive way: the row is closed, and the need still asks people to come."""
    open_slot(cast)
    Institution.objects.filter(pk=cast.here.pk).update(closed_at=NOW)
    assert Task.objects.get().state == "open"


def test_a_closed_institution_opens_again(cast: Cast, coordinator: Client) -> None:
    where = cast.elsewhere.external_uuid
    coordinator.post(to("close_place", where))
    assert coordinator.get(to("places"), {"lukkede": "1"}).context["page_obj"].object_list == [
        cast.elsewhere
    ]
    coordinator.post(to("reopen_place", where))
    assert Institution.objects.get(pk=cast.elsewhere.pk).closed_at is None


def test_a_file_is_shown_first_and_kept_after_a_yes(cast: Cast, coordinator: Client) -> None:
    text = "Afdeling;Institution;Adresse;Postnr;Kontaktperson;Telefon\n"
    text += (
        "Ældre;Solgården;Solvej 2;8999;Lone;12345678\nNatur;Skovhuset;Skovvej 2;8999;Bo;12345679\n"
    )
    data = text.encode()
    shown = coordinator.post(to("import_places"), {"file": SimpleUploadedFile("i.csv", data)})
    assert (shown.status_code, Institution.objects.count()) == (200, 2)
    assert shown.context["report"].differences == [
        "Linje 2, Solgården: Adresse “Prøvevej 1” bliver “Solvej 2”."
    ]
    done = coordinator.post(to("import_places"), {"data": base64.b64encode(data).decode()})
    assert done.status_code == 302
    assert Institution.objects.get(name="Solgården").address == "Solvej 2"
    assert Institution.objects.count() == 3


def test_a_file_with_a_fault_is_refused_whole(cast: Cast, coordinator: Client) -> None:
    data = b"Afdeling;Institution;Adresse;Postnr;Kontaktperson;Telefon\nA;B;C;89;D;12345678\n"
    shown = coordinator.post(to("import_places"), {"file": SimpleUploadedFile("i.csv", data)})
    slipped = coordinator.post(to("import_places"), {"data": base64.b64encode(data).decode()})
    nonsense = coordinator.post(to("import_places"), {"data": "æ"})
    statuses = [shown.status_code, slipped.status_code, nonsense.status_code]
    assert (statuses, Institution.objects.count()) == ([422, 422, 422], 2)


def test_a_pilot_is_on_where_it_was_switched_on(cast: Cast, coordinator: Client) -> None:
    ours, theirs = cast.here.department, cast.elsewhere.department
    typed = {"where": "some", "departments": [ours.pk]}
    coordinator.post(to("pilot", "projects"), typed)
    seen = [feature_on(cast.municipality.pk, Feature.PROJECTS, one.pk) for one in (ours, theirs)]
    assert seen == [True, False]
    fields = PROJECT | {"department": theirs.pk, "review_on": "", "contact_phone": "12345678"}
    refused = coordinator.post(to("new_project"), fields)
    assert refused.status_code == 422
    assert list(refused.context["form"].errors) == ["department"]
    coordinator.post(to("pilot", "projects"), {"where": "all"})
    assert coordinator.post(to("new_project"), fields).status_code == 302
    assert FeatureSwitch.objects.get().everywhere is True
    assert coordinator.get(to("pilot", "unknown")).status_code == 404


@pytest.mark.parametrize(
    ("changes", "field"),
    [({"meeting_point": ""}, "meeting_point"), ({"kind": "partnership"}, "review_on")],
)
def test_a_project_has_what_its_kind_requires(
    cast: Cast, coordinator: Client, changes: dict[str, str], field: str
) -> None:
    fields = PROJECT | {"department": cast.here.department_id, "review_on": ""} | changes
    answer = coordinator.post(to("new_project"), fields)
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == [field]


def test_a_project_is_seen_by_its_members_and_no_more(cast: Cast, client: Client) -> None:
    where = to("project", organisation_rows(cast)["project"])
    seen = {}
    for user in (cast.coordinator, cast.leader, cast.leader_elsewhere, cast.ambassador):
        client.force_login(user)
        seen[user.name] = client.get(where).status_code
    assert list(seen.values()) == [200, 200, 404, 404]
    client.force_login(cast.leader)
    assert client.get(to("change_project", Project.objects.get().uuid)).status_code == 404
    # Membership opens nothing of the other department.
    assert client.get(to("board"), {"sted": cast.elsewhere.external_uuid}).status_code == 404


def test_an_agreement_that_should_be_looked_at_is_marked(cast: Cast, coordinator: Client) -> None:
    organisation_rows(cast)
    Project.objects.update(kind="partnership", review_on=date(2027, 1, 22))
    assert coordinator.get(to("projects")).context["running"][0]["review"] is True
    Project.objects.update(review_on=date(2027, 1, 23))
    assert coordinator.get(to("projects")).context["running"][0]["review"] is False


@pytest.mark.parametrize(
    "name", ["organisation", "settings", "new_department", "places", "new_place", "import_places"]
)
def test_only_the_coordinator_keeps_the_organisation(cast: Cast, client: Client, name: str) -> None:
    seen = []
    for user in (cast.leader, cast.ambassador, cast.coordinator):
        client.force_login(user)
        seen.append(client.get(to(name)).status_code)
    assert seen == [404, 404, 200]


def test_a_foreign_department_is_not_found(cast: Cast, coordinator: Client) -> None:
    other = make_cast("Nordby", 2)
    foreign: UUID = other.here.department.external_uuid
    answer = coordinator.post(to("department", foreign), {"name": "Vores nu"})
    assert answer.status_code == 404
    assert Department.objects.filter(name="Vores nu").count() == 0
    # Control: the row is there for its own coordinator.
    coordinator.force_login(other.coordinator)
    assert coordinator.get(to("department", foreign)).status_code == 200


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize("page", [("organisation", 6), ("places", 5), ("projects", 6)])
def test_lists_cost_the_same_whatever_the_number_of_rows(
    cast: Cast,
    coordinator: Client,
    rows: int,
    page: tuple[str, int],
    django_assert_num_queries: Counting,
) -> None:
    for n in range(rows):
        coordinator.post(to("new_department"), {"name": f"Afdeling {n}"})
        coordinator.post(to("new_place"), typed_place(cast, name=f"Sted {n}"))
        organisation_rows(cast)
    name, queries = page
    coordinator.get(to(name))
    with django_assert_num_queries(queries):
        coordinator.get(to(name))
