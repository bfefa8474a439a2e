"""Disagreements: a call first, three talks, and who may see one."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from backend.common.refusals import Clash, Invalid, NotAllowed
from tests.cast import NOW, Cast, link_actor, open_slot
from tests.volunteers.stage import say_yes
from volunteers.actions.disagreements import (
    close_disagreement,
    empty_old_disagreements,
    note_talk,
    open_disagreement,
)
from volunteers.actions.erasure import erase_volunteer
from volunteers.models import Disagreement, DisagreementTalk, OtherSide
from volunteers.queries.disagreements import cases_for
from volunteers.rules.disagreements import KEEP_WORDS, Moment, Way

Counting = Callable[[int], AbstractContextManager[Any]]
TODAY = NOW.date()


@pytest.fixture(autouse=True)
def moment() -> Iterator[None]:
    """Monday at ten."""
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def case(cast: Cast) -> Disagreement:
    """An open disagreement here."""
    return opened(cast)


def opened(cast: Cast, about: str = "Hvornår døren låses.", **fields: Any) -> Disagreement:
    return open_disagreement(
        institution=cast.here,
        about=about,
        by=cast.actor(cast.leader),
        at=NOW,
        **{"party": OtherSide.VOLUNTEER, **fields},
    )


def talk(
    cast: Cast, case: Disagreement, moment: Moment, day: date = TODAY, way: Way = Way.CALL
) -> DisagreementTalk:
    return note_talk(
        case=case, moment=moment, way=way, held_on=day, by=cast.actor(cast.leader), at=NOW
    )


def to(name: str, *args: Any) -> str:
    return reverse(f"institutions:{name}", args=args)


def test_the_first_step_is_a_call(cast: Cast, case: Disagreement) -> None:
    with pytest.raises(Invalid) as refused:
        talk(cast, case, Moment.BEFORE, way=Way.MEETING)
    assert refused.value.fields == {"way": ["Det første skridt er at ringe. Ring, og sæt så hak."]}
    talk(cast, case, Moment.BEFORE)
    talk(cast, case, Moment.DURING, way=Way.MEETING)
    assert DisagreementTalk.objects.count() == 2


@pytest.mark.parametrize(
    ("before", "moment", "day"),
    [
        (None, Moment.DURING, TODAY),
        (None, Moment.BEFORE, TODAY + timedelta(days=1)),
        (TODAY, Moment.DURING, TODAY - timedelta(days=1)),
    ],
)
def test_talks_are_held_in_order(
    cast: Cast, case: Disagreement, before: date | None, moment: Moment, day: date
) -> None:
    if before:
        talk(cast, case, Moment.BEFORE, before)
    with pytest.raises(Invalid) as refused:
        talk(cast, case, moment, day)
    assert list(refused.value.fields) == ["held_on"]


def test_a_tick_is_corrected_and_twice_is_once(cast: Cast, case: Disagreement) -> None:
    first = talk(cast, case, Moment.BEFORE)
    assert talk(cast, case, Moment.BEFORE) == first
    talk(cast, case, Moment.BEFORE, TODAY - timedelta(days=2))
    talk(cast, case, Moment.DURING, TODAY - timedelta(days=1))
    with pytest.raises(Invalid):
        talk(cast, case, Moment.BEFORE, TODAY)
    assert DisagreementTalk.objects.get(moment="before").held_on == TODAY - timedelta(days=2)


def test_it_does_not_close_without_the_talk_afterwards_or_a_reason(
    cast: Cast, case: Disagreement
) -> None:
    by = cast.actor(cast.leader)
    talk(cast, case, Moment.BEFORE)
    with pytest.raises(Invalid) as refused:
        close_disagreement(case=case, outcome="Kl. 21.", by=by, at=NOW)
    assert list(refused.value.fields) == ["no_after_reason"]
    close_disagreement(
        case=case, outcome="Kl. 21.", no_after_reason="Personen er flyttet.", by=by, at=NOW
    )
    with pytest.raises(Clash):
        talk(cast, case, Moment.DURING)
    with pytest.raises(Clash):
        close_disagreement(case=case, outcome="Igen.", by=by, at=NOW)


def test_with_all_three_it_closes(cast: Cast, case: Disagreement) -> None:
    for one in Moment:
        talk(cast, case, one)
    close_disagreement(case=case, outcome="Enige.", by=cast.actor(cast.leader), at=NOW)
    case.refresh_from_db()
    assert (case.closed_at, case.no_after_reason) == (NOW, "")


@pytest.mark.parametrize("about", ["", "Fru Hansen vil ikke", "010190-1234", "x" * 301])
def test_words_without_people_or_not_at_all(cast: Cast, about: str) -> None:
    with pytest.raises(Invalid) as refused:
        opened(cast, about)
    assert list(refused.value.fields) == ["about"]


def test_the_volunteer_is_one_who_has_been_there(cast: Cast) -> None:
    with pytest.raises(Invalid):
        opened(cast, volunteer=cast.helper)
    say_yes(open_slot(cast), cast.helper)
    assert opened(cast, volunteer=cast.helper).volunteer == cast.helper
    with pytest.raises(Invalid):
        opened(cast, volunteer=cast.helper, party=OtherSide.STAFF)


def test_who_has_several_places_says_which_and_then_whom(cast: Cast, client: Client) -> None:
    say_yes(open_slot(cast), cast.helper)
    client.force_login(cast.coordinator)
    page = to("open_disagreement")

    first = client.get(page)
    second = client.get(f"{page}?sted={cast.here.external_uuid}")
    form = {"institution": cast.here.pk, "party": "volunteer", "about": "Hvem der låser."}
    client.post(f"{page}?sted={cast.here.external_uuid}", {**form, "volunteer": cast.helper.pk})

    choices = [list(one.context["form"].fields["volunteer"].queryset) for one in (first, second)]
    assert choices == [[], [cast.helper]]
    assert f"?sted={cast.here.external_uuid}" in first.content.decode()
    assert Disagreement.objects.get().volunteer == cast.helper


def test_only_the_places_leader_and_the_coordinator_see_it(
    cast: Cast, case: Disagreement, client: Client
) -> None:
    seen = {}
    for user in (cast.leader, cast.coordinator, cast.leader_elsewhere, cast.ambassador):
        client.force_login(user)
        seen[user.name] = (
            client.get(to("disagreement", case.uuid)).status_code,
            len(cases_for(cast.actor(user), NOW, closed=False)),
        )
    assert list(seen.values()) == [(200, 1), (200, 1), (404, 0), (404, 0)]
    with pytest.raises(NotAllowed):
        note_talk(
            case=case,
            moment=Moment.BEFORE,
            way=Way.CALL,
            held_on=TODAY,
            by=cast.actor(cast.leader_elsewhere),
            at=NOW,
        )


def test_the_pages_walk_from_a_call_to_the_end(cast: Cast, client: Client) -> None:
    client.force_login(cast.leader)
    wrong = client.post(to("open_disagreement"), {"institution": cast.here.pk, "about": "Hr. Bo"})
    assert (wrong.status_code, list(wrong.context["form"].errors)) == (422, ["party"])
    made = client.post(
        to("open_disagreement"),
        {"institution": cast.here.pk, "party": "staff", "about": "Hvem der låser."},
    )
    case = Disagreement.objects.get()
    assert made.headers["Location"] == to("disagreement", case.uuid)
    assert client.get(made.headers["Location"]).content.decode().count("Første skridt er") == 1
    for way in ("call", "meeting"):
        client.post(to("note_talk", case.uuid), {"way": way, "held_on": "23-11-2026"})
    early = client.post(to("close_disagreement", case.uuid), {"outcome": "Lederen låser."})
    assert (early.status_code, list(early.context["form"].errors)) == (422, ["no_after_reason"])
    client.post(to("note_talk", case.uuid), {"way": "call", "held_on": "23-11-2026"})
    client.post(to("close_disagreement", case.uuid), {"outcome": "Lederen låser."})
    case.refresh_from_db()
    assert (case.outcome, case.closed_at) == ("Lederen låser.", NOW)
    assert len(client.get(f"{to('disagreements')}?afsluttede=1").context["cases"]) == 1


def test_a_week_without_a_talk_is_shown(cast: Cast, case: Disagreement) -> None:
    by = cast.actor(cast.leader)
    waits = [cases_for(by, NOW + timedelta(days=days), closed=False)[0].waits for days in (6, 7)]
    assert waits == [False, True]


def test_words_go_with_the_person_and_after_a_year(cast: Cast) -> None:
    say_yes(open_slot(cast), cast.helper)
    with_person, other = opened(cast, volunteer=cast.helper), opened(cast)
    erase_volunteer(volunteer=cast.helper, by=link_actor(cast.helper), at=NOW)
    with_person.refresh_from_db()
    assert (with_person.about, with_person.volunteer) == ("", None)
    close_disagreement(
        case=other, outcome="Ja.", no_after_reason="Flyttet.", by=cast.actor(cast.leader), at=NOW
    )
    later = [NOW + KEEP_WORDS, NOW + KEEP_WORDS + timedelta(seconds=1)]
    assert [empty_old_disagreements(at) for at in (*later, later[1])] == [0, 1, 0]


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_costs_the_same_whatever_there_is(
    cast: Cast, client: Client, rows: int, django_assert_num_queries: Counting
) -> None:
    for _ in range(rows):
        talk(cast, opened(cast), Moment.BEFORE)
    client.force_login(cast.leader)
    with django_assert_num_queries(7):
        assert len(client.get(to("disagreements")).context["cases"]) == rows
