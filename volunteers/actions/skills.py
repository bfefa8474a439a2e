"""What a person can do, and until when: said by themselves."""

from collections.abc import Mapping
from datetime import date, datetime

from django.db import transaction

from backend.audit.log import record
from backend.common.actors import Actor
from backend.common.danish_dates import local
from backend.common.refusals import Invalid
from institutions.models import Skill
from volunteers.actions.my_page import lock_volunteer
from volunteers.models import Volunteer, VolunteerSkill


@transaction.atomic
def keep_skills(
    *, volunteer: Volunteer, skills: Mapping[Skill, date | None], by: Actor, at: datetime
) -> None:
    """These skills and no others, each with its last valid day or None for always.

    Refuses a day that has passed and a skill of another municipality. The same again changes
    nothing but the log.
    """
    today = local(at).date()
    wrong = {
        f"until_{skill.pk}": ["Dagen er gået. Skriv en ny dag, eller fjern krydset."]
        for skill, until in skills.items()
        if until is not None and until < today
    }
    if wrong or any(skill.municipality_id != volunteer.municipality_id for skill in skills):
        raise Invalid("skills_wrong", "Ret felterne, og prøv igen.", wrong)
    person = lock_volunteer(volunteer.pk)
    VolunteerSkill.objects.filter(volunteer=person).exclude(skill__in=list(skills)).delete()
    for skill, until in skills.items():
        VolunteerSkill.objects.update_or_create(
            volunteer=person, skill=skill, defaults={"expires_on": until}
        )
    record("keep_skills", person, by=by, at=at, count=len(skills))
