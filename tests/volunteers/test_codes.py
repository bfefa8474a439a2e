"""Codes by SMS: five tries, ten minutes, one purpose, one number; only a hash is kept."""

import secrets
from datetime import timedelta

import pytest
from django.db import transaction

from backend.common.refusals import Invalid
from backend.messaging.models import Message
from tests.cast import NOW, Cast
from tests.volunteers.people_pages import NEW_PHONE, newest_code, wrong_code
from volunteers.actions import codes
from volunteers.actions.codes import MOST_TRIES, _hash, prove, send_code
from volunteers.models import ContactCode

pytestmark = pytest.mark.django_db
SIGN_UP = ContactCode.Purpose.SIGN_UP


def attempts(cast: Cast, count: int, code: str) -> list[bool]:
    """What comes of trying a code so many times."""
    outcomes = []
    for _ in range(count):
        try:
            prove(
                municipality=cast.municipality,
                purpose=SIGN_UP,
                phone=NEW_PHONE,
                code=code,
                at=NOW,
            )
            outcomes.append(True)
        except Invalid:
            outcomes.append(False)
    return outcomes


def sent_code(cast: Cast) -> str:
    send_code(municipality=cast.municipality, purpose=SIGN_UP, phone=NEW_PHONE, at=NOW)
    return newest_code()


def test_the_sixth_try_is_refused_even_when_it_is_right(cast: Cast) -> None:
    right = sent_code(cast)

    outcomes = attempts(cast, MOST_TRIES, wrong_code()) + attempts(cast, 1, right)

    assert outcomes == [False] * 6


def test_the_fifth_try_may_be_right(cast: Cast) -> None:
    right = sent_code(cast)

    assert attempts(cast, 4, wrong_code()) + attempts(cast, 1, right) == [False] * 4 + [True]


def test_control_a_count_that_is_undone_by_the_refusal_lets_the_sixth_through(cast: Cast) -> None:
    right = sent_code(cast)

    def naive(code: str) -> bool:
        with transaction.atomic():
            row = ContactCode.objects.select_for_update().get(phone=NEW_PHONE)
            row.tries += 1
            row.save()
            right_one = row.tries <= MOST_TRIES and row.code_hash == _hash(row, code)
            # What raising a refusal inside the transaction does.
            transaction.set_rollback(not right_one)
        return right_one

    assert [naive(wrong_code()) for _ in range(5)] + [naive(right)] == [False] * 5 + [True]


def test_a_code_ends_after_ten_minutes_and_when_a_new_one_comes(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    digits = iter([123456, 654321])
    monkeypatch.setattr(secrets, "randbelow", lambda _most: next(digits))
    first = sent_code(cast)
    later = NOW + timedelta(minutes=2)
    send_code(municipality=cast.municipality, purpose=SIGN_UP, phone=NEW_PHONE, at=later)
    second = newest_code()

    def works(code: str, minutes: int) -> bool:
        try:
            prove(
                municipality=cast.municipality,
                purpose=SIGN_UP,
                phone=NEW_PHONE,
                code=code,
                at=NOW + timedelta(minutes=minutes),
            )
        except Invalid:
            return False
        return True

    assert [works(first, 3), works(second, 11), works(second, 12)] == [False, True, False]


def opened_elsewhere(cast: Cast, code: str) -> list[bool]:
    """Whether the code of a sign-up proves another purpose, and another number."""
    outcomes = []
    for purpose, phone in ((ContactCode.Purpose.ERASE, NEW_PHONE), (SIGN_UP, cast.helper.phone)):
        try:
            prove(municipality=cast.municipality, purpose=purpose, phone=phone, code=code, at=NOW)
            outcomes.append(True)
        except Invalid:
            outcomes.append(False)
    return outcomes


def test_a_code_is_never_valid_for_another_purpose_or_number(cast: Cast) -> None:
    assert opened_elsewhere(cast, sent_code(cast)) == [False, False]


def test_control_a_code_looked_up_by_its_digits_opens_everything(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    def naive(*_of_whom: object) -> ContactCode:
        return ContactCode.objects.latest("id")

    code = sent_code(cast)
    monkeypatch.setattr(codes, "_count_try", naive)

    assert opened_elsewhere(cast, code) == [True, True]


def test_only_a_keyed_hash_of_the_code_is_kept(cast: Cast) -> None:
    code = sent_code(cast)
    row = ContactCode.objects.get()

    assert code not in row.code_hash
    assert len(row.code_hash) == 64


@pytest.mark.parametrize(("step", "most", "expected"), [(10, 4, 1), (61, 4, 4), (61, 9, 5)])
def test_one_code_a_minute_and_five_an_hour(
    cast: Cast, step: int, most: int, expected: int
) -> None:
    for n in range(most):
        at = NOW + timedelta(seconds=step * n)
        send_code(municipality=cast.municipality, purpose=SIGN_UP, phone=NEW_PHONE, at=at)

    assert Message.objects.filter(kind="kode").count() == expected
