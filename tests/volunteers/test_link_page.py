"""The personal link's page: every situation, and that looking at it never answers."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
import time_machine
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from icalendar import Calendar

from backend.messaging.models import InboundText, Message
from institutions.models import Slot
from tests.cast import NOW, Cast, link_actor, make_volunteers, offer_to, open_slot
from volunteers.actions.answers import accept_offer, decline_offer, join_waiting_list, withdraw
from volunteers.actions.attendance import give_thanks, record_attendance
from volunteers.actions.changes import cancel_slot, move_slot
from volunteers.actions.links import issue_link
from volunteers.models import Acceptance, Assignment, Link, Offer, Pulse, Volunteer
from volunteers.queries.links import find_link

SCANNERS = (
    "Mozilla/5.0 (compatible; bingbot/2.0)",
    "facebookexternalhit/1.1",
    "WhatsApp/2.23",
    "Slackbot-LinkExpanding 1.0",
    "TelegramBot (like TwitterBot)",
    "Mozilla/5.0 SafeLinks",
    "Googlebot/2.1",
    "python-requests/2.32",
)


@pytest.fixture
def clock() -> "time_machine.travel":
    """The door's clock stands still at the cast's moment."""
    with time_machine.travel(NOW, tick=False) as moment:
        yield moment


@pytest.fixture
def slot(cast: Cast) -> Slot:
    """One seat, three days ahead."""
    return open_slot(cast, seats=1)


def path_of(offer: Offer, purpose: Link.Purpose = Link.Purpose.ANSWER, at: datetime = NOW) -> str:
    """The path of a new link."""
    return "/s/" + issue_link(offer=offer, purpose=purpose, at=at).rsplit("/", 1)[1]


def headline(client: Client, path: str) -> str:
    """The page's first heading."""
    page = client.get(path).content.decode()
    start = page.index("<h1>") + 4
    text = page[start : page.index("</h1>", start)]
    return text[text.rindex(">") + 1 :].strip() if ">" in text else text.strip()


def fingerprint() -> dict[str, str]:
    """Every row of every table with its version; any write anywhere changes it."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT table_name FROM information_schema.tables "
            "WHERE table_schema = 'public' AND table_type = 'BASE TABLE'"
        )
        prints = {}
        for (table,) in cursor.fetchall():
            cursor.execute(
                f"SELECT count(*) || ':' || coalesce(md5(string_agg("
                f"ctid::text || xmin::text, ',' ORDER BY ctid)), '') FROM \"{table}\""
            )
            prints[table] = cursor.fetchone()[0]
    return prints


def scan(client: Client, path: str) -> None:
    """What eight scanners do with a link in a message."""
    for name in SCANNERS:
        for suffix in ("", "/kalender.ics", "?sprog=en"):
            client.get(path + suffix, headers={"user-agent": name})
            client.head(path + suffix, headers={"user-agent": name})


def writes_of(visit: Callable[[], object]) -> list[str]:
    """The tables that a visit changed."""
    before = fingerprint()
    with transaction.atomic():
        visit()
    after = fingerprint()
    return [table for table in before if before[table] != after[table]]


def test_looking_writes_nothing(cast: Cast, slot: Slot, client: Client, clock: object) -> None:
    path = path_of(offer_to(slot, cast.helper))

    assert writes_of(lambda: scan(client, path)) == []


def test_control_a_page_that_accepts_on_get_is_seen_to_write(cast: Cast, slot: Slot) -> None:
    offer = offer_to(slot, cast.helper)

    def naive_get() -> None:
        accept_offer(offer=offer, accepts_rules=True, by=link_actor(cast.helper), at=NOW)

    changed = writes_of(naive_get)

    assert "volunteers_assignment" in changed


def test_unknown_expired_and_revoked_look_the_same(
    cast: Cast, slot: Slot, client: Client, clock: object
) -> None:
    offer = offer_to(slot, cast.helper)
    expired, revoked = path_of(offer), path_of(offer)
    links = Link.objects.order_by("-pk")
    Link.objects.filter(pk=links[1].pk).update(expires_at=NOW)
    Link.objects.filter(pk=links[0].pk).update(revoked_at=NOW)

    pages = [client.get(path) for path in (expired, revoked, "/s/" + "1" * 22, "/s/x")]
    posts = [client.post(path, {"svar": "ja"}) for path in (expired, revoked, "/s/x")]
    files = [client.get(f"{path}/kalender.ics") for path in (expired, revoked, "/s/x")]

    assert {page.status_code for page in [*pages, *posts, *files]} == {404}
    assert len({page.content for page in [*pages, *posts, *files]}) == 1
    assert Assignment.objects.count() == 0


def test_a_fresh_link_opens_and_an_old_one_still_works(
    cast: Cast, slot: Slot, client: Client, clock: object
) -> None:
    offer = offer_to(slot, cast.helper)
    paths = [path_of(offer), path_of(offer)]

    assert [client.get(path).status_code for path in paths] == [200, 200]
    assert find_link(paths[0].removeprefix("/s/"), NOW) is not None


def test_another_site_cannot_answer(cast: Cast, slot: Slot, client: Client, clock: object) -> None:
    path = path_of(offer_to(slot, cast.helper))
    yes = {"svar": "ja", "accepts_rules": "on"}

    foreign = client.post(path, yes, headers={"sec-fetch-site": "cross-site"})
    unknown = client.post("/s/x", yes, headers={"sec-fetch-site": "cross-site"})

    assert (foreign.status_code, unknown.status_code) == (403, 403)
    assert Assignment.objects.count() == 0


def test_no_cookie_and_no_csrf_token_are_needed(cast: Cast, slot: Slot, clock: object) -> None:
    strict = Client(enforce_csrf_checks=True)
    path = path_of(offer_to(slot, cast.helper))

    page = strict.get(path)
    answer = strict.post(path, {"svar": "ja", "accepts_rules": "on"}, headers={"origin": "null"})

    assert (page.cookies, answer.cookies, dict(strict.cookies)) == ({}, {}, {})
    assert (answer.status_code, answer["Location"]) == (302, path)
    assert page["Referrer-Policy"] == "no-referrer"
    assert page["Cache-Control"] == "no-store"


def test_a_leaders_cookie_gives_nothing(
    cast: Cast, slot: Slot, client: Client, clock: object
) -> None:
    path = path_of(offer_to(slot, cast.helper))
    client.force_login(cast.leader)

    client.post(path, {"svar": "ja", "accepts_rules": "on"})

    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT actor_kind, user_id, volunteer_ref FROM audit_auditentry "
            "WHERE deed = 'accept_offer'"
        )
        assert cursor.fetchall() == [("link", None, cast.helper.pk)]


def test_the_page_says_only_what_it_may(
    cast: Cast, slot: Slot, client: Client, clock: object
) -> None:
    other = make_volunteers(cast, 1, first_name="Zebadea", last_name="Hemmelig")[0]
    accept_offer(offer=offer_to(slot, other), accepts_rules=True, by=link_actor(other), at=NOW)
    page = client.get(path_of(offer_to(slot, cast.helper))).content.decode()

    shown = [
        word
        for word in (cast.helper.last_name, cast.helper.phone, "Zebadea", "Hemmelig", "http://")
        if word in page.replace("http://www.w3.org", "")
    ]
    assert shown == []


def test_rules_must_be_accepted_the_first_time(
    cast: Cast, slot: Slot, client: Client, clock: object
) -> None:
    path = path_of(offer_to(slot, cast.helper))

    refused = client.post(path, {"svar": "ja"})
    taken = client.post(path, {"svar": "ja", "accepts_rules": "on"})

    assert refused.status_code == 422
    assert refused.content.decode().count('href="#id_accepts_rules"') == 1
    assert taken.status_code == 302
    assert Acceptance.objects.filter(volunteer=cast.helper, institution=cast.here).count() == 1
    second = open_slot(cast, seats=1, days=9)
    page = client.get(path_of(offer_to(second, cast.helper))).content.decode()
    assert page.count("accepts_rules") == 0


def test_a_double_tap_is_one_yes(cast: Cast, slot: Slot, client: Client, clock: object) -> None:
    path = path_of(offer_to(slot, cast.helper))

    answers = [client.post(path, {"svar": "ja", "accepts_rules": "on"}) for _ in range(3)]

    assert [answer.status_code for answer in answers] == [302, 302, 302]
    assert Assignment.objects.filter(slot=slot, state="confirmed").count() == 1
    assert Message.objects.filter(kind="bekraeftelse").count() == 1
    slot.refresh_from_db()
    assert slot.seats_taken == 1


def test_yes_then_withdraw_then_yes(cast: Cast, slot: Slot, client: Client, clock: object) -> None:
    path = path_of(offer_to(slot, cast.helper))
    seen = [headline(client, path)]
    for tap in ({"svar": "ja", "accepts_rules": "on"}, {"svar": "afbud"}, {"svar": "ja"}):
        client.post(path, tap)
        seen.append(headline(client, path))

    assert seen == [
        "Kan du hjælpe torsdag?",
        "Tak, du er på holdet",
        "Tak, fordi du sagde til",
        "Tak, du er på holdet",
    ]


def test_a_no_may_have_a_reason_and_be_changed(
    cast: Cast, slot: Slot, client: Client, clock: object
) -> None:
    offer = offer_to(slot, cast.helper)
    path = path_of(offer)

    client.post(path, {"svar": "nej"})
    headlines = [headline(client, path)]
    client.post(path, {"svar": "nej", "grund": "for langt"})
    offer.refresh_from_db()
    client.post(path, {"svar": "nej", "grund": "<script>"})
    client.post(path, {"svar": "ja", "accepts_rules": "on"})
    headlines.append(headline(client, path))

    assert headlines == ["Tak for svaret", "Tak, du er på holdet"]
    assert offer.decline_reason == "for langt"


def test_full_line_and_a_seat_that_becomes_free(
    cast: Cast, slot: Slot, client: Client, clock: object
) -> None:
    first = make_volunteers(cast, 1)[0]
    accept_offer(offer=offer_to(slot, first), accepts_rules=True, by=link_actor(first), at=NOW)
    path = path_of(offer_to(slot, cast.helper))
    seen = [headline(client, path)]
    client.post(path, {"svar": "ja", "accepts_rules": "on"})
    seen.append(headline(client, path))
    client.post(path, {"svar": "venteliste"})
    seen.append(headline(client, path))
    number = client.get(path).content.decode().count("Du er nr. 1.")
    withdraw(assignment=Assignment.objects.get(volunteer=first), by=link_actor(first), at=NOW)
    seen.append(headline(client, path))
    client.post(path, {"svar": "ja"})
    seen.append(headline(client, path))

    assert seen == [
        "Pladserne er besat",
        "Pladsen blev lige taget",
        "Du står på ventelisten",
        "Der er en plads. Vil du have den?",
        "Tak, du er på holdet",
    ]
    assert number == 1


def test_a_place_in_line_can_be_left(cast: Cast, slot: Slot, client: Client, clock: object) -> None:
    people = make_volunteers(cast, 2)
    for person in people:
        offer = offer_to(slot, person)
        accept_offer(offer=offer, accepts_rules=True, by=link_actor(person), at=NOW)
        join_waiting_list(offer=offer, by=link_actor(person), at=NOW)
    path = path_of(offer_to(slot, cast.helper))
    client.post(path, {"svar": "venteliste"})
    second = client.get(path).content.decode().count("Du er nr. 2.")

    client.post(path, {"svar": "afbud"})

    assert second == 1
    assert headline(client, path) == "Tak, fordi du sagde til"


def test_a_moved_slot_asks_again(cast: Cast, slot: Slot, client: Client, clock: object) -> None:
    path = path_of(offer_to(slot, cast.helper))
    client.post(path, {"svar": "ja", "accepts_rules": "on"})
    move_slot(
        slot=slot,
        starts_at=slot.starts_at + timedelta(days=1),
        ends_at=slot.ends_at + timedelta(days=1),
        by=cast.actor(cast.leader),
        at=NOW,
    )
    seen = [headline(client, path)]
    client.post(path, {"svar": "passer"})
    seen.append(headline(client, path))

    assert seen == ["Nyt tidspunkt. Passer det stadig?", "Tak, du er på holdet"]


def test_a_cancelled_slot_says_so(cast: Cast, slot: Slot, client: Client, clock: object) -> None:
    path = path_of(offer_to(slot, cast.helper))
    cancel_slot(slot=slot, reason="Sygdom", by=cast.actor(cast.leader), at=NOW)

    late = client.post(path, {"svar": "ja", "accepts_rules": "on"})

    assert headline(client, path) == "Det er aflyst"
    assert late.status_code == 409


def test_too_late_says_whom_to_call(cast: Cast, slot: Slot, client: Client) -> None:
    path = path_of(offer_to(slot, cast.helper))
    with time_machine.travel(slot.starts_at, tick=False):
        page = client.get(path).content.decode()
        late = client.post(path, {"svar": "ja", "accepts_rules": "on"})
        words = headline(client, path)

    assert words == "Det er for sent at svare her"
    assert page.count("tel:+4512345678") >= 1
    assert late.status_code == 409


def test_after_the_cutoff_one_calls_instead(cast: Cast, slot: Slot, client: Client) -> None:
    path = path_of(offer_to(slot, cast.helper))
    accept_offer(
        offer=offer_to(slot, cast.helper), accepts_rules=True, by=link_actor(cast.helper), at=NOW
    )
    with time_machine.travel(slot.starts_at - timedelta(hours=23), tick=False):
        page = client.get(path).content.decode()
        refused = client.post(path, {"svar": "afbud"})

    assert page.count('value="afbud"') == 0
    assert refused.status_code == 409
    assert Assignment.objects.get().state == "confirmed"


def came(cast: Cast, slot: Slot, *, yes: bool) -> datetime:
    """The helper had a seat, and the leader has said whether they came; the moment after."""
    offer = offer_to(slot, cast.helper)
    accept_offer(offer=offer, accepts_rules=True, by=link_actor(cast.helper), at=NOW)
    after = slot.ends_at + timedelta(hours=1)
    seat = Assignment.objects.select_related("slot__task__institution").get()
    record_attendance(assignment=seat, came=yes, by=cast.actor(cast.leader), at=after)
    return after


@pytest.mark.parametrize(
    ("yes", "words"), [(True, "Tak for din hjælp"), (False, "Det er overstået")]
)
def test_afterwards(cast: Cast, slot: Slot, client: Client, yes: bool, words: str) -> None:
    after = came(cast, slot, yes=yes)
    path = path_of(offer_to(slot, cast.helper))
    with time_machine.travel(after, tick=False):
        assert headline(client, path) == words


def test_the_one_question_is_answered_once(cast: Cast, slot: Slot, client: Client) -> None:
    after = came(cast, slot, yes=True)
    give_thanks(slot=Slot.objects.get(pk=slot.pk), by=cast.actor(cast.leader), at=after)
    path = path_of(offer_to(slot, cast.helper), Link.Purpose.THANKS, after)
    with time_machine.travel(after, tick=False):
        seen = [headline(client, path)]
        odd = [client.post(path, {"svar": "mening", "score": score}) for score in ("", "6", "x")]
        for score in ("4", "1"):
            client.post(path, {"svar": "mening", "score": score})
        seen.append(headline(client, path))

    assert [answer.status_code for answer in odd] == [422, 422, 422]
    assert list(Pulse.objects.values_list("score", flat=True)) == [4]
    assert seen == ["Tak for din hjælp", "Tak for dit svar"]


def test_a_link_is_not_valid_for_another_purpose(
    cast: Cast, slot: Slot, client: Client, clock: object
) -> None:
    offer = offer_to(slot, cast.helper)
    thanks = path_of(offer, Link.Purpose.THANKS)

    answers = [
        client.post(thanks, {"svar": "ja", "accepts_rules": "on"}),
        client.post(path_of(offer), {"svar": "mening", "score": "5"}),
        client.post(path_of(offer), {}),
    ]

    assert [answer.status_code for answer in answers] == [422, 422, 422]
    assert Assignment.objects.count() == 0


def test_the_calendar_file_is_for_those_with_a_seat(
    cast: Cast, slot: Slot, client: Client, clock: object
) -> None:
    path = path_of(offer_to(slot, cast.helper))
    before = client.get(f"{path}/kalender.ics")
    client.post(path, {"svar": "ja", "accepts_rules": "on"})

    response = client.get(f"{path}/kalender.ics")

    calendar = Calendar.from_ical(response.content)
    (event,) = calendar.walk("VEVENT")
    assert before.status_code == 404
    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    assert (event.start, event.end) == (slot.starts_at, slot.ends_at)
    assert str(event["UID"]) == f"{Assignment.objects.get().uuid}@{cast.municipality.link_host}"


def test_the_page_tells_once_that_it_is_seen(
    cast: Cast, slot: Slot, client: Client, clock: "time_machine.Traveller"
) -> None:
    offer = offer_to(slot, cast.helper)
    path = path_of(offer)

    first = client.post(f"{path}/set")
    clock.shift(60)
    client.post(f"{path}/set")

    offer.refresh_from_db()
    assert (first.status_code, offer.seen_at) == (204, NOW)
    assert client.get(f"{path}/set").status_code == 405


def test_english_is_kept_through_an_answer(
    cast: Cast, slot: Slot, client: Client, clock: object
) -> None:
    path = path_of(offer_to(slot, cast.helper)) + "?sprog=en"
    asked = headline(client, path)

    answer = client.post(path, {"svar": "nej"})

    assert asked == "Can you help on Thursday?"
    assert answer["Location"] == path


def test_a_page_costs_few_queries(cast: Cast, slot: Slot, client: Client, clock: object) -> None:
    path = path_of(offer_to(slot, cast.helper))
    with CaptureQueriesContext(
        connection,
    ) as seen:
        client.get(path)
    counts = [len(seen)]
    client.post(path, {"svar": "ja", "accepts_rules": "on"})
    with CaptureQueriesContext(connection) as seen:
        client.get(path)
    counts.append(len(seen))

    assert counts == [8, 5]


def test_who_got_a_forwarded_link_tells_the_coordinator_and_changes_nothing(
    cast: Cast, slot: Slot, client: Client, clock: object
) -> None:
    offer = offer_to(slot, cast.helper)
    path = path_of(offer)

    for _ in range(2):
        answer = client.post(path, {"svar": "ikke-mig"}, follow=True)

    assert answer.content.decode().count("Kommunen får besked.") == 1
    told = InboundText.objects.get()
    assert (told.state, told.phone) == ("unclear", cast.helper.phone)
    offer.refresh_from_db()
    assert (offer.state, client.get(path).status_code) == ("sent", 200)


def test_an_erased_answer_leaves_the_words_for_a_no_untouched(
    cast: Cast, slot: Slot, client: Client, clock: object
) -> None:
    offer = offer_to(slot, cast.helper)
    decline_offer(offer=offer, by=link_actor(cast.helper), at=NOW)
    Volunteer.objects.filter(pk=cast.helper.pk).update(first_name="Karen")

    page = client.get(path_of(offer)).content.decode()

    assert page.count("Er du ikke Karen?") == 1
