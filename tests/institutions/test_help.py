"""The start guide, and calls for help with owner, deadline and answer."""

from collections.abc import Iterator
from datetime import date, timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from backend.messaging.models import Message
from institutions.actions.handover import hand_over
from institutions.actions.help_calls import ask_for_help, close_help_call
from institutions.models import HelpCall, Role
from institutions.queries.start_guide import start_guide
from institutions.rules.help_calls import answer_due_on
from tests.cast import NOW, Cast, draft_need, make_ready, open_slot
from tests.institutions.pages import words


@pytest.fixture(autouse=True)
def moment() -> Iterator[None]:
    """Monday at ten."""
    with time_machine.travel(NOW, tick=False):
        yield


def _call(cast: Cast, about: str = "Hvad må en frivillig hos os?") -> HelpCall:
    return ask_for_help(institution=cast.here, about=about, by=cast.actor(cast.leader), at=NOW)


def _keys(cast: Cast, place: object) -> list[tuple[str, bool, bool]]:
    steps = start_guide(place, NOW.date()).steps  # type: ignore[arg-type]
    return [(step.key.value, step.done, step.next) for step in steps]


def test_the_guide_leads_from_nothing_to_the_first_need(cast: Cast, client: Client) -> None:
    place = cast.elsewhere
    client.force_login(cast.leader_elsewhere)
    page = reverse("institutions:start_guide", args=[place.external_uuid])
    assert client.get(reverse("institutions:board")).content.decode().count(page) == 1
    assert words(client.get(page)).count("Næste trin") == 1
    assert [key for key, done, _ in _keys(cast, place) if done] == []

    rules = reverse("institutions:accept_rules", args=[1, place.external_uuid])
    assert client.get(page).content.decode().count(f'href="{rules}"') == 1
    client.post(rules, {"yes": "on"})
    make_ready(cast, place, cast.leader_elsewhere, NOW)

    assert _keys(cast, place) == [
        ("rules", True, False),
        ("colleague", False, False),
        ("med", True, False),
        ("checklist", True, False),
        ("draft", False, True),
        ("published", False, False),
    ]


def test_whoever_has_published_is_through_and_sees_no_guide(cast: Cast, client: Client) -> None:
    draft_need(cast)
    assert _keys(cast, cast.here)[4:] == [("draft", True, False), ("published", False, False)]
    open_slot(cast)
    client.force_login(cast.leader)

    assert [done for _, done, _ in _keys(cast, cast.here)] == [True, False, True, True, True, True]
    assert client.get(reverse("institutions:board")).context["beginning"] == []


def test_ten_working_days_leave_out_weekends_and_holidays() -> None:
    christmas = {date(2026, 12, 24), date(2026, 12, 25)}

    assert answer_due_on(date(2026, 11, 23), lambda day: False) == date(2026, 12, 7)
    assert answer_due_on(date(2026, 12, 18), christmas.__contains__) == date(2027, 1, 5)


def test_a_call_has_an_owner_a_deadline_and_an_answer(cast: Cast, client: Client) -> None:
    client.force_login(cast.leader)
    ask = reverse("institutions:ask_for_help", args=[cast.here.external_uuid])
    assert client.post(ask, {"about": " "}).status_code == 422
    client.post(ask, {"about": "Hvad må en frivillig hos os?"})
    client.post(ask, {"about": "Hvad må en frivillig hos os?"})

    call = HelpCall.objects.get()
    assert (call.owner, call.due_on) == (cast.ambassador, date(2026, 12, 7))
    page = reverse("institutions:help_call", args=[call.uuid])
    client.force_login(cast.ambassador)
    assert page in client.get(reverse("institutions:ambassador")).content.decode()
    assert client.post(page, {"answer": ""}).status_code == 422
    client.post(page, {"answer": "Alt, der er et plus."})
    client.post(page, {"answer": "Alt, der er et plus."})
    client.force_login(cast.leader)

    assert "Alt, der er et plus." in words(client.get(page))
    assert list(Message.objects.filter(kind="hjaelp").order_by("id").values_list("to")) == [
        (cast.ambassador.email,),
        (cast.leader.email,),
    ]
    client.post(reverse("institutions:reopen_help_call", args=[call.uuid]))
    client.post(reverse("institutions:close_help_call", args=[call.uuid]))
    call.refresh_from_db()
    assert call.state == "closed"
    assert (
        client.post(reverse("institutions:reopen_help_call", args=[call.uuid])).status_code == 409
    )


def test_without_an_ambassador_the_coordinator_has_it(cast: Cast, client: Client) -> None:
    Role.objects.filter(user=cast.ambassador).delete()

    call = _call(cast)

    assert (call.owner, Message.objects.get(kind="hjaelp").to) == (None, cast.coordinator.email)
    HelpCall.objects.update(due_on=NOW.date() - timedelta(days=1))
    client.force_login(cast.coordinator)
    overview = client.get(reverse("volunteers:coordinator"))
    assert overview.context["exceptions"].late_calls == [call]


def test_an_ambassador_elsewhere_does_not_find_it(cast: Cast, client: Client) -> None:
    call = _call(cast)
    Role.objects.filter(user=cast.ambassador).update(department=cast.elsewhere.department)
    client.force_login(cast.ambassador)

    assert client.get(reverse("institutions:help_call", args=[call.uuid])).status_code == 404


def test_who_leaves_hands_over_the_calls_that_wait(cast: Cast) -> None:
    waiting, closed = _call(cast), _call(cast, "Hvem bestiller attesten?")
    by = cast.actor(cast.coordinator)
    close_help_call(call=closed, by=cast.actor(cast.leader), at=NOW)

    cast.coordinator.phone = "+4512349999"
    leave = {"leaver": cast.ambassador, "last_day": NOW.date(), "by": by, "at": NOW}
    hand_over(successor=cast.coordinator, **leave)

    owners = dict(HelpCall.objects.values_list("pk", "owner"))
    assert owners == {waiting.pk: cast.coordinator.pk, closed.pk: cast.ambassador.pk}
