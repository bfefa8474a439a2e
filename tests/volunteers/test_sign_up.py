"""Becoming a volunteer: on one page, proved by a code, never twice."""

from typing import Any

import pytest
import time_machine
from django.test import Client

from backend.audit.models import AuditEntry
from backend.messaging.models import Message
from backend.messaging.stops import has_opted_out, opt_out
from tests.cast import NOW, Cast
from tests.volunteers.people_pages import NEW_PHONE, filled, newest_code
from volunteers.models import Volunteer
from volunteers.rules.ages import AgeBand, age_band

pytestmark = pytest.mark.django_db
HERE = "/bliv-frivillig/"


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
