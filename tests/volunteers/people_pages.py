"""What the tests of sign-up and the own page share: a code from the SMS, a link, a filled form."""

import re
from datetime import datetime
from typing import Any

from backend.messaging.models import Message
from tests.cast import NOW
from volunteers.actions.links import issue_my_page_link
from volunteers.models import Volunteer

NEW_PHONE = "+4512999999"
MONDAY_MORNING = 1
_TOKEN = re.compile(rb'name="csrfmiddlewaretoken" value="[^"]+"')


def newest_code(phone: str = NEW_PHONE) -> str:
    """The six digits of the last code sent to the number."""
    message = Message.objects.filter(kind="kode", to=phone).latest("id")
    found = re.search(r"\d{6}", message.body)
    assert found
    return found[0]


def wrong_code(phone: str = NEW_PHONE) -> str:
    """Six digits that are not the code."""
    return f"{(int(newest_code(phone)) + 1) % 10**6:06}"


def filled(**changes: Any) -> dict[str, Any]:
    """The sign-up form as somebody grown up fills it in."""
    return {
        "first_name": "Karen",
        "last_name": "Nymand",
        "phone": "12 99 99 99",
        "email": "karen@test.invalid",
        "postcode": "8999",
        "adult": "on",
        "birth_year": "",
        "availability": [str(MONDAY_MORNING)],
        "languages": ["da"],
        **changes,
    }


def without_form_token(page: bytes) -> bytes:
    """The page but for the form's own token, which differs at each look."""
    return _TOKEN.sub(b"", page)


def own_page(person: Volunteer, at: datetime = NOW) -> str:
    """The path of a new link to the person's own page."""
    return "/s/" + issue_my_page_link(volunteer=person, at=at).rsplit("/", 1)[1] + "/mig"
