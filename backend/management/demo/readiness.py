"""The leaders fill their institutions' checklists, before the story's first need."""

from datetime import datetime, timedelta

from backend.common.actors import Actor
from backend.common.danish_dates import local
from backend.management.demo.stage import Stage
from backend.management.demo.timeline import office_hours
from backend.management.governing_file import read_governing
from institutions.actions.checklists import tick_item
from institutions.models import Institution
from institutions.rules.checklist import EvidenceKind
from institutions.rules.states import ChecklistLevel

_DAYS_AGO = 190
# One institution has just begun: the rest of its checklist stands open.
_POINTS_OF_THE_NEW_ONE = 4
_EVIDENCE = {
    "F01": "Brugerne får flere gode stunder, som de ansatte ikke når.",
    "F03": "LokalMED",
    "F04": "Personalemøde",
    "F05": "{contact}, og {deputy} ved fravær",
    "F07": "Både gennem foreninger og direkte; aftalen er skrevet under",
    "F09": "Nej, ingen opgaver alene i en borgers hjem",
    "F10": "Version 1, gennemgået på personalemødet",
    "F11": "Kommunens ordning for ulykke og ansvar",
    "F12": "Ja, gennemgået med arbejdsmiljørepræsentanten",
    "F13": "{contact} tager imod den første dag",
    "F14": "Kaffe og busbillet; lederen godkender",
}
_NO_DEPUTY = "frivilligkoordinatoren"
_DATED = (EvidenceKind.DATE, EvidenceKind.MED)


def fill_checklist(stage: Stage, institution: Institution, leader: Actor) -> None:
    """Closes every point of the institution; the town's last institution is not that far yet."""
    if len(stage.institutions) == stage.scale.institutions > 1:
        at = office_hours(stage.at - timedelta(days=2))
        tick_points(institution, _POINTS_OF_THE_NEW_ONE, by=leader, at=at)
    else:
        at = office_hours(stage.at - timedelta(days=_DAYS_AGO - len(stage.institutions)))
        tick_points(institution, None, by=leader, at=at)


def tick_points(institution: Institution, most: int | None, *, by: Actor, at: datetime) -> None:
    """Closes the first ``most`` points of the institution's checklist; None closes them all."""
    points = [
        item
        for item in read_governing()["checklist"]
        if item["level"] == ChecklistLevel.INSTITUTION
    ]
    for item in points[:most]:
        words = _EVIDENCE[item["code"]]
        tick_item(
            institution=institution,
            code=item["code"],
            evidence=words.format(
                contact=institution.contact_name, deputy=institution.deputy_name or _NO_DEPUTY
            ),
            held_on=local(at).date() if item["evidence"] in _DATED else None,
            by=by,
            at=at,
        )


def is_ready(stage: Stage, institution: Institution) -> bool:
    """Whether the institution's checklist is closed, so that it posts needs."""
    return institution.pk != stage.institutions[-1].pk or len(stage.institutions) == 1
