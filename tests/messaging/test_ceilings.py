"""Ceilings on questions, holidays, the alarm, and what operators can do."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from pytest_django import Settings

from backend.accounts.models import Municipality
from backend.messaging import ceilings, pauses, pump
from backend.messaging.models import Channel, ChannelPause, Message, MessageState
from backend.messaging.providers.memory import MemoryProvider
from backend.messaging.quiet import COPENHAGEN, first_moment, is_holiday, next_allowed
from backend.messaging.scrubbing import scrub
from backend.messaging.trouble import notices
from tests.messaging.conftest import NOON, QueueSms

pytestmark = pytest.mark.django_db


def limit(place: Municipality, **limits: int) -> None:
    Municipality.objects.filter(pk=place.pk).update(**limits)


def test_a_number_gets_no_more_questions_a_day_than_its_ceiling(
    queue: QueueSms, provider: MemoryProvider, municipality: Municipality
) -> None:
    limit(municipality, sms_per_number_day=2)
    later = NOON + timedelta(days=3)
    for _ in range(3):
        queue(kind="tilbud", to="+4511223344", expires_at=later)
    cancellation = queue(kind="aflysning", to="+4511223344", expires_at=later)

    pump.drain(lambda: NOON)

    waiting = Message.objects.get(state=MessageState.QUEUED)
    assert len(provider.sent) == 3
    assert Message.objects.get(pk=cancellation.pk).state == MessageState.ACCEPTED
    assert waiting.not_before == datetime(2026, 11, 25, 8, 0, tzinfo=COPENHAGEN)
    pump.drain(lambda: NOON + timedelta(days=1))
    assert len(provider.sent) == 4


@pytest.mark.django_db(transaction=True)
def test_many_lanes_keep_the_days_ceiling_to_the_piece(
    queue: QueueSms, provider: MemoryProvider, municipality: Municipality
) -> None:
    limit(municipality, sms_per_day=10)
    for _ in range(40):
        queue(kind="tilbud")

    pump.drain(lambda: NOON, lanes=8)

    assert len(provider.sent) == 10
    assert Message.objects.filter(state=MessageState.QUEUED).count() == 30


@pytest.mark.django_db(transaction=True)
def test_control_lanes_that_do_not_stand_in_line_break_the_ceiling(
    queue: QueueSms,
    provider: MemoryProvider,
    municipality: Municipality,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from threading import Barrier

    from django.db import connection

    limit(municipality, sms_per_day=1)
    for _ in range(8):
        queue(kind="tilbud")
    met = Barrier(2, timeout=10)

    def naive(message: Message, at: datetime) -> datetime:
        day = Message.objects.filter(claimed_at__isnull=False).count()
        met.wait()
        return at if day < 1 else at + timedelta(hours=1)

    monkeypatch.setattr(pump, "wait_for_room", naive)
    monkeypatch.setattr(pump, "_WORTH_A_LANE", 4)
    pump.drain(lambda: NOON, lanes=2)
    connection.close()

    assert len(provider.sent) == 2


def test_a_month_that_has_cost_enough_holds_questions_until_more_is_granted(
    queue: QueueSms, provider: MemoryProvider, municipality: Municipality
) -> None:
    limit(municipality, sms_kroner_per_month=1)
    for _ in range(4):
        queue(kind="tilbud", expires_at=NOON + timedelta(days=2))

    pump.drain(lambda: NOON)

    place = Municipality.objects.get(pk=municipality.pk)
    used = ceilings.spending(place, NOON)
    assert (used.month, used.month_ore, used.ceiling_ore) == (2, 80, 100)
    assert [notice.code for notice in notices(place.pk, NOON)] == ["near_ceiling"]
    limit(municipality, sms_kroner_per_month=100)
    pump.drain(lambda: NOON + timedelta(hours=1))
    assert len(provider.sent) == 4


def test_the_forecast_follows_the_pace_of_the_month(municipality: Municipality) -> None:
    Message.objects.create(
        municipality=municipality,
        kind="tilbud",
        channel="sms",
        to="+4511223344",
        body="Kan du?",
        dedupe_key="spent",
        state="delivered",
        rank=95,
        not_before=NOON,
        expires_at=NOON,
        created_at=NOON,
        state_at=NOON,
        claimed_at=datetime(2026, 11, 2, 9, 0, tzinfo=UTC),
        price_ore=1500,
    )
    middle = datetime(2026, 11, 15, 23, 0, tzinfo=UTC)

    assert ceilings.spending(municipality, middle).forecast_ore == 3000


@pytest.mark.parametrize(
    ("day", "holiday"),
    [
        ((2026, 12, 25), True),
        ((2026, 4, 2), True),
        ((2026, 5, 1), False),
        ((2026, 12, 24), False),
        ((2024, 2, 29), False),
    ],
)
def test_public_holidays_are_those_of_the_law(day: tuple[int, int, int], holiday: bool) -> None:
    assert is_holiday(date(*day)) == holiday


def test_a_question_waits_through_christmas(municipality: Municipality) -> None:
    eve = datetime(2026, 12, 24, 21, 0, tzinfo=COPENHAGEN)

    assert first_moment(municipality, eve) == datetime(2026, 12, 27, 8, 0, tzinfo=COPENHAGEN)
    municipality.quiet_on_holidays = False
    assert first_moment(municipality, eve) == datetime(2026, 12, 25, 8, 0, tzinfo=COPENHAGEN)


def test_without_quiet_hours_a_holiday_ends_at_midnight() -> None:
    noon = datetime(2026, 12, 26, 12, 0, tzinfo=COPENHAGEN)

    allowed = next_allowed(noon, time(0), time(0), holidays=True)

    assert allowed == datetime(2026, 12, 27, 0, 0, tzinfo=COPENHAGEN)


def test_a_long_pause_is_never_shortened_by_the_provider(
    queue: QueueSms, municipality: Municipality
) -> None:
    pauses.pause_channel(municipality.pk, Channel.SMS, pauses.BY_HAND, NOON, NOON + pauses.LONG)
    pauses.pause_channel(municipality.pk, Channel.SMS, "20003", NOON, NOON + timedelta(minutes=10))

    assert ChannelPause.objects.get().code == pauses.BY_HAND
    assert pauses.resume_channel(municipality.pk, Channel.SMS)
    assert not pauses.resume_channel(municipality.pk, Channel.SMS)


def test_nemsms_refuses_with_a_sentence_and_loses_nothing(
    queue: QueueSms, settings: Settings, municipality: Municipality
) -> None:
    settings.SMS_PROVIDER = "nemsms"
    queue()

    pump.drain(lambda: NOON)

    assert Message.objects.get().state == MessageState.QUEUED
    (notice,) = notices(municipality.pk, NOON)
    assert notice.text == (
        "Sms er sat på pause. NemSMS skriver kun til CPR-numre, og dem gemmer Samspil ikke. "
        "Vælg en anden leverandør. 0 venter."
    )


def test_lanes_that_are_asked_to_end_finish_what_they_have_in_hand(
    queue: QueueSms, provider: MemoryProvider
) -> None:
    for _ in range(5):
        queue()

    pump.drain(lambda: NOON, should_end=lambda: len(provider.sent) >= 2)

    assert len(provider.sent) == 2
    states = sorted(Message.objects.values_list("state", flat=True))
    assert states == ["accepted"] * 2 + ["queued"] * 3


def test_old_bodies_keep_their_words_but_no_key(queue: QueueSms, provider: MemoryProvider) -> None:
    link = "https://hjaelp.fjordby.test/s/k7Qm2xVb9TfRk7Qm2xVb9T"
    message = queue(body=f"Tak. Se mere: {link}", expires_at=NOON + timedelta(hours=6))
    pump.drain(lambda: NOON)

    assert scrub(NOON + timedelta(hours=47)) == 0
    assert scrub(NOON + timedelta(hours=55)) == 1
    assert scrub(NOON + timedelta(hours=55)) == 0

    message.refresh_from_db()
    assert message.body == "Tak. Se mere: https://hjaelp.fjordby.test/s/***"
