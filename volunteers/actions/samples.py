"""The question as one volunteer will read it, before anybody is asked: for the page and the API."""

from dataclasses import dataclass

from institutions.models import Slot
from volunteers.actions.links import link_address
from volunteers.actions.notices import sms_text
from volunteers.models import Offer, Volunteer
from volunteers.texts.gsm7 import segments

_FIRST_NAME = "Karen"
# As long as a real one, and nobody's.
SAMPLE_TOKEN = "7Kq2mX4tVb9sLw3RzYp8Ha"  # noqa: S105


@dataclass(frozen=True, slots=True)
class Sample:
    """The SMS, how many parts one pays for, and the price in øre for one person and for all."""

    text: str
    parts: int
    each_ore: int
    total_ore: int


def sample_question(slot: Slot, asked: int) -> Sample:
    """The question about a time with a made-up name and a link that leads nowhere.

    Writes nothing. The price is the municipality's own per part of an SMS.
    """
    municipality = slot.task.institution.municipality
    offer = Offer(volunteer=Volunteer(first_name=_FIRST_NAME), slot=slot)
    text = sms_text("tilbud", offer, link=link_address(municipality.link_host, SAMPLE_TOKEN))
    parts = segments(text).count
    each = parts * municipality.sms_price_ore
    return Sample(text, parts, each, each * asked)
