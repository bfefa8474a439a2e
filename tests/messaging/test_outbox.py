"""The outbox: written once, taken back until claimed, woken after the commit only."""

from datetime import timedelta

import pytest
from django.db import transaction
from procrastinate.contrib.django.models import ProcrastinateJob
from pytest_django import DjangoCaptureOnCommitCallbacks, Settings

from backend.accounts.models import Municipality
from backend.messaging import pump
from backend.messaging.models import Message, MessageState
from backend.messaging.outbox import queue_email, recall
from backend.messaging.quiet import COPENHAGEN
from tests.messaging.conftest import NOON, QueueSms

pytestmark = pytest.mark.django_db


def test_the_same_key_gives_the_first_row_and_changes_nothing(queue: QueueSms) -> None:
    first = queue(dedupe_key="tilbud:12:1", body="Første tekst")

    second = queue(dedupe_key="tilbud:12:1", body="Anden tekst")

    assert second.pk == first.pk
    assert list(Message.objects.values_list("body", flat=True)) == ["Første tekst"]


def test_control_without_the_key_the_same_text_is_queued_twice(queue: QueueSms) -> None:
    queue(body="Samme tekst")
    queue(body="Samme tekst")

    assert Message.objects.filter(body="Samme tekst").count() == 2


def test_a_rolled_back_change_owes_nobody_a_message(queue: QueueSms) -> None:
    @transaction.atomic
    def change_that_fails() -> None:
        queue()
        raise RuntimeError

    with pytest.raises(RuntimeError):
        change_that_fails()

    assert Message.objects.count() == 0


def test_a_question_written_in_the_evening_is_due_in_the_morning(queue: QueueSms) -> None:
    evening = NOON.astimezone(COPENHAGEN).replace(hour=21)

    question = queue(kind="tilbud", at=evening, expires_at=evening + timedelta(days=2))
    answer = queue(kind="bekraeftelse", at=evening)

    assert question.not_before.astimezone(COPENHAGEN).hour == 8
    assert answer.not_before == evening


def test_recall_takes_what_is_queued_and_leaves_what_is_claimed(queue: QueueSms) -> None:
    claimed = queue(subject=("offer", 12))
    pump.claim(NOON)
    waiting = queue(subject=("offer", 12))
    other = queue(subject=("offer", 13))

    taken_back = recall("offer", 12, NOON)

    states = {row.pk: row.state for row in Message.objects.all()}
    assert taken_back == 1
    assert states == {
        claimed.pk: MessageState.SENDING,
        waiting.pk: MessageState.RECALLED,
        other.pk: MessageState.QUEUED,
    }


def test_recall_can_be_limited_to_kinds(queue: QueueSms) -> None:
    queue(kind="tilbud", subject=("offer", 12))
    queue(kind="aflysning", subject=("offer", 12))

    assert recall("offer", 12, NOON, kinds=["tilbud"]) == 1
    assert recall("offer", 12, NOON, kinds=["tilbud"]) == 0


def test_one_wake_up_a_transaction_and_none_before_the_commit(
    queue: QueueSms,
    settings: Settings,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    settings.MESSAGING_WAKES_PUMP = True
    pumps = ProcrastinateJob.objects.filter(task_name="pump_messages", status="todo")
    with django_capture_on_commit_callbacks(execute=True) as callbacks:
        queue()
        queue()
        assert pumps.count() == 0

    assert len(callbacks) == 1
    assert pumps.count() == 1


def test_a_pump_already_asked_for_is_enough(
    queue: QueueSms,
    settings: Settings,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    settings.MESSAGING_WAKES_PUMP = True
    for _ in range(3):
        with django_capture_on_commit_callbacks(execute=True):
            queue()

    assert ProcrastinateJob.objects.filter(status="todo").count() == 1
    assert Message.objects.count() == 3


def test_the_price_follows_the_segments(queue: QueueSms, municipality: Municipality) -> None:
    message = queue(segments=2)

    assert message.price_ore == 2 * municipality.sms_price_ore


def test_a_mail_costs_nothing_and_knows_no_quiet_hours(municipality: Municipality) -> None:
    evening = NOON.astimezone(COPENHAGEN).replace(hour=22)

    mail = queue_email(
        municipality=municipality,
        kind="tilbud",
        to="birgitte@example.test",
        title="Kan du hjælpe?",
        body="Hej Birgitte",
        dedupe_key="mail:1",
        at=evening,
    )

    assert (mail.price_ore, mail.segments, mail.not_before) == (0, 0, evening)
