"""A wave that was planned, as the API shows it."""

from typing import Any

from volunteers.actions.samples import sample_question
from volunteers.matching.obstacles import OBSTACLE_WORDS
from volunteers.matching.ranking import blocked_by
from volunteers.queries.waves import WavePlan


def plan_shown(plan: WavePlan) -> dict[str, Any]:
    """Numbers, obstacles and the SMS with a made-up name and a link that leads nowhere."""
    return {
        "fits": plan.fits,
        "asked_now": len(plan.now),
        "asked_later": plan.later,
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
    sample = sample_question(plan.slot, len(plan.now))
    return {"text": sample.text, "segments": sample.parts, "price_ore": sample.total_ore}
