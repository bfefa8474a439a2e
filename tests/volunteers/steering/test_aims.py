"""What cannot be decided: each is refused at its own field, and what is sound is let through."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from backend.common.refusals import Invalid
from tests.volunteers.steering.stage import AUTUMN, KNOWN, SUMMER, aim
from volunteers.success.aims import require_aim, require_apart, require_value, require_whole
from volunteers.success.calendar import (
    Rhythm,
    calendar_period,
    dated_period,
    ended_periods,
    written_period,
)
from volunteers.success.catalogue import Indicator, indicator
from volunteers.success.criteria import STARTER_SET, manual_indicator, target_fits
from volunteers.success.entered import Entered, entered_figure

TODAY = date(2026, 11, 23)
SHARE = indicator("K01")
HOURS = indicator("K02")
PERSONS = indicator("K08")
LATE = indicator("K07")
WATCHED = indicator("K19")


def refused(of: Indicator, **changes: Any) -> dict[str, list[str]]:
    """The fields that are refused, with their sentences."""
    try:
        require_aim(of, aim(**changes), TODAY)
    except Invalid as refusal:
        return refusal.fields
    return {}


@pytest.mark.parametrize(
    ("of", "changes", "field"),
    [
        (SHARE, {"target": Decimal("1.2")}, "target_value"),
        (SHARE, {"target": Decimal("-0.1")}, "target_value"),
        (SHARE, {"target": Decimal(0)}, "target_value"),
        (LATE, {"target": Decimal(1)}, "target_value"),
        (PERSONS, {"target": Decimal("10.5")}, "target_value"),
        (HOURS, {"target": Decimal(-1)}, "target_value"),
        (WATCHED, {"target": Decimal(3)}, "target_value"),
        (SHARE, {"margin": Decimal("-0.01")}, "amber_margin"),
        (SHARE, {"margin": Decimal("0.8")}, "amber_margin"),
        (LATE, {"target": Decimal("0.5"), "margin": Decimal("0.5")}, "amber_margin"),
        (SHARE, {"baseline": Decimal("1.5"), "baseline_period": SUMMER}, "baseline_value"),
        (SHARE, {"baseline": Decimal("0.5")}, "baseline_period"),
        (SHARE, {"baseline_period": SUMMER}, "baseline_period"),
        (SHARE, {"baseline": Decimal("0.5"), "baseline_period": AUTUMN}, "baseline_period"),
        (SHARE, {"decided_on": date(2026, 11, 24)}, "decided_on"),
        (SHARE, {"target_on": date(2026, 11, 20)}, "target_on"),
    ],
)
def test_the_impossible_is_refused_at_its_field(
    of: Indicator, changes: dict[str, Any], field: str
) -> None:
    assert list(refused(of, **changes)) == [field]


def test_a_decision_does_not_reach_back_over_a_baseline_of_later() -> None:
    wrong = refused(
        SHARE,
        decided_on=date(2026, 9, 1),
        baseline=Decimal("0.5"),
        baseline_period=SUMMER,
    )

    assert wrong == {
        "baseline_period": [
            "3. kvartal 2026 var ikke slut, da I besluttede målet. "
            "Vælg en periode, der sluttede inden beslutningen."
        ]
    }


@pytest.mark.parametrize(
    ("of", "target", "baseline", "sentence"),
    [
        (
            SHARE,
            "0.6",
            "0.71",
            "Målet er lavere end udgangspunktet på 71 %, så det ville være en tilbagegang. "
            "Skriv et mål på mindst 71 %, eller ret udgangspunktet.",
        ),
        (
            HOURS,
            "72",
            "48",
            "Målet er højere end udgangspunktet på 48 timer, så det ville være en tilbagegang. "
            "Skriv et mål på højst 48 timer, eller ret udgangspunktet.",
        ),
    ],
)
def test_a_target_behind_the_baseline_is_a_step_back(
    of: Indicator, target: str, baseline: str, sentence: str
) -> None:
    wrong = refused(of, target=Decimal(target), baseline=Decimal(baseline), baseline_period=SUMMER)

    assert wrong == {"target_value": [sentence]}


def test_all_that_is_wrong_is_said_at_once() -> None:
    wrong = refused(
        SHARE, target_on=date(2026, 1, 1), margin=Decimal(-1), decided_on=date(2027, 1, 1)
    )

    assert sorted(wrong) == ["amber_margin", "decided_on", "target_on"]


@pytest.mark.parametrize(
    ("of", "changes"),
    [
        (SHARE, {}),
        (SHARE, {"baseline": Decimal("0.8"), "baseline_period": SUMMER}),
        (SHARE, {"target": Decimal(1), "margin": Decimal(0)}),
        (HOURS, {"target": Decimal(48), "baseline": Decimal(60), "baseline_period": SUMMER}),
        (WATCHED, {"target": None, "target_on": None}),
    ],
)
def test_what_is_sound_is_let_through(of: Indicator, changes: dict[str, Any]) -> None:
    assert refused(of, **changes) == {}


def test_an_unfinished_criterion_says_all_it_lacks() -> None:
    empty = manual_indicator(replace(KNOWN, definition=""))
    nothing = aim(target=None, target_on=None, decided_on=None)

    with pytest.raises(Invalid) as refusal:
        require_whole(empty, nothing, has_owner=False, today=TODAY)

    assert sorted(refusal.value.fields) == [
        "decided_on",
        "definition",
        "owner",
        "target_on",
        "target_value",
    ]


def test_what_is_followed_without_a_target_may_be_used() -> None:
    require_whole(WATCHED, aim(target=None, target_on=None), has_owner=True, today=TODAY)


@pytest.mark.parametrize(
    ("value", "numerator", "n", "kept"),
    [
        (Decimal("0.42"), None, None, Decimal("0.42")),
        (None, Decimal(3), 4, Decimal("0.75")),
        (Decimal("0.75"), Decimal(3), 4, Decimal("0.75")),
    ],
)
def test_a_share_is_entered_as_per_cent_or_as_two_numbers(
    value: Decimal | None, numerator: Decimal | None, n: int | None, kept: Decimal
) -> None:
    assert require_value(SHARE, value, numerator, n) == kept


@pytest.mark.parametrize(
    ("value", "numerator", "n"),
    [
        (None, None, None),
        (Decimal("1.01"), None, None),
        (None, Decimal(5), 4),
        (None, Decimal(5), None),
        (None, Decimal(0), 0),
        (Decimal("0.5"), Decimal(3), 4),
    ],
)
def test_a_share_that_cannot_be_is_refused(
    value: Decimal | None, numerator: Decimal | None, n: int | None
) -> None:
    with pytest.raises(Invalid):
        require_value(SHARE, value, numerator, n)


def test_periods_with_values_do_not_share_days() -> None:
    half = calendar_period(Rhythm.HALF_YEAR, 2026, 2)
    later = date(2027, 2, 1)

    with pytest.raises(Invalid) as refusal:
        require_apart(half, [SUMMER], later)
    require_apart(SUMMER, [SUMMER], later)
    require_apart(AUTUMN, [SUMMER], later)

    assert refusal.value.text == (
        "2. halvår 2026 overlapper 3. kvartal 2026, som allerede har et tal. "
        "Ret tallet for 3. kvartal 2026, eller vælg en anden periode."
    )


def test_a_period_that_is_not_over_has_no_value() -> None:
    with pytest.raises(Invalid):
        require_apart(AUTUMN, [], TODAY)


def test_two_quarters_of_a_share_are_put_together_by_what_they_counted() -> None:
    half = calendar_period(Rhythm.HALF_YEAR, 2026, 2)
    parts = [
        Entered(SUMMER, Decimal("0.5"), Decimal(50), 100),
        Entered(AUTUMN, Decimal("0.9"), Decimal(9), 10),
    ]

    together = entered_figure(manual_indicator(KNOWN), parts, half)
    with_a_hole = entered_figure(manual_indicator(KNOWN), parts[:1], half)
    mean_of_shares = sum(one.value for one in parts) / 2

    assert (together.numerator, together.n, with_a_hole.value) == (Decimal(59), 110, None)
    # The control: the mean of the two shares is another figure, and a wrong one.
    assert together.value != mean_of_shares


@pytest.mark.parametrize("code", ["2026-k3", "2026-h2", "2026"])
def test_a_period_is_read_back_from_its_code(code: str) -> None:
    period = written_period(code)

    assert period is not None
    assert dated_period(period.first, period.after).code == code


@pytest.mark.parametrize("code", ["", "2026-k5", "2026-h3", "1999", "2026-k", "kvartal", "2026-k१"])
def test_what_is_no_period_is_none(code: str) -> None:
    assert written_period(code) is None


def test_the_newest_period_that_is_over_comes_first_and_the_shortest_of_those() -> None:
    codes = [one.code for one in ended_periods(date(2027, 1, 1), years=1)]

    assert codes == ["2026-k4", "2026-h2", "2026", "2026-k3", "2026-k2", "2026-h1", "2026-k1"]


def test_a_target_for_a_quarter_says_nothing_about_a_year_of_hours() -> None:
    year = calendar_period(Rhythm.YEAR, 2026)

    assert [
        target_fits(PERSONS, Rhythm.QUARTER, SUMMER),
        target_fits(PERSONS, Rhythm.QUARTER, year),
        target_fits(SHARE, Rhythm.QUARTER, year),
    ] == [True, False, True]


def test_the_starter_set_is_of_fourteen_in_the_catalogue() -> None:
    assert len({indicator(code).code for code in STARTER_SET}) == 14
