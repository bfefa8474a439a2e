"""Status callbacks: signed or refused, and right in every order and repetition."""

import uuid
from itertools import permutations

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import settings as fewer
from hypothesis import strategies as st

from backend.messaging.models import RANKS, Message, MessageState, StatusCallback
from backend.messaging.providers.base import Accepted
from backend.messaging.receipts import STATUSES, take_receipt
from tests.messaging.conftest import NOON, QueueSms
from tests.servers.twilio_server import TOKEN, receipt_form, sign

PUBLIC = "https://frivillig.fjordby.test"
SID = "SM" + "1" * 32


@pytest.fixture(autouse=True)
def _signed_with(settings) -> None:
    settings.PUBLIC_URL = PUBLIC
    settings.TWILIO = {**settings.TWILIO, "auth_tokens": ["the-new-token", TOKEN]}


def post(client: Client, message_uuid: object, form: dict[str, str], signature: str | None):
    headers = {} if signature is None else {"X-Twilio-Signature": signature}
    return client.post(f"/twilio/status/{message_uuid}/", form, headers=headers)


def form_for(status: str, code: str = "") -> dict[str, str]:
    return receipt_form({"sid": SID, "to": "+4511223301", "from": "Fjordby"}, status, code)


def signed(message_uuid: object, form: dict[str, str], token: str = TOKEN) -> str:
    return sign(f"{PUBLIC}/twilio/status/{message_uuid}/", form, token)


@pytest.mark.django_db
def test_a_signed_receipt_moves_the_message_and_gives_it_its_id(queue: QueueSms) -> None:
    message = queue()
    form = form_for("delivered")

    answer = post(Client(enforce_csrf_checks=True), message.uuid, form, signed(message.uuid, form))

    message.refresh_from_db()
    assert answer.status_code == 204
    assert (message.state, message.provider_id) == (MessageState.DELIVERED, SID)


@pytest.mark.django_db
def test_either_token_signs_while_they_are_rotated(queue: QueueSms, client: Client) -> None:
    message = queue()
    form = form_for("sent")

    answer = post(client, message.uuid, form, signed(message.uuid, form, "the-new-token"))

    assert answer.status_code == 204


@pytest.mark.django_db
@pytest.mark.parametrize("forgery", ["none", "empty", "wrong token", "altered", "other message"])
def test_what_is_not_ours_is_refused_and_leaves_no_trace(
    queue: QueueSms, client: Client, forgery: str
) -> None:
    message, other = queue(), queue()
    form = form_for("delivered")
    signatures = {
        "none": None,
        "empty": "",
        "wrong token": signed(message.uuid, form, "guessed"),
        "altered": signed(message.uuid, form_for("failed")),
        "other message": signed(other.uuid, form),
    }

    answer = post(client, message.uuid, form, signatures[forgery])

    message.refresh_from_db()
    assert (answer.status_code, message.state) == (403, MessageState.QUEUED)
    assert StatusCallback.objects.count() == 0


@pytest.mark.django_db
def test_without_any_token_everything_is_refused(queue: QueueSms, client, settings) -> None:
    settings.TWILIO = {**settings.TWILIO, "auth_tokens": []}
    message = queue()
    form = form_for("delivered")

    answer = post(client, message.uuid, form, signed(message.uuid, form, ""))

    assert answer.status_code == 403


@pytest.mark.django_db
def test_a_message_we_do_not_know_is_not_found(client: Client) -> None:
    stranger = uuid.uuid4()
    form = form_for("delivered")

    assert post(client, stranger, form, signed(stranger, form)).status_code == 404


@pytest.mark.django_db
def test_receipts_are_posted_never_fetched(queue: QueueSms, client: Client) -> None:
    assert client.get(f"/twilio/status/{queue().uuid}/").status_code == 405


def arrive(message: Message, statuses: list[str]) -> MessageState:
    Message.objects.filter(pk=message.pk).update(state="queued", rank=0, provider_id=None)
    for status in statuses:
        assert take_receipt(message.uuid, Accepted(SID, status), NOON)
    message.refresh_from_db()
    return MessageState(message.state)


@pytest.mark.django_db
def test_every_order_ends_delivered(queue: QueueSms) -> None:
    message = queue()

    ends = {
        arrive(message, list(order))
        for order in permutations(["queued", "sending", "sent", "undelivered", "delivered"])
    }

    assert ends == {MessageState.DELIVERED}


@pytest.mark.django_db
@fewer(max_examples=60, deadline=None)
@given(statuses=st.lists(st.sampled_from(sorted(STATUSES)), min_size=1, max_size=8))
def test_any_repetition_in_any_order_ends_at_the_highest(statuses: list[str]) -> None:
    message = Message.objects.first() or _bare_message()

    rank = max(STATUSES[status][0] for status in statuses)

    arrive(message, statuses)
    assert message.rank == rank


def _bare_message() -> Message:
    from backend.accounts.models import Municipality
    from backend.messaging.outbox import queue_sms

    place = Municipality.objects.create(slug="ny", name="Ny", short_name="Ny", link_host="ny.test")
    return queue_sms(
        municipality=place, kind="tak", to="+4511223301", body="Tak", dedupe_key="k", at=NOON
    )


@pytest.mark.django_db
def test_control_writing_whatever_comes_last_ends_wrong(queue: QueueSms) -> None:
    message = queue()
    for status in ("delivered", "sent"):
        Message.objects.filter(pk=message.pk).update(
            state=STATUSES[status][1], rank=STATUSES[status][0]
        )

    message.refresh_from_db()
    assert message.state != MessageState.DELIVERED


@pytest.mark.django_db
def test_the_history_keeps_every_receipt(queue: QueueSms) -> None:
    message = queue()

    arrive(message, ["sent", "delivered", "sent"])

    assert list(message.callbacks.values_list("status", flat=True)) == [
        "sent",
        "delivered",
        "sent",
    ]


@pytest.mark.django_db
def test_a_phone_that_was_off_gets_one_new_text_and_only_one(queue: QueueSms) -> None:
    message = queue()
    for _ in range(3):
        take_receipt(message.uuid, Accepted(SID, "undelivered", "30003"), NOON)
    again = Message.objects.exclude(pk=message.pk).get()

    take_receipt(again.uuid, Accepted("SM2", "undelivered", "30003"), NOON)

    assert (again.body, again.to) == (message.body, message.to)
    assert Message.objects.count() == 2


@pytest.mark.django_db
def test_the_new_text_is_dropped_when_the_first_arrives_after_all(queue: QueueSms) -> None:
    message = queue()
    take_receipt(message.uuid, Accepted(SID, "undelivered", "30003"), NOON)

    take_receipt(message.uuid, Accepted(SID, "delivered"), NOON)

    again = Message.objects.exclude(pk=message.pk).get()
    assert again.state == MessageState.RECALLED


@pytest.mark.django_db
def test_a_filtered_text_is_never_tried_again(queue: QueueSms) -> None:
    message = queue()

    take_receipt(message.uuid, Accepted(SID, "undelivered", "30007"), NOON)

    message.refresh_from_db()
    assert (Message.objects.count(), message.error_code) == (1, "30007")


def test_our_own_decisions_rank_below_every_fact_from_the_provider() -> None:
    ours = ("queued", "sending", "unknown", "recalled", "expired", "opted_out")

    highest = max(RANKS[MessageState(state)] for state in ours)

    assert highest < min(rank for rank, _ in STATUSES.values())
