"""Certificates: when one is required, that a yes waits for it, and who may see the status."""

from datetime import date, datetime, timedelta

import pytest

from backend.common.refusals import Invalid, NotAllowed
from backend.messaging.models import Message
from institutions.models import Slot
from tests.cast import NOW, Cast, link_actor, offer_to, open_slot
from volunteers.actions.answers import Outcome, accept_offer
from volunteers.actions.certificates import (
    clear_certificate,
    miss_certificate,
    order_certificate,
    remind_of_certificates,
)
from volunteers.models import Assignment, Certificate, CertificateKind, Volunteer
from volunteers.queries.certificates import demand_of, people_for_certificates, standing_of
from volunteers.rules.certificates import (
    CertificateStatus,
    Demand,
    demand,
    months_after,
    reminder_due,
    status,
)

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 23)
CHILDREN = CertificateKind.CHILDREN
SHORT = timedelta(hours=2)


def say(slot: Slot, person: Volunteer, at: datetime = NOW) -> Outcome:
    return accept_offer(
        offer=offer_to(slot, person, at), accepts_rules=True, by=link_actor(person), at=at
    )


def fresh(person: Volunteer) -> Volunteer:
    return Volunteer.objects.get(pk=person.pk)


@pytest.fixture
def slot(cast: Cast) -> Slot:
    return open_slot(cast, child_contact="fixed")


@pytest.mark.parametrize(
    ("contact", "before", "length", "always", "expected"),
    [
        ("none", 9, SHORT, False, Demand.NOTHING),
        ("fixed", 0, SHORT, False, Demand.REQUIRED),
        ("occasional", 0, SHORT, False, Demand.NOTHING),
        ("occasional", 1, SHORT, False, Demand.WARN),
        ("occasional", 2, SHORT, False, Demand.REQUIRED),
        ("occasional", 0, SHORT, True, Demand.REQUIRED),
        ("occasional", 0, timedelta(days=7), False, Demand.NOTHING),
        ("occasional", 0, timedelta(days=7, hours=1), False, Demand.REQUIRED),
    ],
)
def test_what_a_time_demands(contact, before, length, always, expected) -> None:
    assert demand(contact, before, length, always=always) == expected


@pytest.mark.parametrize("apart", [20, 60], ids=["under 3 months", "over 3 months"])
def test_occasional_times_are_counted_at_the_place(cast: Cast, apart: int) -> None:
    demands = []
    for n in range(3):
        slot = open_slot(cast, child_contact="occasional", days=3 + n * apart)
        demands.append(demand_of(cast.helper.pk, slot))
        if n < 2:
            assert say(slot, cast.helper) == Outcome.CONFIRMED
    third = say(slot, cast.helper)

    assert (demands, third) == ([Demand.NOTHING, Demand.WARN, Demand.REQUIRED], Outcome.PAPERS)


def test_times_without_children_do_not_count(cast: Cast) -> None:
    for days in (3, 4):
        say(open_slot(cast, days=days), cast.helper)

    slot = open_slot(cast, child_contact="occasional", days=9)

    assert demand_of(cast.helper.pk, slot) == Demand.NOTHING


def test_a_yes_waits_and_is_confirmed_when_the_certificate_is_in_order(
    cast: Cast, slot: Slot
) -> None:
    waits = say(slot, cast.helper)
    taken = Slot.objects.get(pk=slot.pk).seats_taken

    clear_certificate(
        volunteer=fresh(cast.helper), kind=CHILDREN, on=TODAY, by=cast.actor(cast.leader), at=NOW
    )

    seat = Assignment.objects.get(slot=slot, volunteer=cast.helper)
    assert (waits, taken, seat.state) == (Outcome.PAPERS, 0, "confirmed")
    assert fresh(cast.helper).certificate_ok_until == date(2028, 11, 23)


def test_control_a_yes_that_asks_nobody_gives_the_seat(cast: Cast) -> None:
    assert say(open_slot(cast), cast.helper) == Outcome.CONFIRMED


def test_no_sms_names_the_certificate(cast: Cast, slot: Slot) -> None:
    accept_offer(
        offer=offer_to(slot, cast.helper),
        accepts_rules=True,
        channel="phone",
        by=cast.actor(cast.leader),
        at=NOW,
    )
    accept_offer(offer=offer_to(slot, cast.helper), by=cast.actor(cast.leader), at=NOW)

    texts = Message.objects.filter(kind__in=["mangler_noget", "leder_venter"])
    assert sorted(texts.values_list("kind", flat=True)) == ["leder_venter", "mangler_noget"]
    assert not any("attest" in text.body.replace("/attester/", "").lower() for text in texts)


def test_reminders_on_day_10_and_14_and_then_it_is_ordered_again(cast: Cast, slot: Slot) -> None:
    say(slot, cast.helper)
    order_certificate(
        volunteer=fresh(cast.helper), kind=CHILDREN, on=TODAY, by=cast.actor(cast.leader), at=NOW
    )
    sent = []
    for day in range(16):
        for _twice in range(2):
            remind_of_certificates(NOW + timedelta(days=day))
        sent.append(Message.objects.filter(kind="mangler_noget").count())

    assert sent == [0] * 10 + [1] * 4 + [2] * 2
    assert Certificate.objects.get().state == "missing"


def test_days_of_reminders() -> None:
    day = [
        reminder_due(TODAY, TODAY + timedelta(days=n), sent)
        for n, sent in ((9, 0), (10, 0), (11, 10), (14, 10), (14, 0), (20, 14))
    ]

    assert day == [0, 10, 0, 14, 14, 0]


def test_status_words_at_their_borders() -> None:
    until = TODAY
    found = [
        status(None, None, TODAY, 30),
        status("missing", None, TODAY, 30),
        status("ordered", None, TODAY, 30),
        status("in_order", until, TODAY, 30),
        status("in_order", until, TODAY + timedelta(days=1), 30),
        status("in_order", until, TODAY + timedelta(days=31), 30),
        status("ordered", until, TODAY + timedelta(days=31), 30),
    ]

    assert found == [
        CertificateStatus.NOT_REQUIRED,
        CertificateStatus.MISSING,
        CertificateStatus.ORDERED,
        CertificateStatus.IN_ORDER,
        CertificateStatus.EXPIRING,
        CertificateStatus.MISSING,
        CertificateStatus.ORDERED,
    ]


@pytest.mark.parametrize(
    ("ago", "outcome"),
    [(0, Outcome.CONFIRMED), (27, Outcome.CONFIRMED), (28, Outcome.PAPERS)],
)
def test_grace_after_the_last_day(cast: Cast, slot: Slot, ago: int, outcome: Outcome) -> None:
    Volunteer.objects.filter(pk=cast.helper.pk).update(
        certificate_ok_until=TODAY - timedelta(days=ago)
    )

    assert say(slot, cast.helper) == outcome


def test_a_certificate_that_did_not_come_closes_without_a_reason(cast: Cast, slot: Slot) -> None:
    say(slot, cast.helper)
    by = cast.actor(cast.leader)
    clear_certificate(volunteer=fresh(cast.helper), kind=CHILDREN, on=TODAY, by=by, at=NOW)

    row = miss_certificate(volunteer=fresh(cast.helper), kind=CHILDREN, by=by, at=NOW)

    assert standing_of(cast.helper, TODAY).status == CertificateStatus.MISSING
    assert (row.ok_until, row.assessed_on, row.assessed_by) == (None, None, None)
    assert {field.name for field in Certificate._meta.get_fields()} == {
        "id",
        "municipality",
        "volunteer",
        "kind",
        "institution",
        "state",
        "wanted_at",
        "ordered_on",
        "ok_until",
        "assessed_on",
        "assessed_by",
        "reminded_day",
    }


def test_a_criminal_record_waits_the_same_way(cast: Cast) -> None:
    slot = open_slot(cast, certificate="record", certificate_reason="Kører beboere")
    Volunteer.objects.filter(pk=cast.helper.pk).update(certificate_ok_until=date(2028, 1, 1))
    waits = say(slot, cast.helper)

    clear_certificate(
        volunteer=fresh(cast.helper),
        kind=CertificateKind.RECORD,
        on=TODAY,
        by=cast.actor(cast.leader),
        at=NOW,
    )

    assert (waits, Assignment.objects.get(slot=slot).state) == (Outcome.PAPERS, "confirmed")


def test_only_the_leader_concerned_and_the_coordinator_see_it(cast: Cast, slot: Slot) -> None:
    say(slot, cast.helper)
    users = (cast.leader, cast.coordinator, cast.leader_elsewhere, cast.ambassador)

    seen = [
        people_for_certificates(cast.actor(user)).filter(pk=cast.helper.pk).exists()
        for user in users
    ]

    assert seen == [True, True, False, False]


def test_control_a_look_by_municipality_alone_shows_it_to_all(cast: Cast, slot: Slot) -> None:
    say(slot, cast.helper)
    users = (cast.leader, cast.coordinator, cast.leader_elsewhere, cast.ambassador)

    naive = [
        Volunteer.objects.filter(
            municipality_id=cast.actor(user).municipality_id, pk=cast.helper.pk
        ).exists()
        for user in users
    ]

    assert naive == [True, True, True, True]


def test_a_leader_without_a_yes_there_may_not_touch_it(cast: Cast, slot: Slot) -> None:
    for user in (cast.leader, cast.leader_elsewhere, cast.ambassador):
        with pytest.raises(NotAllowed):
            order_certificate(
                volunteer=cast.helper, kind=CHILDREN, on=TODAY, by=cast.actor(user), at=NOW
            )


def test_a_day_to_come_is_refused(cast: Cast) -> None:
    with pytest.raises(Invalid):
        order_certificate(
            volunteer=cast.helper,
            kind=CHILDREN,
            on=TODAY + timedelta(days=1),
            by=cast.actor(cast.coordinator),
            at=NOW,
        )


def test_months_end_where_the_month_does() -> None:
    assert months_after(date(2026, 8, 31), 6) == date(2027, 2, 28)
