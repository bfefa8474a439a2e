"""The organisation's actions: who may, what is refused, what a second time does."""

from datetime import date, timedelta

import pytest
from django.core.management import CommandError, call_command

from backend.audit.models import AuditEntry
from backend.common.actors import RoleKind
from backend.common.refusals import Clash, Invalid, NotAllowed
from backend.management.owner import system_owner
from institutions.actions.organisation import (
    PostcodeRow,
    create_department,
    create_institution,
    create_municipality,
    set_postcodes,
    set_watch_words,
    update_institution,
)
from institutions.actions.roles import create_user, give_role, take_role
from institutions.models import Postcode, Role, RulesVersion, Tick, WatchWord
from institutions.queries.actors import actor_for
from tests.cast import NOW, Cast, make_cast

pytestmark = pytest.mark.django_db
TOWN = {
    "slug": "nyby",
    "name": "Nyby Kommune",
    "short_name": "Nyby",
    "sms_sender": "Nyby",
    "link_host": "nyby.test",
    "phone": "+4512000000",
    "email": "frivillig@nyby.invalid",
}
PLACE = {
    "name": "Museet",
    "short_name": "Museet",
    "address": "Torvet 1",
    "postcode": "8999",
    "contact_name": "Ib Eg",
    "contact_phone": "+4512000001",
}


@pytest.fixture
def place() -> Cast:
    return make_cast()


def test_the_system_owner_alone_creates_a_municipality(place: Cast) -> None:
    with pytest.raises(NotAllowed):
        create_municipality(fields=TOWN, by=place.actor(place.coordinator), at=NOW)
    municipality = create_municipality(fields=TOWN, by=system_owner(), at=NOW)
    entry = AuditEntry.objects.get(deed="create_municipality")
    assert (entry.municipality, entry.actor_kind) == (municipality, "system")


def test_a_slug_is_taken_once() -> None:
    create_municipality(fields=TOWN, by=system_owner(), at=NOW)
    with pytest.raises(Clash) as refused:
        create_municipality(fields=TOWN, by=system_owner(), at=NOW)
    assert refused.value.code == "slug_taken"


def test_a_leader_keeps_no_organisation(place: Cast) -> None:
    by = place.actor(place.leader)
    with pytest.raises(NotAllowed):
        create_department(municipality=place.municipality, name="Natur", by=by, at=NOW)


def test_another_municipality_is_out_of_reach(place: Cast) -> None:
    other = make_cast("Nærby", 2)
    by = place.actor(place.coordinator)
    with pytest.raises(NotAllowed):
        create_department(municipality=other.municipality, name="Natur", by=by, at=NOW)
    with pytest.raises(NotAllowed):
        create_institution(department=other.here.department, fields=PLACE, by=by, at=NOW)


def test_an_institution_stands_in_its_postcode(place: Cast) -> None:
    by = place.actor(place.coordinator)
    found = create_institution(department=place.here.department, fields=PLACE, by=by, at=NOW)
    assert (found.latitude, found.longitude) == (56.1, 9.5)


def test_an_institution_with_gaps_is_refused_field_by_field(place: Cast) -> None:
    by = place.actor(place.coordinator)
    fields = PLACE | {"short_name": "Et meget langt kort navn", "postcode": "89"}
    with pytest.raises(Invalid) as refused:
        create_institution(department=place.here.department, fields=fields, by=by, at=NOW)
    assert refused.value.fields == {
        "short_name": ["Højst 18 tegn. Der er 24 nu."],
        "postcode": ["Skriv postnummeret med fire cifre."],
    }


def test_updating_with_the_same_values_writes_nothing(place: Cast) -> None:
    by = place.actor(place.coordinator)
    update_institution(institution=place.here, fields={"name": place.here.name}, by=by, at=NOW)
    assert AuditEntry.objects.filter(deed="update_institution").count() == 0


def test_postcodes_are_these_and_no_others(place: Cast) -> None:
    rows = [PostcodeRow("8998", "Nord", 56.2, 9.4), PostcodeRow("8997", "Syd", 56.0, 9.4)]
    for _ in range(2):
        set_postcodes(
            municipality=place.municipality, rows=rows, by=place.actor(place.coordinator), at=NOW
        )
    assert list(Postcode.objects.values_list("code", flat=True)) == ["8997", "8998"]


def test_a_word_stands_on_one_list(place: Cast) -> None:
    by = place.actor(place.coordinator)
    with pytest.raises(Invalid):
        set_watch_words(municipality=place.municipality, red=["bad"], amber=["bad"], by=by, at=NOW)
    set_watch_words(municipality=place.municipality, red=["bad"], amber=["mad"], by=by, at=NOW)
    assert list(WatchWord.objects.values_list("word", "level")) == [
        ("bad", "red"),
        ("mad", "amber"),
    ]


def test_a_role_is_given_once_and_taken_at_once(place: Cast) -> None:
    by = place.actor(place.coordinator)
    user = create_user(
        municipality=place.municipality, email="ny@test.invalid", name="Ny Leder", by=by, at=NOW
    )
    first, second = (
        give_role(
            user=user,
            kind=RoleKind.LEADER,
            institution=place.here,
            valid_from=date(2026, 11, 1),
            by=by,
            at=NOW,
        )
        for _ in range(2)
    )
    assert first == second
    for _ in range(2):
        take_role(role=first, by=by, at=NOW)
    actor = actor_for(user, NOW)
    assert actor is not None
    assert actor.grants == ()
    assert AuditEntry.objects.filter(deed="take_role").count() == 1


def test_a_role_needs_its_place(place: Cast) -> None:
    with pytest.raises(Invalid) as refused:
        give_role(
            user=place.leader,
            kind=RoleKind.AMBASSADOR,
            valid_from=NOW.date(),
            by=place.actor(place.coordinator),
            at=NOW,
        )
    assert refused.value.fields == {"department": ["Vælg afdelingen."]}


def test_the_last_coordinator_stays(place: Cast) -> None:
    role = Role.objects.get(user=place.coordinator)
    with pytest.raises(Clash) as refused:
        take_role(role=role, by=place.actor(place.coordinator), at=NOW)
    assert refused.value.code == "last_coordinator"


def test_the_governing_texts_are_put_in_force_once() -> None:
    municipality = create_municipality(fields=TOWN, by=system_owner(), at=NOW - timedelta(days=1))
    arguments = ["load_governing", "--municipality", "nyby", "--parties", "Byråd og FOA"]
    arguments += ["--approved-by", "Nyby Byråd", "--approved-on", "01-10-2026"]
    for _ in range(2):
        call_command(*arguments)
    version = RulesVersion.objects.get(municipality=municipality)
    assert (version.number, version.state, version.approved_on) == (
        1,
        "approved",
        date(2026, 10, 1),
    )
    assert (version.rules.count(), version.parties) == (14, "Byråd og FOA")
    assert municipality.checklists.get().items.count() == 25
    assert municipality.watch_words.count() == 38


def test_the_same_texts_reopen_no_checklist(place: Cast) -> None:
    call_command(
        "load_governing",
        "--municipality",
        place.municipality.slug,
        "--parties",
        "Byråd",
        "--approved-by",
        "Byrådet",
        "--approved-on",
        "01-10-2026",
    )
    assert Tick.objects.filter(reopened_at__isnull=False).count() == 0


def test_an_unknown_municipality_is_named_with_those_there_are() -> None:
    with pytest.raises(CommandError) as refused:
        call_command("import_volunteers", "nothing.csv", "--municipality", "nowhere")
    assert str(refused.value) == "No municipality is called “nowhere”. Known: none yet."
