"""The pages of events: who sees what, how many queries, and what comes back when it is wrong."""

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.cast import NOW, Cast, make_volunteers
from tests.institutions.pages import words
from tests.volunteers.event_stage import LATER, an_event, invite, order_fields, say_yes
from volunteers.models import Event, EventOrder
from volunteers.queries.event_recipients import Audience

TYPED = {
    "kind": "talk",
    "title": "Oplæg om samspil",
    "sms_title": "oplæg om samspil",
    "description": "Kom og hør.",
    "day": "7-12-2026",
    "starts": "16.30",
    "ends": "18",
    "place": "Rådhuset",
    "online_url": "",
    "travel_minutes": "",
    "seats": "30",
    "contact_name": "Hanne",
    "contact_phone": "12 34 56 78",
    "department": "",
    "series": "",
    "new_series": "",
}


@time_machine.travel(NOW, tick=False)
def test_an_event_is_planned_in_the_browser_and_leads_to_whom_to_invite(
    cast: Cast, client: Client
) -> None:
    client.force_login(cast.coordinator)

    answer = client.post(reverse("volunteers:new_event"), TYPED)

    event = Event.objects.get()
    assert answer.headers["Location"] == reverse("volunteers:event_invite", args=[event.uuid])
    assert (event.starts_at.isoformat(), event.seats) == ("2026-12-07T15:30:00+00:00", 30)


@time_machine.travel(NOW, tick=False)
@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"ends": "16"}, "Det slutter, før det begynder."),
        ({"day": "1-11-2026"}, "Tidspunktet er passeret."),
        ({"day": "28-3-2027", "starts": "2.30", "ends": "4"}, "findes ikke"),
        ({"place": ""}, "Skriv et sted eller et link."),
        ({"seats": "mange"}, "Skriv et helt tal."),
        ({"title": ""}, "Udfyld feltet »Titel«."),
    ],
)
def test_what_cannot_be_used_comes_back_with_what_was_typed(
    cast: Cast, client: Client, changes: dict[str, str], sentence: str
) -> None:
    client.force_login(cast.coordinator)

    answer = client.post(reverse("volunteers:new_event"), {**TYPED, **changes})

    assert answer.status_code == 422
    assert sentence in words(answer)
    assert "Kom og hør." in answer.content.decode()


@time_machine.travel(NOW, tick=False)
def test_the_invitation_is_counted_and_priced_before_it_is_sent(cast: Cast, client: Client) -> None:
    event = an_event(cast)
    where = reverse("volunteers:event_invite", args=[event.uuid])
    client.force_login(cast.coordinator)

    nothing = client.get(where, {"vis": "1"})
    check = client.get(where, {"vis": "1", "audiences": ["volunteers", "ambassadors"]})
    sent = client.post(where, {"audiences": ["volunteers", "ambassadors"], "antal": "2"})
    stale = client.post(where, {"audiences": ["leaders"], "antal": "1"})

    assert nothing.status_code == 422
    assert "Send invitation til 2" in words(check)
    assert (sent.status_code, stale.status_code) == (302, 409)
    assert event.participants.count() == 2


@time_machine.travel(NOW, tick=False)
@pytest.mark.parametrize("count", [1, 3])
def test_the_pages_take_a_fixed_number_of_queries(cast: Cast, client: Client, count: int) -> None:
    for person in make_volunteers(cast, count):
        say_yes(cast, an_event(cast, public=True), person)
    event = Event.objects.all()[0]
    client.force_login(cast.coordinator)
    limits = {
        reverse("volunteers:events"): 10,
        reverse("volunteers:event", args=[event.uuid]): 10,
        reverse("volunteers:event_attendance", args=[event.uuid]): 10,
        reverse("volunteers:event_figures"): 12,
        reverse("volunteers:open_events"): 5,
    }
    taken = {}
    for where in limits:
        with CaptureQueriesContext(connection) as queries:
            assert client.get(where).status_code == 200
        taken[where] = len(queries)

    assert {where: n for where, n in taken.items() if n > limits[where]} == {}


@time_machine.travel(NOW, tick=False)
def test_the_list_is_filtered_by_kind_year_and_mine(cast: Cast, client: Client) -> None:
    an_event(cast, title="Temaaften om samspil")
    an_event(cast, title="Oplæg om samspil", kind="talk")
    by_other = Event.objects.get(kind="talk")
    by_other.organiser = None
    by_other.save()
    client.force_login(cast.coordinator)

    pages = [
        words(client.get(reverse("volunteers:events"), query))
        for query in ({"slags": "talk"}, {"aar": "2026"}, {"mine": "on"}, {"aar": "1999"})
    ]

    shown = [("Temaaften om samspil" in page, "Oplæg om samspil" in page) for page in pages]
    # A year without events is no choice, and filters nothing.
    assert shown == [(False, True), (True, True), (True, False), (True, True)]


@time_machine.travel(NOW, tick=False)
def test_a_leader_sees_the_invitation_answers_it_and_nobodys_name(
    cast: Cast, client: Client
) -> None:
    event = an_event(cast)
    say_yes(cast, event, cast.helper)
    where = reverse("volunteers:event", args=[event.uuid])
    client.force_login(cast.leader)
    before = client.get(where).status_code
    invite(cast, event, Audience.LEADERS)

    page = words(client.get(where))
    client.post(reverse("volunteers:event_answer_here", args=[event.uuid]), {"svar": "ja"})

    assert before == 404
    assert "https://moede.test/samspil" in page
    assert cast.helper.first_name not in page
    assert event.participants.get(user=cast.leader).answer == "coming"
    assert client.get(reverse("volunteers:event_attendance", args=[event.uuid])).status_code == 404


@time_machine.travel(NOW, tick=False)
def test_a_colleague_joins_an_open_event_from_its_page(cast: Cast, client: Client) -> None:
    event = an_event(cast, public=True)
    client.force_login(cast.leader)

    for _ in range(2):
        client.post(reverse("volunteers:event_answer_here", args=[event.uuid]), {"svar": "ja"})

    row = event.participants.get()
    assert (row.user, row.answer, row.department) == (cast.leader, "coming", cast.here.department)


def test_attendance_is_two_taps_and_an_ambassador_sees_first_names(
    cast: Cast, client: Client
) -> None:
    with time_machine.travel(NOW, tick=False):
        event = an_event(cast, department=cast.here.department)
        row = say_yes(cast, event, cast.helper)

    with time_machine.travel(LATER, tick=False):
        client.force_login(cast.ambassador)
        where = reverse("volunteers:event_attendance", args=[event.uuid])
        page = words(client.get(where))
        client.post(
            reverse("volunteers:mark_presence", args=[event.uuid, row.uuid]), {"svar": "online"}
        )

    row.refresh_from_db()
    assert row.presence == "online"
    assert (cast.helper.short_name in page, cast.helper.full_name in page) == (True, False)


@time_machine.travel(NOW, tick=False)
def test_an_order_goes_from_the_leaders_form_through_the_inbox_to_an_event(
    cast: Cast, client: Client
) -> None:
    client.force_login(cast.leader)
    client.post(reverse("volunteers:order_event"), {**order_fields(), "institution": cast.here.pk})
    order = EventOrder.objects.get()
    client.force_login(cast.coordinator)

    inbox = words(client.get(reverse("volunteers:event_orders")))
    form = client.get(reverse("volunteers:new_event"), {"bestilling": str(order.uuid)})
    client.post(f"{reverse('volunteers:new_event')}?bestilling={order.uuid}", TYPED)

    order.refresh_from_db()
    assert "Frivillige i hverdagen" in inbox
    assert 'value="Frivillige i hverdagen"' in form.content.decode()
    assert order.event is not None
    client.force_login(cast.leader)
    assert "Oplæg om samspil" in words(client.get(reverse("volunteers:events")))
