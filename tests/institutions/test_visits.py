"""Visits and what followed, friendly reminders that rest, the poster and the staff's text."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from datetime import timedelta
from io import BytesIO
from threading import Barrier, Thread

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.urls import reverse
from pypdf import PdfReader

from backend.common.refusals import Refusal, TooLate
from backend.messaging.models import Message
from institutions.actions.help_calls import ask_for_help
from institutions.actions.visits import note_visit, send_friendly_reminder
from institutions.models import FriendlyReminder, HelpCall, Task, VisitKind
from institutions.queries.visits import visits_of
from tests.cast import NOW, Cast, open_slot
from tests.institutions.pages import words

Counting = Callable[[int], AbstractContextManager[object]]


@pytest.fixture(autouse=True)
def moment() -> Iterator[None]:
    """Monday at ten."""
    with time_machine.travel(NOW, tick=False):
        yield


def _call(cast: Cast, about: str = "Hvad må en frivillig hos os?") -> HelpCall:
    return ask_for_help(institution=cast.here, about=about, by=cast.actor(cast.leader), at=NOW)


def test_a_need_counts_at_the_last_visit_before_it(cast: Cast) -> None:
    by = cast.actor(cast.ambassador)
    for days in (90, 70, 20, 5):
        note_visit(
            department=cast.here.department,
            institution=cast.here,
            kind=VisitKind.VISIT,
            held_on=NOW.date() - timedelta(days=days),
            note="Talte om en gåtur",
            by=by,
            at=NOW,
        )
    early, late, today = (open_slot(cast, days=3 + n).task for n in range(3))
    Task.objects.filter(pk=early.pk).update(published_at=NOW - timedelta(days=95))
    Task.objects.filter(pk=late.pk).update(published_at=NOW - timedelta(days=6))

    lines = visits_of(cast.here.department)

    assert [line.needs for line in lines] == [[today], [late], [], []]


def test_a_visit_is_noted_once_and_never_ahead(cast: Cast, client: Client) -> None:
    client.force_login(cast.ambassador)
    page = reverse("institutions:visits", args=[cast.here.department.external_uuid])
    typed = {"kind": "talk", "held_on": "23-11-2026", "note": "Oplæg for alle"}

    assert client.post(page, {**typed, "held_on": "24-11-2026"}).status_code == 422
    for _ in range(2):
        assert client.post(page, typed).status_code == 302

    assert words(client.get(page)).count("Oplæg for alle") == 1


@pytest.mark.parametrize("count", [1, 3])
def test_the_visits_take_few_queries(
    cast: Cast, client: Client, django_assert_num_queries: Counting, count: int
) -> None:
    for number in range(count):
        note_visit(
            department=cast.here.department,
            institution=cast.here,
            kind=VisitKind.CALL,
            held_on=NOW.date(),
            note=f"Samtale {number}",
            by=cast.actor(cast.ambassador),
            at=NOW,
        )
        _call(cast, f"Spørgsmål {number}")
    client.force_login(cast.ambassador)

    with django_assert_num_queries(9):
        client.get(reverse("institutions:visits", args=[cast.here.department.external_uuid]))


def test_a_friendly_reminder_is_shown_sent_and_then_rests(cast: Cast, client: Client) -> None:
    client.force_login(cast.ambassador)
    page = reverse("institutions:remind_kindly", args=[cast.here.external_uuid])
    shown = client.get(page)
    body = shown.context["form"].initial["body"]
    assert "I har ikke lagt en opgave ud endnu." in body
    assert cast.leader.email in words(shown)
    assert Message.objects.filter(kind="venlig_paamindelse").count() == 0

    assert client.post(page, {"body": " "}).status_code == 422
    assert client.post(page, {"body": body}).status_code == 302
    again = client.post(page, {"body": body})

    assert again.status_code == 409
    assert Message.objects.get(kind="venlig_paamindelse").to == cast.leader.email
    by = cast.actor(cast.ambassador)
    later = {"title": "Hej", "body": "Hej igen", "by": by}
    with pytest.raises(TooLate):
        send_friendly_reminder(
            institution=cast.here, at=NOW + timedelta(days=30, seconds=-1), **later
        )
    send_friendly_reminder(institution=cast.here, at=NOW + timedelta(days=30), **later)


def _press(cast: Cast, guarded: bool, start: Barrier) -> None:
    by = cast.actor(cast.ambassador)
    if guarded:
        start.wait(5)
        try:
            send_friendly_reminder(institution=cast.here, title="Hej", body="Hej", by=by, at=NOW)
        except Refusal:
            return
        finally:
            connection.close()
        return
    # The naive variant: looks, and then writes, with nothing between the two presses.
    if not FriendlyReminder.objects.exists():
        start.wait(5)
        FriendlyReminder.objects.create(
            municipality=cast.municipality,
            institution=cast.here,
            sent_by=cast.ambassador,
            sent_at=NOW,
        )
    connection.close()


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(("guarded", "sent"), [(True, 1), (False, 2)])
def test_two_presses_send_one_and_the_naive_control_two(
    cast: Cast, guarded: bool, sent: int
) -> None:
    start = Barrier(2)
    threads = [Thread(target=_press, args=(cast, guarded, start)) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert FriendlyReminder.objects.count() == sent


def test_the_poster_is_tagged_and_leads_to_the_open_needs(cast: Cast, client: Client) -> None:
    client.force_login(cast.ambassador)
    cast.here.name = "Solgården #strike[x]"
    cast.here.save()

    answer = client.get(reverse("institutions:poster", args=[cast.here.external_uuid]))

    page = PdfReader(BytesIO(answer.content))
    text = page.pages[0].extract_text()
    assert answer.headers["Content-Type"] == "application/pdf"
    assert [round(float(side)) for side in page.pages[0].mediabox[2:]] == [595, 842]
    assert bool(page.root_object["/MarkInfo"]["/Marked"])
    assert "Vil du hjælpe hos" in text
    assert "#strike[x]" in text
    assert reverse("volunteers:open_needs").rstrip("/") in text


def test_the_staff_hear_the_rules_in_force(cast: Cast, client: Client) -> None:
    client.force_login(cast.leader)

    page = words(client.get(reverse("institutions:staff_text", args=[cast.here.external_uuid])))

    assert "Spillereglerne, version 1" in page
    assert "R01 Et plus, ikke en erstatning" in page
    assert "De frivillige ringer til Lone." in page
