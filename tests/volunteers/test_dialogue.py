"""A volunteer and those who lead a place write to each other about one time."""

from datetime import timedelta
from typing import Any

import pytest

from backend.audit.models import AuditEntry
from backend.common.actors import RoleKind
from backend.common.refusals import Clash, Invalid, NotAllowed, TooLate
from backend.messaging.models import Message
from institutions.models import Slot
from tests.cast import NOW, Cast, link_actor, make_volunteers, offer_to, open_slot
from tests.volunteers.stage import say_yes, stand_in_line
from volunteers.actions.answers import withdraw
from volunteers.actions.dialogue import (
    KEEP_AFTER,
    empty_old_threads,
    mark_thread_seen,
    settle_thread,
    write_as_volunteer,
    write_to_volunteer,
)
from volunteers.actions.erasure import erase_volunteer
from volunteers.models import Assignment, DialogueLine, Link, Offer
from volunteers.queries.dialogue import talks_of, thread_of, threads_for
from volunteers.queries.own_data import own_data
from volunteers.rules.dialogue import CLOSES_AFTER

pytestmark = pytest.mark.django_db


@pytest.fixture
def seat(cast: Cast) -> Assignment:
    """The helper has a seat on Thursday."""
    return say_yes(open_slot(cast), cast.helper)


def offer_of(seat: Assignment) -> Offer:
    assert seat.offer is not None
    return Offer.objects.get(pk=seat.offer.pk)


def asks(
    cast: Cast, seat: Assignment, body: str = "Hvor parkerer jeg?", at: Any = NOW
) -> DialogueLine:
    return write_as_volunteer(offer=offer_of(seat), body=body, by=link_actor(cast.helper), at=at)


def answers(
    cast: Cast, seat: Assignment, body: str = "Bag huset.", at: Any = NOW, **how: Any
) -> DialogueLine:
    return write_to_volunteer(
        offer=offer_of(seat), body=body, by=cast.actor(cast.leader), at=at, **how
    )


def sent(kind: str) -> list[Message]:
    return list(Message.objects.filter(kind=kind).order_by("id"))


def test_each_side_is_told_without_words_numbers_or_names(cast: Cast, seat: Assignment) -> None:
    asks(cast, seat)
    answers(cast, seat)

    (mail,) = sent("leder_besked")
    (sms,) = sent("besked")
    assert (mail.to, sms.to) == (cast.leader.email, cast.helper.phone)
    assert [cast.helper.first_name in mail.body, "parkerer" in mail.body] == [False, False]
    assert ["Bag huset" in sms.body, "12345678" in sms.body.replace(" ", "")] == [False, False]
    link = Link.objects.get(purpose="dialogue")
    assert link.expires_at == seat.slot.ends_at + CLOSES_AFTER
    entries = AuditEntry.objects.filter(deed="write_line").order_by("id")
    assert [entry.details for entry in entries] == [{"channel": "page"}] * 2


def test_several_lines_are_one_sms_and_one_mail(cast: Cast, seat: Assignment) -> None:
    for minute in range(3):
        asks(cast, seat, f"Nr. {minute}", NOW + timedelta(minutes=minute))
        answers(cast, seat, f"Svar {minute}", NOW + timedelta(minutes=minute))
    assert (len(sent("besked")), len(sent("leder_besked"))) == (1, 1)

    Message.objects.update(state="delivered")
    answers(cast, seat, "Og en ting til", NOW + timedelta(hours=2))

    assert len(sent("besked")) == 2


def test_quiet_hours_and_ceilings_hold(cast: Cast, seat: Assignment) -> None:
    from backend.messaging.kinds import rule_of

    evening = NOW + timedelta(hours=11)
    answers(cast, seat, at=evening)

    (sms,) = sent("besked")
    assert sms.not_before == NOW + timedelta(hours=22)
    assert (rule_of("besked").capped, rule_of("besked").question) == (True, False)


def test_a_second_tap_is_one_line_and_a_later_one_is_two(cast: Cast, seat: Assignment) -> None:
    asks(cast, seat)
    asks(cast, seat)
    asks(cast, seat, at=NOW + timedelta(minutes=2))

    assert DialogueLine.objects.count() == 2


def test_unread_marks_follow_who_has_read(cast: Cast, seat: Assignment) -> None:
    asks(cast, seat)
    offer = offer_of(seat)
    marks = []

    def mark() -> None:
        thread = thread_of(offer, NOW)
        marks.append((thread.unread_here, thread.unread_by_person))

    mark()
    settle_thread(offer=offer, by=cast.actor(cast.leader), at=NOW)
    mark()
    answers(cast, seat)
    mark()
    assert [mark_thread_seen(offer=offer, at=NOW), mark_thread_seen(offer=offer, at=NOW)] == [1, 0]
    mark()

    assert marks == [(1, 0), (0, 0), (0, 1), (0, 0)]


@pytest.mark.parametrize("body", ["Min mor er 010190-1234", "cpr 0101901234"])
def test_a_cpr_number_is_refused_on_both_sides(cast: Cast, seat: Assignment, body: str) -> None:
    for write in (asks, answers):
        with pytest.raises(Invalid) as refused:
            write(cast, seat, body)
        assert refused.value.fields == {
            "body": ["Det ligner et CPR-nummer. Slet det, og send igen."]
        }
    assert DialogueLine.objects.count() == 0


def test_a_telephone_number_is_sent_when_it_is_meant(cast: Cast, seat: Assignment) -> None:
    with pytest.raises(Invalid) as refused:
        answers(cast, seat, "Ring til 20 12 34 56")
    answers(cast, seat, "Ring til 20 12 34 56", number_is_meant=True)

    assert list(refused.value.fields) == ["number_is_meant"]
    assert DialogueLine.objects.get().body == "Ring til 20 12 34 56"


@pytest.mark.parametrize("body", ["", "  \n", "x" * 1001])
def test_nothing_and_too_much_are_refused(cast: Cast, seat: Assignment, body: str) -> None:
    with pytest.raises(Invalid):
        asks(cast, seat, body)


def test_thirty_a_day_are_enough(cast: Cast, seat: Assignment) -> None:
    for number in range(30):
        asks(cast, seat, f"Nr. {number}")
    with pytest.raises(Clash):
        asks(cast, seat, "Nr. 31")
    assert asks(cast, seat, "Nr. 31", NOW + timedelta(days=1)).body == "Nr. 31"


def test_it_closes_fourteen_days_after_and_not_before(cast: Cast, seat: Assignment) -> None:
    asks(cast, seat, at=seat.slot.ends_at + CLOSES_AFTER - timedelta(seconds=1))
    for write in (asks, answers):
        with pytest.raises(TooLate):
            write(cast, seat, "For sent", seat.slot.ends_at + CLOSES_AFTER)
    assert DialogueLine.objects.count() == 1


def test_who_waits_may_write_and_who_withdrew_may_not(cast: Cast, seat: Assignment) -> None:
    waiting = stand_in_line(Slot.objects.get(pk=seat.slot_id), make_volunteers(cast, 1)[0])
    answers(cast, waiting, "Du er først i køen.")
    withdraw(assignment=seat, by=link_actor(cast.helper), at=NOW)
    with pytest.raises(TooLate):
        answers(cast, seat)


def test_one_who_was_asked_may_write_first_and_the_leader_may_not(cast: Cast) -> None:
    offer = offer_to(open_slot(cast, seats=2), cast.helper)
    leader = cast.actor(cast.leader)
    with pytest.raises(NotAllowed):
        write_to_volunteer(offer=offer, body="Kom nu", by=leader, at=NOW)
    assert not talks_of(leader).filter(pk=offer.pk).exists()

    write_as_volunteer(offer=offer, body="Er der trapper?", by=link_actor(cast.helper), at=NOW)

    assert write_to_volunteer(offer=offer, body="Nej.", by=leader, at=NOW).body == "Nej."
    assert talks_of(leader).get() == offer


def test_only_the_person_the_leaders_and_the_coordinator_are_in_it(
    cast: Cast, seat: Assignment
) -> None:
    from institutions.actions.roles import create_user, give_role

    asks(cast, seat)
    by = cast.actor(cast.coordinator)
    clerk = create_user(
        municipality=cast.municipality, email="f@test.invalid", name="Fælles", by=by, at=NOW
    )
    give_role(
        user=clerk,
        kind=RoleKind.SHARED_ADMINISTRATION,
        institution=cast.here,
        valid_from=NOW.date(),
        by=by,
        at=NOW,
    )
    sees = {
        user.name: len(threads_for(cast.actor(user), NOW))
        for user in (
            cast.leader, cast.coordinator, cast.leader_elsewhere, cast.ambassador, clerk
        )
    }  # fmt: skip
    assert list(sees.values()) == [1, 1, 0, 0, 0]
    for user in (cast.leader_elsewhere, cast.ambassador, clerk):
        with pytest.raises(NotAllowed):
            write_to_volunteer(offer=offer_of(seat), body="Hej", by=cast.actor(user), at=NOW)
    stranger = make_volunteers(cast, 1)[0]
    with pytest.raises(NotAllowed):
        write_as_volunteer(offer=offer_of(seat), body="Hej", by=link_actor(stranger), at=NOW)


def test_erasing_the_person_takes_the_words_of_both(cast: Cast, seat: Assignment) -> None:
    asks(cast, seat)
    answers(cast, seat)
    assert [row["Tekst"] for row in own_data(cast.helper)["Samtaler"]] == [
        "Hvor parkerer jeg?", "Bag huset."
    ]  # fmt: skip

    erase_volunteer(volunteer=cast.helper, by=link_actor(cast.helper), at=NOW)

    assert set(DialogueLine.objects.values_list("body", flat=True)) == {""}
    assert threads_for(cast.actor(cast.leader), NOW) == []


def test_old_words_go_by_themselves(cast: Cast, seat: Assignment) -> None:
    asks(cast, seat)
    end = seat.slot.ends_at + KEEP_AFTER
    later = [end, end + timedelta(seconds=1), end + timedelta(days=1)]

    assert [empty_old_threads(at) for at in later] == [0, 1, 0]
