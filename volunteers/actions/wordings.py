"""The municipality's own wording of the texts."""

from datetime import datetime

from django.db import transaction

from backend.accounts.models import Municipality
from backend.audit.log import record
from backend.common.actors import Actor
from backend.common.refusals import Invalid
from backend.messaging.models import Wording
from institutions.rules.deeds import Deed, require_may
from volunteers.texts.gsm7 import normalise
from volunteers.texts.lint import lint
from volunteers.texts.templates import LANGUAGES, TextTemplate, shipped_templates


@transaction.atomic
def word_text(
    *, municipality: Municipality, kind: str, language: str, body: str, by: Actor, at: datetime
) -> None:
    """Uses this wording from now on; texts already queued keep theirs.

    Signs that a word processor slips in (hard spaces, curly quotes, dashes) are made plain first.
    Refuses with every finding of the linter. The shipped wording, and the same one again, leave
    no row behind.
    """
    require_may(by, Deed.KEEP_ORGANISATION)
    if language not in LANGUAGES or kind not in shipped_templates(language):
        raise Invalid("text_unknown", "Teksten findes ikke.")
    plain = " ".join(normalise(body).split())
    faults = lint(TextTemplate(kind, plain), municipality.link_host)
    if faults:
        raise Invalid(
            "text_faulty",
            "Ret teksten, og prøv igen.",
            {"body": [finding.text for finding in faults]},
        )
    rows = Wording.objects.filter(municipality=municipality, kind=kind, language=language)
    if plain == shipped_templates(language)[kind].body:
        changed = bool(rows.delete()[0])
    else:
        fresh = Wording(
            municipality=municipality,
            kind=kind,
            language=language,
            body=plain,
            changed_at=at,
            changed_by=by.name,
        )
        changed = _keep(fresh)
    if changed:
        record("word_text", municipality, by=by, at=at, kind=kind, language=language)


def _keep(fresh: Wording) -> bool:
    rows = Wording.objects.filter(
        municipality=fresh.municipality, kind=fresh.kind, language=fresh.language
    )
    if rows.filter(body=fresh.body).exists():
        return False
    Wording.objects.bulk_create(
        [fresh],
        update_conflicts=True,
        unique_fields=["municipality", "kind", "language"],
        update_fields=["body", "changed_at", "changed_by"],
    )
    return True
