"""Becoming a volunteer: proved by a code, silent about who is known, never twice."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.db import transaction
from django.test import Client

from backend.audit.models import AuditEntry
from backend.common.actors import clock
from backend.common.phones import show_phone
from backend.common.refusals import Invalid
from backend.messaging.models import Message
from backend.messaging.stops import has_opted_out, opt_out
from tests.cast import NOW, Cast
from tests.volunteers.people_pages import (
    NEW_PHONE,
    filled,
    newest_code,
    without_form_token,
    wrong_code,
)
from volunteers.actions.codes import MOST_TRIES, _hash, prove, send_code
from volunteers.actions.my_page import send_my_page
from volunteers.models import ContactCode, Link, Volunteer
from volunteers.rules.ages import AgeBand, age_band

pytestmark = pytest.mark.django_db
HERE = "/bliv-frivillig/"
SIGN_UP = ContactCode.Purpose.SIGN_UP


@pytest.fixture
def moment() -> Any:
    """The door's clock, which a test may move."""
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


def newcomers() -> list[str]:
    return list(Volunteer.objects.filter(source="self").values_list("phone", flat=True))


def test_one_page_a_code_and_a_welcome(cast: Cast, client: Client, moment: object) -> None:
    asked = client.post(HERE, filled(kinds=[cast.kind.pk]))
    assert newcomers() == []
    done = client.post(HERE, filled(kinds=[cast.kind.pk], trin="kode", code=newest_code()))

    person = Volunteer.objects.get(phone=NEW_PHONE)
    assert (asked.status_code, done.status_code, done.headers["Location"]) == (
        200,
        302,
        "/bliv-frivillig/tak/",
    )
    assert (person.full_name, person.postcode, person.availability, person.birth_year) == (
        "Karen Nymand",
        "8999",
        1 << 1,
        None,
    )
    assert (person.source, person.notice_shown_at, list(person.kinds.all())) == (
        "self",
        NOW,
        [cast.kind],
    )
    welcome = Message.objects.get(kind="velkommen")
    assert (welcome.to, welcome.segments) == (NEW_PHONE, 1)
    path = "/s/" + welcome.body.rsplit("/s/", 1)[1]
    assert client.get(path, follow=True).status_code == 200


def test_the_log_holds_no_text_of_the_person(cast: Cast, client: Client, moment: object) -> None:
    client.post(HERE, filled())
    client.post(HERE, filled(trin="kode", code=newest_code()))

    entry = AuditEntry.objects.get(deed="sign_up")
    assert (entry.actor_name, entry.details) == ("Den frivillige selv", {"minor": False})


def test_two_taps_make_one_person_and_one_welcome(
    cast: Cast, client: Client, moment: object
) -> None:
    client.post(HERE, filled())
    code = newest_code()

    answers = [client.post(HERE, filled(trin="kode", code=code)).status_code for _ in range(2)]

    assert answers == [302, 302]
    assert newcomers() == [NEW_PHONE]
    assert Message.objects.filter(kind="velkommen").count() == 1


def test_a_known_number_looks_the_same_at_every_step(
    cast: Cast, client: Client, moment: object
) -> None:
    pages: dict[str, list[bytes]] = {}
    for phone in (NEW_PHONE, cast.helper.phone):
        form = filled(phone=phone)
        asked = client.post(HERE, form)
        no_code = wrong_code(phone)
        wrong = client.post(HERE, {**form, "trin": "kode", "code": no_code})
        done = client.post(HERE, {**form, "trin": "kode", "code": newest_code(phone)}, follow=True)
        lost = client.post("/mit-link/", {"phone": phone}, follow=True)
        seen = (asked, wrong, done, lost)
        # What the visitor typed comes back; nothing else may differ.
        pages[phone] = [
            without_form_token(page.content)
            .replace(show_phone(phone).encode(), b"")
            .replace(no_code.encode(), b"")
            for page in seen
        ]

    assert pages[NEW_PHONE] == pages[cast.helper.phone]
    assert Volunteer.objects.filter(phone=cast.helper.phone).count() == 1
    assert Message.objects.get(kind="min_side").to == cast.helper.phone


def test_control_an_answer_that_tells_is_seen_to_differ(
    cast: Cast, client: Client, moment: object
) -> None:
    def naive(phone: str) -> bytes:
        known = Volunteer.objects.filter(phone=phone).exists()
        return b"Nummeret er allerede tilmeldt." if known else b"Vi har sendt en kode."

    assert naive(NEW_PHONE) != naive(cast.helper.phone)


def test_unknown_numbers_get_the_same_lost_link_page(
    cast: Cast, client: Client, moment: object
) -> None:
    answers = [
        without_form_token(client.post("/mit-link/", {"phone": phone}, follow=True).content)
        for phone in (cast.helper.phone, NEW_PHONE)
    ]

    assert answers[0] == answers[1]
    assert [message.to for message in Message.objects.filter(kind="min_side")] == [
        cast.helper.phone
    ]


def test_one_lost_link_in_ten_minutes(cast: Cast, client: Client, moment: object) -> None:
    for minutes in (0, 1, 9, 11):
        send_my_page(
            municipality=cast.municipality,
            phone=cast.helper.phone,
            by=clock(cast.municipality.pk),
            at=NOW + timedelta(minutes=minutes),
        )

    assert Link.objects.filter(purpose="my_page").count() == 2


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


def test_a_code_ends_after_ten_minutes_and_when_a_new_one_comes(cast: Cast) -> None:
    first = sent_code(cast)
    later = NOW + timedelta(minutes=2)
    send_code(municipality=cast.municipality, purpose=SIGN_UP, phone=NEW_PHONE, at=later)
    second = newest_code()
    if first == second:
        pytest.skip("two equal codes in a row: one in a million")

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


def test_a_code_is_never_valid_for_another_purpose_or_number(cast: Cast) -> None:
    code = sent_code(cast)

    for purpose, phone in ((ContactCode.Purpose.ERASE, NEW_PHONE), (SIGN_UP, cast.helper.phone)):
        with pytest.raises(Invalid):
            prove(municipality=cast.municipality, purpose=purpose, phone=phone, code=code, at=NOW)


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


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"adult": "", "birth_year": ""}, "birth_year"),
        ({"adult": "", "birth_year": "2011"}, ""),
        ({"adult": "", "birth_year": "2015"}, "birth_year"),
        ({"postcode": "89"}, "postcode"),
        ({"phone": "12"}, "phone"),
        ({"availability": []}, "availability"),
        ({"first_name": ""}, "first_name"),
    ],
)
def test_what_cannot_be_used_sends_no_code(
    cast: Cast, client: Client, moment: object, changes: dict[str, Any], field: str
) -> None:
    answer = client.post(HERE, filled(**changes))

    assert answer.status_code == 422
    assert f'href="#id_{field}' in answer.content.decode()
    assert Message.objects.filter(kind="kode").count() == 0


@pytest.mark.parametrize(("born", "stored"), [("2009", 2009), ("1980", None)])
def test_a_year_of_birth_is_kept_only_below_eighteen(
    cast: Cast, client: Client, moment: object, born: str, stored: int | None
) -> None:
    form = filled(adult="", birth_year=born)
    client.post(HERE, form)
    client.post(HERE, {**form, "trin": "kode", "code": newest_code()})

    assert Volunteer.objects.get(phone=NEW_PHONE).birth_year == stored


@pytest.mark.parametrize(
    ("born", "band"), [(2012, "too_young"), (2011, "too_young"), (2010, "minor"), (2007, "adult")]
)
def test_the_bands_of_age_are_on_the_safe_side(born: int, band: str) -> None:
    assert age_band(born, 2026) == AgeBand(band)


def test_who_signs_up_wants_to_be_asked_again(cast: Cast, client: Client, moment: object) -> None:
    opt_out(cast.municipality.pk, NEW_PHONE, NOW)

    client.post(HERE, filled())
    client.post(HERE, filled(trin="kode", code=newest_code()))

    assert not has_opted_out(cast.municipality.pk, NEW_PHONE)


def test_all_times_in_one_box(cast: Cast, client: Client, moment: object) -> None:
    form = filled(always="on", availability=[])
    client.post(HERE, form)
    client.post(HERE, {**form, "trin": "kode", "code": newest_code()})

    assert Volunteer.objects.get(phone=NEW_PHONE).availability == (1 << 28) - 1
