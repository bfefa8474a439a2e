"""The leader's board: exceptions first, then the rows the address asks for."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from backend.common.danish_dates import moment_text
from backend.common.numbers import percent
from institutions.models import Role, Slot
from institutions.rules.deeds import MAY, Deed
from tests.cast import NOW, Cast, draft_need, make_cast, make_volunteers, open_slot
from tests.institutions.pages import words
from tests.volunteers.stage import say_yes, slot_with, stand_in_line
from volunteers.actions.answers import decline_offer
from volunteers.actions.attendance import give_thanks, record_attendance
from volunteers.actions.changes import cancel_slot
from volunteers.models import Forecast, Offer
from volunteers.queries.board import BoardFilter, Status, board_of

BOARD = reverse("institutions:board")
Counting = Callable[[int], AbstractContextManager[object]]


@pytest.fixture(autouse=True)
def moment() -> Iterator[None]:
    """Monday at ten."""
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def leader(cast: Cast, client: Client) -> Client:
    """The leader here, signed in."""
    client.force_login(cast.leader)
    return client


def _statuses(cast: Cast, **wanted: bool) -> list[Status]:
    board = board_of(cast.actor(cast.leader), BoardFilter(**wanted), NOW)
    return [row.status for row in board.rows]


def _all_say_no(slot: Slot, cast: Cast) -> None:
    for offer in Offer.objects.filter(slot=slot):
        decline_offer(offer=offer, by=cast.actor(cast.leader), at=NOW)


@pytest.mark.parametrize("count", [1, 3])
def test_the_board_takes_ten_queries_whatever_the_rows(
    cast: Cast, leader: Client, django_assert_num_queries: Counting, count: int
) -> None:
    for day in range(count):
        slot_with(cast, 1, seats=2, days=3 + day)
        draft_need(cast, days=3 + day)
        slot_with(cast, 1, days=1, at=NOW - timedelta(days=4 + day))

    with django_assert_num_queries(10):
        answer = leader.get(BOARD, {"mangler": "1"})

    assert answer.status_code == 200
    assert len(answer.context["board"].rows) == count


def test_a_row_says_who_comes_what_was_answered_and_what_comes_next(
    cast: Cast, leader: Client
) -> None:
    make_volunteers(cast, 23)
    slot = open_slot(cast, seats=2)
    asked = slot.offers.count()
    first = slot.offers.order_by("id")[0]
    say_yes(slot, first.volunteer)
    decline_offer(offer=slot.offers.order_by("id")[1], by=cast.actor(cast.leader), at=NOW)

    page = words(leader.get(BOARD))

    board = board_of(cast.actor(cast.leader), BoardFilter(), NOW)
    (row,) = board.rows
    assert row.names == ("Anna P.",)
    assert (row.tally.asked, row.tally.fitted) == (asked, 24)
    assert f"1 nej · {asked - 2} venter" in page
    forecast = slot.forecast
    said = f"Spurgt {asked} af 24, der passer. Vi ser efter igen kl. 10:20. Ventes besat senest"
    when = moment_text(forecast.full_at, NOW)
    assert f"{said} {when} ({percent(forecast.chance)})." in page
    assert "Mangler 1" in page


def test_each_state_has_its_badge(cast: Cast) -> None:
    slot_with(cast, 1, days=2)
    slot_with(cast, 1, seats=3, days=3)
    _all_say_no(open_slot(cast, days=4), cast)
    cancelled = open_slot(cast, days=5)
    cancel_slot(slot=cancelled, reason="Vejret", by=cast.actor(cast.leader), at=NOW)

    assert _statuses(cast) == [Status.FILLED, Status.MISSING, Status.SILENT, Status.CANCELLED]


def test_a_time_without_answers_before_tomorrow_ends_comes_first(
    cast: Cast, leader: Client
) -> None:
    make_volunteers(cast, 3)
    soon = open_slot(cast, days=1)
    _all_say_no(soon, cast)

    page = words(leader.get(BOARD))

    said_no = soon.offers.count()
    assert "1 tidspunkt mangler svar inden i morgen" in page
    assert f"alle {said_no}, der er spurgt, har sagt nej." in page


def test_a_time_where_nothing_more_happens_by_itself_is_an_exception(cast: Cast) -> None:
    make_volunteers(cast, 3)
    slot = open_slot(cast, days=4)
    _all_say_no(slot, cast)
    by = cast.actor(cast.leader)

    looked_at = board_of(by, BoardFilter(), NOW).silent
    Forecast.objects.filter(slot=slot).update(fits=0)
    stuck = board_of(by, BoardFilter(), NOW).silent

    assert looked_at == ()
    assert [row.slot for row in stuck] == [slot]


def test_a_full_board_has_no_exceptions(cast: Cast, leader: Client) -> None:
    slot_with(cast, 1, days=1)

    board = leader.get(BOARD).context["board"]

    assert (board.urgent, board.silent, board.unmarked, board.thankless, board.unsure) == (
        (), (), (), (), (),
    )  # fmt: skip


def test_attendance_and_then_thanks_are_asked_for_until_given(cast: Cast) -> None:
    slot = slot_with(cast, 1, days=1, at=NOW - timedelta(days=3))
    by = cast.actor(cast.leader)
    seen = []

    for deed in (
        lambda: None,
        lambda: record_attendance(assignment=slot.assignments.get(), came=True, by=by, at=NOW),
        lambda: give_thanks(slot=slot, by=by, at=NOW),
    ):
        deed()
        board = board_of(by, BoardFilter(), NOW)
        seen.append((len(board.unmarked), len(board.thankless)))

    assert seen == [(1, 0), (0, 1), (0, 0)]
    assert _statuses(cast, earlier=True) == [Status.DONE]


def test_filters_live_in_the_address(cast: Cast, leader: Client) -> None:
    slot_with(cast, 1, days=1)
    this_week = slot_with(cast, 1, seats=2, days=2)
    next_week = slot_with(cast, 1, seats=2, days=9)
    past = slot_with(cast, 1, days=1, at=NOW - timedelta(days=3))

    def shown(**query: str) -> list[int]:
        return [row.slot.pk for row in leader.get(BOARD, query).context["board"].rows]

    assert shown(mangler="1") == [this_week.pk, next_week.pk]
    assert shown(mangler="1", uge="1") == [this_week.pk]
    assert shown(tidligere="1") == [past.pk]
    filters = leader.get(BOARD, {"uge": "1", "mangler": "1"}).context["filters"]
    assert filters["uge"] == {"on": True, "url": "?mangler=1"}
    assert filters["tidligere"] == {"on": False, "url": "?uge=1&mangler=1&tidligere=1"}


def test_one_with_several_places_chooses_and_a_foreign_place_is_not_found(
    cast: Cast, leader: Client
) -> None:
    role = Role.objects.get(user=cast.leader)
    role.pk, role.institution = None, cast.elsewhere
    role.save()
    foreign = make_cast("Fjordby", 2).here

    chosen = leader.get(BOARD, {"sted": str(cast.elsewhere.external_uuid)})

    assert chosen.context["place"] == cast.elsewhere
    assert leader.get(BOARD).context["place"] is None
    for text in (str(foreign.external_uuid), "1"):
        assert leader.get(BOARD, {"sted": text}).status_code == 404


def test_the_board_shows_nothing_from_elsewhere(cast: Cast, client: Client) -> None:
    slot_with(cast, 1)
    draft_need(cast)
    client.force_login(cast.leader_elsewhere)

    board = client.get(BOARD).context["board"]

    assert (board.rows, board.drafts) == ((), ())


def test_drafts_stand_apart_with_a_link_to_go_on(cast: Cast, leader: Client) -> None:
    draft = draft_need(cast)

    answer = leader.get(BOARD)

    assert answer.context["board"].rows == ()
    assert list(answer.context["board"].drafts) == [draft]
    assert reverse("institutions:need_check", args=[draft.pk]) in answer.content.decode()


def test_the_waiting_are_counted_but_have_no_seat(cast: Cast) -> None:
    slot = slot_with(cast, 1)
    stand_in_line(slot, make_volunteers(cast, 1)[0])

    (row,) = board_of(cast.actor(cast.leader), BoardFilter(), NOW).rows

    assert (len(row.names), row.in_line) == (1, 1)


def test_a_time_never_looked_at_is_not_called_likely(cast: Cast) -> None:
    slot = open_slot(cast)
    Forecast.objects.filter(slot=slot).delete()

    (row,) = board_of(cast.actor(cast.leader), BoardFilter(), NOW).rows

    assert row.tally.pending > 0
    assert (row.chance, row.likely, row.tally.next_look_at) == (0.0, False, None)


def test_the_board_is_not_for_those_who_may_not_see_helpers(cast: Cast, client: Client) -> None:
    grants = cast.actor(cast.ambassador).grants
    assert {grant.role for grant in grants} & MAY[Deed.SEE_HELPERS] == set()
    client.force_login(cast.ambassador)

    assert client.get(BOARD).status_code == 404


def test_the_signed_out_are_sent_to_sign_in(cast: Cast, client: Client) -> None:
    answer = client.get(BOARD)

    assert answer.status_code == 302
    assert answer.headers["Location"] == f"{reverse('account_login')}?next={BOARD}"


def test_a_board_that_refreshes_itself_goes_to_sign_in_when_the_session_is_over(
    cast: Cast, client: Client
) -> None:
    answer = client.get(BOARD, headers={"HX-Request": "true"})

    assert (answer.status_code, answer.content) == (204, b"")
    assert answer.headers["HX-Redirect"] == f"{reverse('account_login')}?next={BOARD}"
