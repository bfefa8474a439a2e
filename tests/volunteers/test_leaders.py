"""Those who lead hear of empty seats, late withdrawals, and each morning's week; once each."""

from datetime import timedelta
from threading import Barrier, Thread

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from backend.accounts.models import User
from backend.audit.models import AuditEntry
from backend.messaging.models import Message
from institutions.models import Role, Slot
from tests.cast import NOW, Cast, link_actor, open_slot
from tests.volunteers.stage import say_yes
from volunteers.actions.answers import withdraw
from volunteers.actions.clockwork import run_clockwork
from volunteers.actions.leaders import send_mornings, warn_of_unfilled
from volunteers.models import AskingPolicy, Assignment, Forecast
from volunteers.queries.wordings import template_for
from volunteers.texts.gsm7 import segments

pytestmark = pytest.mark.django_db


def kinds() -> list[tuple[str, str, str]]:
    """What was queued for staff: kind, channel, to."""
    rows = Message.objects.filter(subject_type__in=["slot", "institution"]).order_by("id")
    return list(rows.values_list("kind", "channel", "to"))


def expect(slot: Slot, chance: float) -> None:
    """The forecast says so."""
    Forecast.objects.filter(slot=slot).update(chance=chance)


def test_the_leader_hears_when_it_is_unlikely_and_then_the_ambassador(cast: Cast) -> None:
    User.objects.filter(pk=cast.leader.pk).update(phone="+4520123456")
    slot = open_slot(cast, seats=2, days=4)
    heard = []

    for hours, chance in ((1, 0.1), (3, 0.7), (4, 0.5), (5, 0.3), (7, 0.4), (8, 0.3), (9, 0.1)):
        expect(slot, chance)
        warn_of_unfilled(NOW + timedelta(hours=hours))
        heard.append([kind for kind, _, _ in kinds()])

    leader, both = ["leder_mangler"], ["leder_mangler", "ambassadoer_mangler"]
    assert heard == [[], [], leader, leader, leader, both, both]
    # Control: by the clock alone nobody would have heard of it yet.
    assert slot.starts_at - timedelta(hours=48) > NOW + timedelta(hours=9)
    assert kinds()[0] == ("leder_mangler", "sms", "+4520123456")
    text = Message.objects.get(kind="leder_mangler").body
    assert text.startswith("Ikke besat endnu (mangler 2): følg til koncert")
    assert segments(text).count == 1
    assert template_for(cast.municipality.pk, "leder_mangler").name == "leder_mangler"


def test_a_municipality_chooses_how_unlikely(cast: Cast) -> None:
    AskingPolicy.objects.create(municipality=cast.municipality, tell_leader_below=0.9)
    slot = open_slot(cast, days=4)
    expect(slot, 0.8)

    warn_of_unfilled(NOW + timedelta(hours=3))

    assert [kind for kind, _, _ in kinds()] == ["leder_mangler"]


def test_a_filled_time_warns_nobody(cast: Cast) -> None:
    slot = open_slot(cast, days=4)
    say_yes(slot, cast.helper)

    warn_of_unfilled(slot.starts_at - timedelta(hours=20))

    assert kinds() == []


def test_a_role_that_has_ended_hears_nothing(cast: Cast) -> None:
    slot = open_slot(cast, days=4)
    Role.objects.filter(user=cast.leader).update(valid_until=NOW.date())
    expect(slot, 0.1)

    warn_of_unfilled(slot.starts_at - timedelta(hours=47))

    assert kinds() == []


def test_a_leader_who_chose_english_is_written_to_in_english(cast: Cast, client: Client) -> None:
    client.force_login(cast.leader)
    for language in ("xx", "en", "en"):
        client.post(reverse("set_language"), {"language": language, "next": "/"})
    slot = open_slot(cast, days=4)
    expect(slot, 0.1)

    warn_of_unfilled(NOW + timedelta(hours=3))

    assert Message.objects.get(kind="leder_mangler").body.startswith("Not filled yet (1 missing)")
    assert AuditEntry.objects.filter(deed="choose_language").count() == 1


@pytest.mark.parametrize(("hours", "told"), [(72, []), (30, ["leder_afbud"])])
def test_a_late_withdrawal_is_told_at_once(cast: Cast, hours: int, told: list[str]) -> None:
    slot = open_slot(cast, days=4)
    seat = say_yes(slot, cast.helper)

    withdraw(
        assignment=seat,
        by=link_actor(cast.helper),
        at=slot.starts_at - timedelta(hours=hours),
    )

    assert [kind for kind, _, _ in kinds()] == told


def test_two_late_withdrawals_are_two_texts(cast: Cast) -> None:
    from tests.cast import make_volunteers

    slot = open_slot(cast, seats=2, days=4)
    for person in make_volunteers(cast, 2):
        say_yes(slot, person)
    for seat in Assignment.objects.filter(slot=slot):
        withdraw(
            assignment=seat,
            by=link_actor(seat.volunteer),
            at=slot.starts_at - timedelta(hours=30),
        )

    assert [kind for kind, _, _ in kinds()] == ["leder_afbud", "leder_afbud"]


def test_the_morning_mail_tells_the_week_once(cast: Cast) -> None:
    slot = open_slot(cast, seats=2, days=2)
    say_yes(slot, cast.helper, NOW)
    morning = NOW + timedelta(days=1) - timedelta(hours=2)

    assert [send_mornings(morning), send_mornings(morning + timedelta(minutes=1))] == [1, 0]

    mail = Message.objects.get(kind="leder_overblik")
    assert mail.to == cast.leader.email
    assert "Følgeskab til koncert, 1 af 2 pladser besat" in mail.body
    assert "I går svarede 1 ja og 0 nej." in mail.body


@pytest.mark.parametrize("when", [timedelta(hours=3), timedelta(days=5, hours=-2)])
def test_no_mail_later_in_the_day_or_on_a_saturday(cast: Cast, when: timedelta) -> None:
    open_slot(cast, days=7)

    assert send_mornings(NOW + when) == 0


@pytest.mark.django_db(transaction=True)
def test_two_schedulers_at_the_same_minute_tell_everything_once(cast: Cast) -> None:
    for days in (1, 2, 3):
        slot = open_slot(cast, seats=3, days=days)
        say_yes(slot, cast.helper)
    at = NOW + timedelta(hours=2, minutes=1)
    start = Barrier(2)

    def scheduler() -> None:
        try:
            start.wait(10)
            run_clockwork(at=at)
        finally:
            connection.close()

    both = [Thread(target=scheduler) for _ in range(2)]
    for one in both:
        one.start()
    for one in both:
        one.join()

    found = {
        kind: Message.objects.filter(kind=kind).count()
        for kind in ("paamindelse", "leder_mangler", "bekraeftelse")
    }
    assert found == {"paamindelse": 1, "leder_mangler": 3, "bekraeftelse": 3}
