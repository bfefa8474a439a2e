"""What the organisation changes for people: a closing place, a new host in every text."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from backend.accounts.models import Municipality
from backend.common.actors import Actor
from backend.common.refusals import Clash, Invalid
from backend.messaging.models import Wording
from institutions.actions.departments import close_institution
from institutions.actions.settings import change_settings
from institutions.models import Institution
from institutions.queries.organisation import live_tasks
from volunteers.actions.changes import cancel_task
from volunteers.texts.lint import lint
from volunteers.texts.templates import LANGUAGES, TextTemplate, shipped_templates


@transaction.atomic
def keep_settings(
    *, municipality: Municipality, fields: Mapping[str, Any], by: Actor, at: datetime
) -> Municipality:
    """As ``change_settings``; refuses too a link host with which a text is more than one SMS."""
    host = municipality.link_host
    kept = change_settings(municipality=municipality, fields=fields, by=by, at=at)
    faults = _text_faults(kept) if kept.link_host != host else []
    if faults:
        raise Invalid(
            "texts_do_not_fit", "Ret adressen eller teksterne.", {"link_host": faults[:3]}
        )
    return kept


@transaction.atomic
def close_place(
    *, institution: Institution, cancel_needs: bool, reason: str, by: Actor, at: datetime
) -> int:
    """Closes an institution and calls its needs off when that was chosen: people are told at once.

    Refuses while there are needs and nothing was chosen, and without a reason that people can be
    told. All or nothing. Returns how many needs were called off; the second time none.
    """
    # Lock first, so that nobody drafts a need between the look and the closing.
    kept = Institution.objects.select_for_update().get(pk=institution.pk)
    needs = list(live_tasks(kept))
    if needs and not cancel_needs:
        raise Clash("open_needs", "Vælg først, hvad der skal ske med de behov, der ikke er slut.")
    for task in needs:
        cancel_task(task=task, reason=reason, by=by, at=at)
    close_institution(institution=kept, by=by, at=at)
    return len(needs)


def _text_faults(municipality: Municipality) -> list[str]:
    own = {
        (row.kind, row.language): row.body
        for row in Wording.objects.filter(municipality=municipality)
    }
    found: dict[str, None] = {}
    for language in LANGUAGES:
        for kind, shipped in shipped_templates(language).items():
            text = TextTemplate(kind, own.get((kind, language), shipped.body))
            for finding in lint(text, municipality.link_host):
                found[f"Teksten »{kind}«: {finding.text}"] = None
    return list(found)
