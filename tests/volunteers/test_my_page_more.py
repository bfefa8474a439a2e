"""The own page's skills with their days, and the proof as a tagged PDF without money."""

from collections.abc import Iterator
from datetime import date
from io import BytesIO

import pytest
import time_machine
from django.test import Client
from pypdf import PdfReader

from institutions.models import Skill
from tests.cast import NOW, Cast
from tests.volunteers.people_pages import own_page
from tests.volunteers.stage import slot_with
from volunteers.actions.attendance import record_attendance
from volunteers.models import Assignment, Volunteer

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def clock() -> Iterator[None]:
    """The door's clock stands still at the cast's moment."""
    with time_machine.travel(NOW, tick=False):
        yield


def held(person: Volunteer) -> list[tuple[str, date | None]]:
    return list(person.skill_rows.values_list("skill__name", "expires_on"))


def test_skills_are_kept_with_their_last_day_and_taken_away_again(
    client: Client, cast: Cast
) -> None:
    first_aid = Skill.objects.create(municipality=cast.municipality, name="Førstehjælp")
    page = f"{own_page(cast.helper)}/kan"

    late = client.post(page, {f"skill_{first_aid.pk}": "on", f"until_{first_aid.pk}": "01-01-2020"})
    assert (late.status_code, held(cast.helper)) == (422, [])
    client.post(page, {f"skill_{first_aid.pk}": "on", f"until_{first_aid.pk}": "01-02-2027"})
    assert held(cast.helper) == [("Førstehjælp", date(2027, 2, 1))]
    client.post(page, {})

    assert held(cast.helper) == []


def test_the_proof_has_ones_own_hours_and_is_tagged(client: Client, cast: Cast) -> None:
    slot = slot_with(cast, 2)
    mine, _other = Assignment.objects.filter(slot=slot).order_by("pk")
    for seat in (mine, _other):
        record_attendance(assignment=seat, came=True, by=cast.actor(cast.leader), at=slot.ends_at)

    answer = client.get(f"{own_page(mine.volunteer)}/bevis.pdf")

    reader = PdfReader(BytesIO(answer.content))
    text = " ".join(" ".join(page.extract_text() for page in reader.pages).split())
    assert answer.headers["Content-Type"] == "application/pdf"
    assert bool(reader.trailer["/Root"]["/MarkInfo"]["/Marked"])
    told = [
        mine.volunteer.full_name in text,
        "I alt 1 gang og 2,0 timer." in text,
        slot.task.title in text,
        _other.volunteer.last_name in text,
        " kr" in text,
    ]
    assert told == [True, True, True, False, False]


def test_the_own_page_shows_the_ways_to_them(client: Client, cast: Cast) -> None:
    page = own_page(cast.helper)

    shown = client.get(page).content.decode()

    assert [f"{page}/{way}" in shown for way in ("kan", "bevis.pdf", "inviter")] == [True] * 3
