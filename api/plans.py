"""A wave that was planned, as the API shows it."""

from typing import Any

from backend.common.tokens import TOKEN_LENGTH
from volunteers.actions.links import link_address
from volunteers.actions.notices import sms_text
from volunteers.matching.obstacles import OBSTACLE_WORDS
from volunteers.matching.plan import blocked_by
from volunteers.models import Offer, Volunteer
from volunteers.queries.waves import WavePlan
from volunteers.texts.gsm7 import segments

_SAMPLE_NAME = "Karen"


def plan_shown(plan: WavePlan) -> dict[str, Any]:
    """Numbers, obstacles and the SMS with a made-up name and a link that leads nowhere."""
    return {
        "fits": plan.fits,
        "asked_now": len(plan.now),
        "asked_later": len(plan.later),
        "chance": round(plan.chance, 4),
        "sends_at": plan.sends_at,
        "next_look_at": plan.next_look_at,
        "obstacles": [
            {"code": hinder.value, "words": OBSTACLE_WORDS[hinder], "people": count}
            for hinder, count in blocked_by(plan.ranking)
        ],
        "sms": _sms(plan),
    }


def _sms(plan: WavePlan) -> dict[str, Any]:
    municipality = plan.slot.task.institution.municipality
    offer = Offer(volunteer=Volunteer(first_name=_SAMPLE_NAME), slot=plan.slot)
    link = link_address(municipality.link_host, "x" * TOKEN_LENGTH)
    text = sms_text("tilbud", offer, link=link)
    parts = segments(text).count
    return {
        "text": text,
        "segments": parts,
        "price_ore": parts * municipality.sms_price_ore * len(plan.now),
    }
