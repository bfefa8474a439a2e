"""The own page: only by its own link, looking writes nothing, every deed does what it says."""

import json
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from backend.messaging.models import Message
from backend.messaging.stops import has_opted_out
from tests.cast import NOW, Cast, make_cast, make_volunteers, offer_to, open_slot
from tests.volunteers.people_pages import NEW_PHONE, newest_code, own_page, wrong_code
from tests.volunteers.stage import say_yes, stand_in_line
from tests.volunteers.test_link_page import path_of, writes_of
from volunteers.actions.attendance import record_attendance
from volunteers.actions.feeds import subscribe
from volunteers.actions.links import issue_my_page_link
from volunteers.models import Assignment, Link, Volunteer

pytestmark = pytest.mark.django_db
DOORS = ("", "/oplysninger", "/oplysninger.json", "/e-mail", "/telefon", "/slet")


@pytest.fixture(autouse=True)
def moment() -> Any:
    """The door's clock, which a test may move."""
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


def wishes(**changes: Any) -> dict[str, Any]:
    """The form as it may be sent."""
    return {
        "availability": ["1", "2"],
        "postcode": "8999",
        "radius_km": "20",
        "languages": ["da", "en"],
        "asks_per_week": "1",
        "paused_until": "",
        "channel": "sms",
        **changes,
    }


def helper(cast: Cast) -> Volunteer:
    return Volunteer.objects.get(pk=cast.helper.pk)


def test_looking_writes_nothing(cast: Cast, client: Client) -> None:
    path = own_page(cast.helper)

    def look() -> None:
        for door in DOORS:
            assert client.get(path + door).status_code == 200
            client.head(path + door)
        client.get(path.removesuffix("/mig"), follow=True)

    assert writes_of(look) == []


def test_control_a_page_that_slides_on_get_is_seen_to_write(cast: Cast) -> None:
    token = issue_my_page_link(volunteer=cast.helper, at=NOW).rsplit("/", 1)[1]

    def naive_get() -> None:
        Link.objects.filter(purpose="my_page").update(expires_at=NOW + timedelta(days=91))

    assert token
    assert sorted(writes_of(naive_get)) == ["audit_change", "volunteers_link"]


def test_no_cookie_is_set_and_the_page_is_private(cast: Cast, client: Client) -> None:
    answer = client.get(own_page(cast.helper))

    assert dict(client.cookies) == {}
    assert (answer.headers["Referrer-Policy"], answer.headers["Cache-Control"]) == (
        "no-referrer",
        "no-store",
    )


def test_another_purposes_link_opens_nothing_here_and_ours_opens_nothing_there(
    cast: Cast, client: Client
) -> None:
    offer = offer_to(open_slot(cast), cast.helper)
    answer_link = path_of(offer)
    feed = subscribe(person=cast.helper, by=cast.actor(cast.coordinator), at=NOW)
    feed_token = feed.rsplit("/", 1)[1].removesuffix(".ics")
    mine = own_page(cast.helper).removesuffix("/mig")
    lost = client.get("/s/ukendt/mig")

    foreign = [
        client.get(f"{path}/mig{door}")
        for path in (answer_link, f"/s/{feed_token}")
        for door in DOORS
    ]
    ours = [client.post(mine, {"svar": "ja"}), client.get(f"{mine}/kalender.ics")]

    assert {page.status_code for page in [*foreign, *ours]} == {404}
    bodies = {page.content for page in [*foreign, *ours]}
    assert bodies == {lost.content}
    offer.refresh_from_db()
    assert offer.state == "sent"


def test_unknown_expired_and_revoked_look_the_same(cast: Cast, client: Client) -> None:
    expired, revoked = own_page(cast.helper), own_page(cast.helper)
    rows = Link.objects.order_by("-pk")
    Link.objects.filter(pk=rows[1].pk).update(expires_at=NOW)
    Link.objects.filter(pk=rows[0].pk).update(revoked_at=NOW)

    pages = [client.get(path) for path in ("/s/ukendt/mig", expired, revoked)]

    assert {page.status_code for page in pages} == {404}
    assert len({page.content for page in pages}) == 1


def test_ninety_days_from_the_last_deed(cast: Cast, client: Client, moment: Any) -> None:
    path = own_page(cast.helper)
    moment.move_to(NOW + timedelta(days=80))
    client.get(path)
    assert Link.objects.get().expires_at == NOW + timedelta(days=90)

    client.post(f"{path}/sms", {"sms": "stop"})
    moment.move_to(NOW + timedelta(days=169))

    assert client.get(path).status_code == 200
    moment.move_to(NOW + timedelta(days=171))
    assert client.get(path).status_code == 404


def test_wishes_are_kept(cast: Cast, client: Client) -> None:
    path = own_page(cast.helper)

    answer = client.post(path, wishes(kinds=[cast.kind.pk], paused_until="01-12-2026"))
    person = helper(cast)
    assert answer.headers["Location"] == f"{path}?gemt=1"
    assert (person.availability, person.radius_km, person.asks_per_week, person.languages) == (
        6,
        20,
        1,
        ["da", "en"],
    )
    assert (str(person.paused_until), list(person.kinds.all())) == ("2026-12-01", [cast.kind])


@pytest.mark.parametrize(
    "wrong",
    [
        {"availability": []},
        {"postcode": "89990"},
        {"radius_km": "7000"},
        {"asks_per_week": "9"},
        {"paused_until": "01-11-2026"},
        {"channel": "letter"},
    ],
)
def test_wishes_that_cannot_be_kept_change_nothing(
    cast: Cast, client: Client, wrong: dict[str, Any]
) -> None:
    path = own_page(cast.helper)
    before = Volunteer.objects.filter(pk=cast.helper.pk).values().get()

    answer = client.post(path, wishes(**wrong))

    assert answer.status_code == 422
    assert Volunteer.objects.filter(pk=cast.helper.pk).values().get() == before


def test_another_sites_page_may_not_post(cast: Cast, client: Client) -> None:
    headers = {"Sec-Fetch-Site": "cross-site"}

    answer = client.post(own_page(cast.helper), wishes(), headers=headers)

    assert answer.status_code == 403


@pytest.mark.parametrize("door", ["", "/sms", "/e-mail", "/telefon", "/slet"])
def test_the_token_is_the_only_authority_for_a_post(cast: Cast, door: str) -> None:
    strict = Client(enforce_csrf_checks=True)
    path = own_page(cast.helper)

    answer = strict.post(path + door, wishes(phone=NEW_PHONE), headers={"Origin": "null"})

    assert answer.status_code in {200, 302}


def test_control_sign_up_has_no_token_and_is_guarded(cast: Cast) -> None:
    strict = Client(enforce_csrf_checks=True)

    assert strict.post("/bliv-frivillig/", {}).status_code == 403


def test_stop_and_start(cast: Cast, client: Client) -> None:
    path = own_page(cast.helper)
    seen = []
    for word in ("stop", "start"):
        client.post(f"{path}/sms", {"sms": word})
        opted_out = has_opted_out(cast.municipality.pk, cast.helper.phone)
        seen.append((helper(cast).opted_out_at is not None, opted_out))

    assert seen == [(True, True), (False, False)]


def test_withdrawing_ones_own_seat_but_not_anothers(cast: Cast, client: Client) -> None:
    other = make_volunteers(cast, 1)[0]
    slot = open_slot(cast, seats=2)
    mine, theirs = say_yes(slot, cast.helper), say_yes(slot, other)
    path = own_page(cast.helper)

    answers = [client.post(f"{path}/afbud/{seat.uuid}").status_code for seat in (theirs, mine)]

    assert answers == [404, 302]
    states = dict(Assignment.objects.values_list("volunteer_id", "state"))
    assert states == {cast.helper.pk: "withdrawn", other.pk: "confirmed"}


def test_times_hours_and_accepted_words_are_shown(cast: Cast, client: Client, moment: Any) -> None:
    over = say_yes(open_slot(cast, days=2, title="Højtlæsning"), cast.helper)
    say_yes(open_slot(cast, days=4, title="Gåtur ved søen"), cast.helper)
    after = NOW + timedelta(days=3)
    record_attendance(
        assignment=over, came=True, hours=Decimal("1.5"), by=cast.actor(cast.leader), at=after
    )
    moment.move_to(after)

    page = client.get(own_page(cast.helper)).content.decode()

    # Among the tasks, and among the conversations one may begin.
    assert [page.count(title) for title in ("Gåtur ved søen", "Højtlæsning")] == [2, 2]
    assert "Det har du hjulpet med: 1,5 timer i alt" in page
    assert "Jeg har læst spillereglerne, version 1." in page
    assert "Jeg giver ikke oplysninger om borgere videre" in page


@pytest.mark.parametrize("count", [1, 3])
def test_at_most_fifteen_queries(cast: Cast, client: Client, count: int) -> None:
    for n in range(count):
        say_yes(open_slot(cast, days=3 + n), cast.helper)
    path = own_page(cast.helper)

    with CaptureQueriesContext(
        connection,
    ) as counted:
        client.get(path)

    assert len(counted) <= 15


def test_new_email_needs_the_code(cast: Cast, client: Client) -> None:
    path = f"{own_page(cast.helper)}/e-mail"
    form = {"email": "ny@test.invalid", "trin": "kode"}
    client.post(path, {"email": "ny@test.invalid"})

    wrong = client.post(path, {**form, "code": wrong_code(cast.helper.phone)})
    assert (wrong.status_code, helper(cast).email) == (422, cast.helper.email)
    right = client.post(path, {**form, "code": newest_code(cast.helper.phone)})

    assert (right.status_code, helper(cast).email) == (302, "ny@test.invalid")


def moved(cast: Cast, client: Client, phone: str = NEW_PHONE) -> Any:
    path = f"{own_page(cast.helper)}/telefon"
    client.post(path, {"phone": phone})
    codes = {"old_code": newest_code(cast.helper.phone), "new_code": newest_code(phone)}
    return client.post(path, {"phone": phone, "trin": "kode", **codes})


def test_a_new_number_ends_the_old_links(cast: Cast, client: Client) -> None:
    answer_link = path_of(offer_to(open_slot(cast), cast.helper))
    before = own_page(cast.helper)
    feed = subscribe(person=cast.helper, by=cast.actor(cast.coordinator), at=NOW)
    Message.objects.update(state="delivered")
    old = ["/" + feed.split("/", 3)[3], before, answer_link]
    opened = [client.get(path).status_code for path in old]

    answer = moved(cast, client)

    # What they are compared with: all three opened until then.
    assert opened == [200, 200, 200]
    assert (answer.status_code, helper(cast).phone) == (200, NEW_PHONE)
    assert [client.get(path).status_code for path in old] == [404, 404, 404]
    told = Message.objects.get(kind="min_side")
    assert told.to == NEW_PHONE
    assert client.get("/s/" + told.body.split("/s/")[1][:22] + "/mig").status_code == 200


def test_a_question_still_in_the_queue_follows_to_the_new_number(
    cast: Cast, client: Client
) -> None:
    open_slot(cast)
    waiting = Message.objects.get(kind="tilbud", to=cast.helper.phone)

    moved(cast, client)

    waiting.refresh_from_db()
    assert waiting.to == NEW_PHONE
    assert client.get("/s/" + waiting.body.split("/s/")[1][:22]).status_code == 200


def test_a_number_cannot_be_changed_without_both_codes(cast: Cast, client: Client) -> None:
    path = f"{own_page(cast.helper)}/telefon"
    client.post(path, {"phone": NEW_PHONE})
    old, new = newest_code(cast.helper.phone), newest_code(NEW_PHONE)
    form = {"phone": NEW_PHONE, "trin": "kode"}

    answers = [
        client.post(path, {**form, "old_code": wrong_code(cast.helper.phone), "new_code": new}),
        client.post(path, {**form, "old_code": old, "new_code": wrong_code(NEW_PHONE)}),
    ]

    assert [answer.status_code for answer in answers] == [422, 422]
    assert helper(cast).phone == cast.helper.phone


def test_anothers_number_is_refused_once_its_holder_has_proved_it(
    cast: Cast, client: Client
) -> None:
    other = make_volunteers(cast, 1)[0]

    answer = moved(cast, client, other.phone)

    assert answer.status_code == 409
    assert helper(cast).phone == cast.helper.phone


def test_erasing_oneself_needs_the_code(cast: Cast, client: Client) -> None:
    say_yes(open_slot(cast), cast.helper)
    path = f"{own_page(cast.helper)}/slet"
    client.post(path)
    wrong = client.post(path, {"trin": "kode", "code": wrong_code(cast.helper.phone)})
    assert (wrong.status_code, helper(cast).anonymised_at) == (422, None)

    right = client.post(path, {"trin": "kode", "code": newest_code(cast.helper.phone)})

    assert (right.status_code, right.headers["Location"]) == (302, "/slettet/")
    assert (helper(cast).anonymised_at, Assignment.objects.get().state) == (NOW, "withdrawn")
    assert client.get(path).status_code == 404


def test_own_data_is_ones_own_and_the_file_says_the_same(cast: Cast, client: Client) -> None:
    other = make_volunteers(cast, 1)[0]
    slot = open_slot(cast, seats=1)
    say_yes(slot, cast.helper)
    stand_in_line(slot, other)
    path = own_page(cast.helper)

    page = client.get(f"{path}/oplysninger").content.decode()
    data = json.loads(client.get(f"{path}/oplysninger.json").content)

    assert data["Dig"][0]["Fornavn"] == "Anna"
    assert len(data["Dine tilmeldinger"]) == 1
    text = json.dumps(data, ensure_ascii=False)
    assert [other.last_name in shown for shown in (page, text)] == [False, False]
    assert [len(part.split("/s/")) for part in (text.replace("/s/***", ""),)] == [1]
    assert all(heading in page for heading in data)


def test_the_questions_page_sends_the_link_by_sms_and_never_shows_it(
    cast: Cast, client: Client
) -> None:
    path = path_of(offer_to(open_slot(cast), cast.helper))

    answers = [client.post(f"{path}/min-side") for _ in range(2)]

    sent = Message.objects.get(kind="min_side")
    token = sent.body.split("/s/")[1][:22]
    assert sent.to == cast.helper.phone
    assert [token in answer.content.decode() for answer in answers] == [False, False]


def test_a_signed_in_leaders_cookie_gives_nothing_here(cast: Cast, client: Client) -> None:
    client.force_login(cast.coordinator)

    assert client.get("/s/ukendt/mig").status_code == 404


def test_another_municipalitys_number_is_another_person(client: Client) -> None:
    one, two = make_cast("Søby", 1), make_cast("Åby", 2)
    Volunteer.objects.filter(pk=two.helper.pk).update(phone=one.helper.phone)

    client.post("/mit-link/?kommune=aby", {"phone": one.helper.phone})

    assert Message.objects.get(kind="min_side").recipient_ref == two.helper.pk


def test_a_question_goes_the_way_the_person_chose(cast: Cast, client: Client) -> None:
    texted, mailed, called = cast.helper, *make_volunteers(cast, 2)
    for person, channel in ((mailed, "email"), (called, "phone")):
        form = wishes(availability=[str(n) for n in range(28)], channel=channel)
        assert client.post(own_page(person), form).status_code == 302

    open_slot(cast, seats=3)

    asked = Message.objects.filter(kind="tilbud").values_list("channel", "to")
    assert set(asked) == {("sms", texted.phone), ("email", mailed.email)}


def test_the_coordinator_sees_who_is_under_eighteen(cast: Cast, client: Client) -> None:
    young = make_volunteers(cast, 1, birth_year=2009)[0]
    client.force_login(cast.coordinator)

    page = client.get(f"/koordinator/frivillige/{young.uuid}/").content.decode()

    assert page.count("15-17 år") == 1
