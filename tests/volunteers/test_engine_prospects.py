"""The chance of being filled holds what it promises; the warnings to people stand on it."""

from tests.bench import prospects_suite


def test_what_is_promised_of_a_month_is_near_what_came() -> None:
    found = prospects_suite.run((61,), 300)

    assert abs(found["promised"] - found["observed"]) < 0.06
    assert found["Brier score"] < 0.06
    # Few who would be told of fill all the same, and most that stay empty are told of.
    assert found["full all the same, of those the leader is told of"] < 0.35
    assert found["of those not full, the leader is told of"] > 0.6
    # The rival counts only the questions that are out: it cries at nearly every need.
    assert found["Brier score of the questions out alone"] > 5 * found["Brier score"]
