"""When a children's certificate is required, and what its status is (L09-L11)."""

from calendar import monthrange
from collections.abc import Mapping
from datetime import date, timedelta
from enum import StrEnum

# The person answers in Digital Post within 14 days, or it must be ordered again (L11).
REMIND_ON_DAYS = (10, 14)
LAPSES_AFTER = timedelta(days=14)
# Occasional contact (L10): told at the second time at a place, required at the third.
WARN_AT, REQUIRE_AT = 2, 3
# One continuous period longer than this is a fixed affiliation at once (L10).
LONGEST_SINGLE = timedelta(days=7)


class CertificateState(StrEnum):
    """What is stored about the certificate's course."""

    MISSING = "missing"
    ORDERED = "ordered"
    IN_ORDER = "in_order"


class CertificateStatus(StrEnum):
    """What is shown."""

    NOT_REQUIRED = "not_required"
    MISSING = "missing"
    ORDERED = "ordered"
    IN_ORDER = "in_order"
    EXPIRING = "expiring"


class Demand(StrEnum):
    """What a task demands of a person."""

    NOTHING = "nothing"
    WARN = "warn"
    REQUIRED = "required"


STATUS_WORDS: Mapping[CertificateStatus, str] = {
    CertificateStatus.NOT_REQUIRED: "ikke krævet",
    CertificateStatus.MISSING: "mangler",
    CertificateStatus.ORDERED: "bestilt",
    CertificateStatus.IN_ORDER: "i orden",
    CertificateStatus.EXPIRING: "i orden, skal fornyes",
}


def demand(contact: str, times_before: int, length: timedelta, *, always: bool) -> Demand:
    """What a time demands, from its task's contact with children under 15.

    ``times_before`` are the person's other confirmed times with children at the same place,
    whenever they were. The practice behind L10 speaks of three times in more than three months;
    the third is required here also before three months have passed, because nobody knows then
    how long the affiliation will last and an order takes up to 14 days. ``always`` is the
    leader's own choice.
    """
    if contact == "fixed":
        return Demand.REQUIRED
    if contact != "occasional":
        return Demand.NOTHING
    if always or length > LONGEST_SINGLE or times_before + 1 >= REQUIRE_AT:
        return Demand.REQUIRED
    return Demand.WARN if times_before + 1 >= WARN_AT else Demand.NOTHING


def counts_on(ok_until: date | None, day: date, grace_days: int) -> bool:
    """Whether a certificate counts on the day: to its last day and the municipality's grace."""
    return ok_until is not None and day <= ok_until + timedelta(days=grace_days)


def status(
    state: str | None, ok_until: date | None, day: date, grace_days: int
) -> CertificateStatus:
    """The status on a day; ``state`` None where nobody ever asked for a certificate."""
    if ok_until is not None and day <= ok_until:
        return CertificateStatus.IN_ORDER
    if counts_on(ok_until, day, grace_days):
        return CertificateStatus.EXPIRING
    if state == CertificateState.ORDERED:
        return CertificateStatus.ORDERED
    if state is None and ok_until is None:
        return CertificateStatus.NOT_REQUIRED
    return CertificateStatus.MISSING


def months_after(day: date, months: int) -> date:
    """The same day of a later month, or that month's last day."""
    year, month = divmod(day.month - 1 + months, 12)
    last = monthrange(day.year + year, month + 1)[1]
    return date(day.year + year, month + 1, min(day.day, last))


def reminder_due(ordered_on: date, today: date, sent: int) -> int:
    """The latest reminder that is due and not sent, in days after the order; 0 for none."""
    passed = (today - ordered_on).days
    due = max((day for day in REMIND_ON_DAYS if day <= passed), default=0)
    return due if due > sent else 0


def has_lapsed(ordered_on: date, today: date) -> bool:
    """Whether the time to answer is over, so that it must be ordered again."""
    return today > ordered_on + LAPSES_AFTER
