"""What others than the coordinator see of closed figures: nothing that tells of few people."""

from datetime import UTC, datetime
from decimal import Decimal

import pytest

from backend.common.refusals import Invalid
from tests.cast import Cast, make_ready
from tests.volunteers.steering.stage import (
    AUTUMN,
    JANUARY,
    Group,
    make_criterion,
    make_group,
)
from tests.volunteers.steering.test_closing import close, correct_attendance, held_slot
from volunteers.actions.success.closing import correct_period
from volunteers.models import Measurement
from volunteers.queries.closing import frozen_lines
from volunteers.queries.criteria import Standing, criteria_with_latest
from volunteers.success.conclusions import Status
from volunteers.success.privacy import is_small


@pytest.fixture
def group(cast: Cast) -> Group:
    return make_group(cast)


def seen(group: Group, *, coordinator: bool = False) -> list[Standing]:
    """The autumn's criteria as a member or the coordinator sees them in January."""
    by = group.cast.actor(group.cast.coordinator, JANUARY) if coordinator else group.actor(JANUARY)
    return criteria_with_latest(by, AUTUMN, JANUARY)


def test_an_open_period_is_counted_for_the_coordinator_and_awaits_closing_for_others(
    group: Group,
) -> None:
    held_slot(group.cast, came=6, stayed_away=6)
    make_criterion(group)

    assert [seen(group)[0].value_words, seen(group, coordinator=True)[0].value_words] == [
        "Vises, når perioden er afsluttet",
        "50 %",
    ]


def test_a_closed_period_shows_its_frozen_figure_whatever_happens_after(group: Group) -> None:
    held_slot(group.cast, came=6, stayed_away=6)
    make_criterion(group)
    close(group)
    correct_attendance(group.cast)

    found = seen(group)[0]

    assert (found.value_words, found.status, found.needs_action) == ("50 %", Status.BELOW, True)


def test_few_people_are_hidden_from_all_but_the_coordinator(group: Group) -> None:
    held_slot(group.cast, came=3, stayed_away=1)
    make_criterion(group)
    close(group)

    assert [seen(group)[0].value_words, seen(group, coordinator=True)[0].value_words] == [
        "For få til at vise",
        "75 %",
    ]


def test_a_correction_about_one_person_is_the_coordinators_alone(group: Group) -> None:
    held_slot(group.cast, came=8, stayed_away=0)
    make_criterion(group)
    closed = close(group)
    correct_attendance(group.cast)
    correct_period(closed=closed, reason="Én kom ikke", by=group.actor(JANUARY), at=JANUARY)

    lines = {
        name: frozen_lines(closed, by)[0].value_words
        for name, by in (
            ("member", group.actor(JANUARY)),
            ("coordinator", group.cast.actor(group.cast.coordinator, JANUARY)),
        )
    }

    assert lines == {"member": "100 %", "coordinator": "87,5 %"}


def test_a_department_is_hidden_where_the_rest_of_the_whole_is_few(group: Group) -> None:
    held_slot(group.cast, came=8, stayed_away=0)
    other = Cast(**{**vars(group.cast), "here": group.cast.elsewhere})
    other.leader = group.cast.leader_elsewhere
    make_ready(other, other.here, other.leader)
    held_slot(other, came=2, stayed_away=0)
    whole = make_criterion(group)
    part = make_criterion(group, place=group.cast.here.department)

    close(group)

    frozen = {one.criterion_id: one for one in Measurement.objects.all()}
    assert [frozen[whole.pk].coordinator_only, frozen[part.pk].coordinator_only] == [False, True]
    # The control: a rule that only looks at the part's own people shows it, and the rest is two.
    assert not is_small(frozen[part.pk].persons)
    assert frozen[whole.pk].n - frozen[part.pk].n == 2


def test_a_typed_baseline_that_the_system_knows_better_is_refused(group: Group) -> None:
    """Counted before the system's time it stands; within it the system's own figure does."""
    held_slot(group.cast, came=5, stayed_away=5)
    later = datetime(2027, 1, 6, 10, 0, tzinfo=UTC)
    boss = group.cast.actor(group.cast.coordinator, later)

    with pytest.raises(Invalid) as refusal:
        make_criterion(
            group,
            by=boss,
            at=later,
            decided_on=later.date(),
            baseline=Decimal("0.2"),
            baseline_period=AUTUMN,
        )
    counted = make_criterion(
        group, by=boss, at=later, decided_on=later.date(), baseline=None, baseline_period=AUTUMN
    )

    assert refusal.value.text == (
        "Systemet har selv talt 50 % for 4. kvartal 2026. Lad feltet stå tomt, så bruges det tal, "
        "eller vælg en periode fra før systemet."
    )
    assert counted.baseline_value == Decimal("0.5")


def test_a_member_does_not_read_an_open_period_through_a_baseline(group: Group) -> None:
    held_slot(group.cast, came=6, stayed_away=6)

    with pytest.raises(Invalid) as refusal:
        make_criterion(
            group, at=JANUARY, decided_on=JANUARY.date(), baseline=None, baseline_period=AUTUMN
        )

    assert refusal.value.text == (
        "Tallet for 4. kvartal 2026 vises ikke her endnu. Afslut kvartalet, eller bed "
        "frivilligkoordinatoren om at vælge udgangspunktet."
    )
