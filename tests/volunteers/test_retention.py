"""Forgetting by itself: asked, waited for, let go, in time and counted; figures stay right."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from decimal import Decimal

import pytest
import time_machine
from django.db.models import Sum
from django.test import Client
from django.urls import reverse

from backend.common.actors import clock
from backend.common.danish_dates import local
from backend.messaging.models import InboundText, Message
from backend.messaging.outbox import queue_sms
from tests.cast import NOW, Cast, link_actor
from tests.volunteers.people_pages import own_page
from tests.volunteers.stage import slot_with
from volunteers.actions.attendance import record_attendance
from volunteers.actions.erasure import erase_volunteer
from volunteers.actions.retention import SILENT, TO_ANSWER, forget_what_is_due, stay
from volunteers.actions.stops import stop_texts
from volunteers.models import Assignment, ContactCode, Forgetting, Link, Volunteer
from volunteers.queries.indicators import measure
from volunteers.queries.retention import OnTime, forgotten_on_time
from volunteers.success.periods import period_of

pytestmark = pytest.mark.django_db
LATER = NOW + SILENT + timedelta(days=1)


def left(person: Volunteer) -> tuple[str, object]:
    person.refresh_from_db()
    return person.first_name, person.forget_on


def night(cast: Cast, at: datetime) -> tuple[int, int]:
    row = Forgetting.objects.get(municipality=cast.municipality, on=local(at).date())
    return row.asked, row.anonymised


def test_the_silent_are_asked_then_let_go_after_thirty_days(cast: Cast) -> None:
    forget_what_is_due(at=LATER)
    asked = Message.objects.filter(kind="stadig_med", to=cast.helper.phone).count()
    day = local(LATER + TO_ANSWER).date()
    assert (asked, left(cast.helper)) == (1, ("Anna", day))

    forget_what_is_due(at=LATER + TO_ANSWER - timedelta(days=1))
    assert left(cast.helper) == ("Anna", day)
    forget_what_is_due(at=LATER + TO_ANSWER)

    assert left(cast.helper) == ("Slettet", day)
    assert (night(cast, LATER), night(cast, LATER + TO_ANSWER)) == ((1, 0), (0, 1))
    assert forgotten_on_time(cast.municipality.pk, day, day) == OnTime(kept=1, due=1)


def test_who_answers_stays_and_is_not_asked_again(cast: Cast) -> None:
    forget_what_is_due(at=LATER)
    at = LATER + timedelta(days=3)
    stay(volunteer=cast.helper, by=link_actor(cast.helper), at=at)

    forget_what_is_due(at=LATER + TO_ANSWER)

    assert left(cast.helper) == ("Anna", None)
    assert Message.objects.filter(kind="stadig_med").count() == 1


def test_a_text_after_being_asked_is_a_sign_of_life(cast: Cast) -> None:
    forget_what_is_due(at=LATER)
    InboundText.objects.create(
        municipality=cast.municipality,
        provider_id="SM9",
        phone=cast.helper.phone,
        body="Hej",
        at=LATER + timedelta(days=2),
        state="unclear",
    )

    forget_what_is_due(at=LATER + TO_ANSWER)

    assert left(cast.helper) == ("Anna", None)


def test_control_counting_from_the_sign_up_alone_would_ask_the_faithful(cast: Cast) -> None:
    """The naive rule looks at when somebody joined."""
    faithful = cast.helper
    at = LATER - timedelta(days=30)
    stop_texts(municipality=cast.municipality, phone=faithful.phone, by=link_actor(faithful), at=at)

    naive = Volunteer.objects.filter(created_at__lt=LATER - SILENT)
    forget_what_is_due(at=LATER)

    assert faithful in naive
    assert left(faithful) == ("Anna", None)


def test_a_second_run_the_same_night_does_nothing_more(cast: Cast) -> None:
    for _ in range(2):
        forget_what_is_due(at=LATER)

    assert (night(cast, LATER), Message.objects.filter(kind="stadig_med").count()) == ((1, 0), 1)


def test_words_are_emptied_after_six_months_and_still_counted(cast: Cast) -> None:
    message = queue_sms(
        municipality=cast.municipality,
        kind="tilbud",
        to=cast.helper.phone,
        body="Hej Anna",
        dedupe_key="x",
        at=NOW,
        recipient_ref=cast.helper.pk,
    )
    Message.objects.filter(pk=message.pk).update(state="delivered", rank=95, state_at=NOW)
    bodies = []
    for days in (182, 184):
        forget_what_is_due(at=NOW + timedelta(days=days))
        message.refresh_from_db()
        bodies.append((message.body, message.state))

    assert bodies == [("Hej Anna", "delivered"), ("", "delivered")]


def test_links_and_codes_go_when_they_open_nothing_more(cast: Cast) -> None:
    own_page(cast.helper)
    ContactCode.objects.create(
        municipality=cast.municipality,
        purpose="email",
        phone=cast.helper.phone,
        code_hash="x",
        created_at=NOW,
        expires_at=NOW,
    )
    counts = []
    for days in (0, 2, 91):
        forget_what_is_due(at=NOW + timedelta(days=days))
        counts.append((Link.objects.count(), ContactCode.objects.count()))

    assert counts == [(1, 1), (1, 0), (0, 0)]


def test_figures_are_the_same_after_erasure(cast: Cast) -> None:
    slot = slot_with(cast, 3)
    by = cast.actor(cast.leader)
    for seat in Assignment.objects.filter(slot=slot):
        record_attendance(assignment=seat, came=True, by=by, at=slot.ends_at)
    at = slot.ends_at + timedelta(days=1)

    def figures() -> tuple[object, ...]:
        measured = measure(cast.municipality.pk, period_of("", at), at)
        hours = Assignment.objects.filter(slot=slot).aggregate(sum=Sum("hours"))["sum"]
        return hours, {code: one.whole for code, one in measured.items()}

    before = figures()
    for person in Volunteer.objects.filter(assignments__slot=slot):
        erase_volunteer(volunteer=person, by=clock(cast.municipality.pk), at=at)

    assert (before[0], figures()) == (Decimal("6.00"), before)


@pytest.fixture
def coordinator(cast: Cast, client: Client) -> Iterator[Client]:
    """The coordinator, signed in the day after the silent were asked."""
    with time_machine.travel(LATER, tick=False):
        client.force_login(cast.coordinator)
        forget_what_is_due(at=LATER)
        yield client


def test_the_coordinators_page_tells_numbers_and_takes_a_yes_by_telephone(
    coordinator: Client, cast: Cast
) -> None:
    page = coordinator.get(reverse("volunteers:forgetting")).content.decode()
    assert cast.helper.full_name in page

    coordinator.post(reverse("volunteers:stays", args=[cast.helper.uuid]))
    # The receipt names the person once.
    coordinator.get(reverse("volunteers:forgetting"))

    assert left(cast.helper) == ("Anna", None)
    assert (
        cast.helper.full_name
        not in coordinator.get(reverse("volunteers:forgetting")).content.decode()
    )


def test_the_button_on_the_own_page_keeps_the_person(client: Client, cast: Cast) -> None:
    forget_what_is_due(at=LATER)
    with time_machine.travel(LATER, tick=False):
        page = own_page(cast.helper, LATER)
        assert "Ja, behold mig" in client.get(page).content.decode()
        client.post(f"{page}/bliv")
        assert "Ja, behold mig" not in client.get(page).content.decode()
