"""What people write to us: signed, kept, understood where it can be, answered a few times."""

from datetime import timedelta

import pytest
from django.test import Client
from pytest_django import Settings

from backend.messaging import pump, stops
from backend.messaging.models import InboundState, InboundText, Message, MessageState, OptOut
from backend.messaging.outbox import queue_sms
from tests.cast import NOW, Cast, make_volunteers, offer_to, open_slot
from tests.servers.twilio_server import TOKEN, sign
from tests.volunteers.stage import say_yes, slot_with, stand_in_line
from volunteers.actions import inbound
from volunteers.actions.answers import withdraw
from volunteers.models import Assignment, Offer, Volunteer
from volunteers.rules.states import AssignmentState, OfferState

pytestmark = pytest.mark.django_db
PUBLIC = "https://frivillig.test"
NUMBER = "+4570707070"


@pytest.fixture
def place(cast: Cast, settings: Settings) -> Cast:
    """A municipality with a number of its own, and Twilio's token."""
    cast.municipality.sms_sender = NUMBER
    cast.municipality.save()
    settings.PUBLIC_URL = PUBLIC
    settings.TWILIO = {"auth_tokens": ["old-token", TOKEN]}
    return cast


def write(cast: Cast, phone: str, body: str, at=NOW, number: int = 0) -> InboundText:
    """A text from a number, past the door."""
    number = number or InboundText.objects.count() + 1
    inbound.take_inbound(
        municipality=cast.municipality, provider_id=f"SM{number}", phone=phone, body=body, at=at
    )
    return InboundText.objects.get(provider_id=f"SM{number}")


def asked(cast: Cast) -> Offer:
    """A person with one open question who has accepted the rules before."""
    first = open_slot(cast, seats=3, days=5)
    say_yes(first, cast.helper)
    return offer_to(open_slot(cast, days=8), cast.helper, NOW + timedelta(minutes=1))


def form_of(**changes: str) -> dict[str, str]:
    return {"MessageSid": "SM1", "From": "+4512340001", "To": NUMBER, "Body": "STOP", **changes}


@pytest.mark.parametrize("token", ["old-token", TOKEN])
def test_a_signed_text_is_taken_once(place: Cast, client: Client, token: str) -> None:
    form = form_of()
    signature = sign(f"{PUBLIC}/twilio/ind/", form, token)

    answers = [
        client.post("/twilio/ind/", form, headers={"X-Twilio-Signature": signature})
        for _ in range(2)
    ]

    assert [answer.status_code for answer in answers] == [200, 200]
    assert answers[0].content.endswith(b"<Response/>")
    assert InboundText.objects.count() == OptOut.objects.count() == 1
    assert Message.objects.filter(kind="stop_2vejs").count() == 1


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"X-Twilio-Signature": ""},
        {"X-Twilio-Signature": sign(f"{PUBLIC}/twilio/ind/", form_of(), "guessed")},
        {"X-Twilio-Signature": sign("https://other.test/twilio/ind/", form_of())},
        {
            "X-Twilio-Signature": sign("https://other.test/twilio/ind/", form_of()),
            "X-Forwarded-Host": "other.test",
        },
        {"X-Twilio-Signature": sign(f"{PUBLIC}/twilio/ind/", form_of(Body="START"))},
    ],
)
def test_an_unsigned_forged_or_altered_text_is_refused(
    place: Cast, client: Client, headers: dict[str, str]
) -> None:
    assert client.post("/twilio/ind/", form_of(), headers=headers).status_code == 403
    assert InboundText.objects.count() == 0


def test_a_stop_silences_questions_in_the_queue_but_not_a_cancellation(place: Cast) -> None:
    phone = place.helper.phone
    texts = {
        kind: queue_sms(
            municipality=place.municipality,
            kind=kind,
            to=phone,
            body=kind,
            dedupe_key=kind,
            at=NOW,
        )
        for kind in ("tilbud", "tilbud_paamindelse", "ledig_plads", "aflysning")
    }

    write(place, phone, "Stop!")

    states = {kind: Message.objects.get(pk=row.pk).state for kind, row in texts.items()}
    assert states == {
        "tilbud": MessageState.OPTED_OUT,
        "tilbud_paamindelse": MessageState.OPTED_OUT,
        "ledig_plads": MessageState.OPTED_OUT,
        "aflysning": MessageState.QUEUED,
    }
    assert Volunteer.objects.get(pk=place.helper.pk).opted_out_at == NOW


def test_control_a_stop_that_only_notes_the_wish_leaves_the_queue(place: Cast) -> None:
    question = queue_sms(
        municipality=place.municipality,
        kind="tilbud",
        to=place.helper.phone,
        body="Kan du?",
        dedupe_key="tilbud",
        at=NOW,
    )

    stops.opt_out(place.municipality.pk, place.helper.phone, NOW)

    assert Message.objects.get(pk=question.pk).state == MessageState.QUEUED


def test_who_has_said_yes_is_told_that_it_still_stands(place: Cast) -> None:
    say_yes(open_slot(place), place.helper)

    text = write(place, place.helper.phone, "afmeld")

    assert text.reply is not None
    assert text.reply.kind == "stop_med_aftale"
    assert Assignment.objects.get().state == AssignmentState.CONFIRMED


def test_a_start_opens_again(place: Cast) -> None:
    write(place, place.helper.phone, "STOP")
    text = write(place, place.helper.phone, "start")

    assert (OptOut.objects.count(), text.reply.kind) == (0, "velkommen_2vejs")
    assert Volunteer.objects.get(pk=place.helper.pk).opted_out_at is None


def test_a_yes_answers_the_open_question(place: Cast) -> None:
    offer = asked(place)

    text = write(place, place.helper.phone, "Ja tak!", NOW + timedelta(minutes=2))

    offer.refresh_from_db()
    assert (offer.state, offer.channel) == (OfferState.ACCEPTED, "sms")
    assert (text.state, text.reply) == (InboundState.DONE, None)
    assert Message.objects.filter(kind="bekraeftelse", body__contains="Tak").count() == 2


def test_a_no_answers_without_a_word_back(place: Cast) -> None:
    offer = asked(place)

    text = write(place, place.helper.phone, "nej", NOW + timedelta(minutes=2))

    offer.refresh_from_db()
    assert (offer.state, text.reply) == (OfferState.DECLINED, None)


def test_a_number_picks_among_the_newest_questions(place: Cast) -> None:
    newer = asked(place)
    older = offer_to(open_slot(place, days=10), place.helper)
    Offer.objects.filter(pk=older.pk).update(sent_at=NOW - timedelta(hours=1))

    write(place, place.helper.phone, "JA 2", NOW + timedelta(minutes=2))

    newer.refresh_from_db()
    older.refresh_from_db()
    assert (newer.state, older.state) == (OfferState.SENT, OfferState.ACCEPTED)


def test_the_first_yes_at_a_place_is_led_to_the_page_with_the_rules(place: Cast) -> None:
    slot = open_slot(place)
    offer_to(slot, place.helper)

    text = write(place, place.helper.phone, "JA", NOW + timedelta(minutes=2))

    assert (text.reply.kind, Assignment.objects.count()) == ("mangler_noget", 0)
    assert Offer.objects.get(slot=slot, volunteer=place.helper).state == OfferState.SENT


def test_a_yes_after_the_last_seat_is_told_the_truth(place: Cast) -> None:
    offer = asked(place)
    rival = make_volunteers(place, 1)[0]
    say_yes(offer.slot, rival)

    text = write(place, place.helper.phone, "ja", NOW + timedelta(minutes=2))

    assert text.reply.kind == "besat"
    assert not Assignment.objects.filter(slot=offer.slot, volunteer=place.helper).exists()


def test_a_yes_takes_the_seat_that_came_free(place: Cast) -> None:
    slot = slot_with(place, 1)
    say_yes(open_slot(place, days=6), place.helper)
    seat = stand_in_line(slot, place.helper)
    withdraw(
        assignment=Assignment.objects.get(slot=slot, state="confirmed"),
        by=place.actor(place.coordinator),
        at=NOW,
    )

    write(place, place.helper.phone, "JA", NOW + timedelta(minutes=2))

    seat.refresh_from_db()
    assert seat.state == AssignmentState.CONFIRMED


def test_a_no_to_the_seat_that_came_free_passes_it_on(place: Cast) -> None:
    slot = slot_with(place, 1)
    say_yes(open_slot(place, days=6), place.helper)
    next_one = make_volunteers(place, 1)[0]
    for person, minute in ((place.helper, 0), (next_one, 1)):
        stand_in_line(slot, person, NOW + timedelta(minutes=minute))
    withdraw(
        assignment=Assignment.objects.get(slot=slot, state="confirmed"),
        by=place.actor(place.coordinator),
        at=NOW + timedelta(minutes=2),
    )

    write(place, place.helper.phone, "NEJ", NOW + timedelta(minutes=3))

    told = Message.objects.filter(kind="ledig_plads").order_by("id").values_list("to", flat=True)
    assert list(told) == [place.helper.phone, next_one.phone]


def test_what_is_not_understood_waits_for_a_person(place: Cast, client: Client) -> None:
    text = write(place, place.helper.phone, "Ja, men kun hvis I har kaffe 😀\x00")

    assert (text.state, text.reply.kind) == (InboundState.UNCLEAR, "ukendt_svar")
    client.force_login(place.coordinator)
    page = client.get("/beskeder/svar/").content.decode()
    assert "kun hvis I har kaffe 😀" in page
    assert client.post(f"/beskeder/svar/{text.uuid}/klaret/").status_code == 302
    text.refresh_from_db()
    assert (text.state, text.settled_by) == (InboundState.SETTLED, "Coordinator")


def test_a_machine_that_answers_ours_is_answered_five_times(place: Cast) -> None:
    for number in range(8):
        write(place, "+4599999999", "Jeg er på ferie", NOW + timedelta(seconds=number))

    assert Message.objects.filter(kind="ukendt_svar").count() == 5
    assert InboundText.objects.filter(state=InboundState.UNCLEAR).count() == 8
    write(place, "+4599999999", "Hallo?", NOW + timedelta(minutes=11))
    assert Message.objects.filter(kind="ukendt_svar").count() == 6


def test_what_broke_on_the_way_is_tried_again(place: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(**_: object) -> None:
        raise RuntimeError("away")

    with monkeypatch.context() as patch:
        patch.setattr(inbound, "stop_texts", broken)
        with pytest.raises(RuntimeError):
            write(place, place.helper.phone, "STOP")
    assert InboundText.objects.get().state == InboundState.NEW

    assert inbound.handle_left_over(NOW + timedelta(seconds=30)) == 0
    assert inbound.handle_left_over(NOW + timedelta(minutes=2)) == 1

    assert (InboundText.objects.get().state, OptOut.objects.count()) == (InboundState.DONE, 1)


def test_the_pump_obeys_a_stop_given_after_queueing(place: Cast, settings: Settings) -> None:
    settings.SMS_PROVIDER = "phone"
    offer = offer_to(open_slot(place), place.helper)
    write(place, place.helper.phone, "STOP", NOW)
    pump.drain(lambda: NOW + timedelta(minutes=1))

    kinds = set(
        Message.objects.filter(to=offer.volunteer.phone, state="delivered").values_list(
            "kind", flat=True
        )
    )
    assert kinds == {"stop_2vejs"}
