"""Every page that an SMS leads to for an answer says why it was sent, and whom to call."""

from collections.abc import Callable

import pytest
import time_machine
from django.test import Client

from backend.common.phones import show_phone
from institutions.models import Slot
from tests.cast import NOW, Cast, offer_to, open_slot
from tests.volunteers.association_stage import asked, group_path
from tests.volunteers.event_stage import an_event, volunteer_at
from tests.volunteers.test_link_page import path_of
from volunteers.actions.event_links import event_address
from volunteers.models import Offer

pytestmark = pytest.mark.django_db
Path = Callable[[Cast, Slot], str]


def by_hand(cast: Cast, slot: Slot) -> str:
    """A question with no reasons of the planner's behind it."""
    offer = offer_to(slot, cast.helper)
    Offer.objects.filter(pk=offer.pk).update(reasons=[])
    return path_of(offer)


def of_a_group(cast: Cast, slot: Slot) -> str:
    """A question to an association."""
    return group_path(asked(cast, slot))


def of_an_event(cast: Cast, _slot: Slot) -> str:
    """An invitation."""
    participant = volunteer_at(cast, an_event(cast), cast.helper)
    return "/s/" + event_address(participant, NOW).rsplit("/", 1)[1]


@pytest.mark.parametrize(
    ("path", "why"),
    [
        (by_hand, "Du står på listen over frivillige hos Søby Kommune."),
        (of_a_group, "Du står som kontaktperson for Søby IF hos Søby Kommune."),
        (of_an_event, "Du er inviteret af Søby Kommune, eller du har selv tilmeldt dig."),
    ],
)
def test_it_says_why_and_whom_to_call(cast: Cast, client: Client, path: Path, why: str) -> None:
    with time_machine.travel(NOW, tick=False):
        page = client.get(path(cast, open_slot(cast, seats=4)), follow=True).content.decode()

    assert "Derfor fik du denne sms" in page
    assert why in page
    assert show_phone(cast.municipality.phone) in page
    assert 'href="/er-smsen-aegte"' in page
