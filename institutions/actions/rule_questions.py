"""Questions about a ground rule: asked by staff, answered once by those who approve the rules."""

from datetime import datetime

from django.db import transaction

from backend.accounts.models import User
from backend.audit.log import record
from backend.common.actors import Actor
from backend.common.refusals import Invalid, NotAllowed
from backend.messaging.outbox import queue_email
from institutions.models import RuleQuestion, RulesVersion
from institutions.models.rule_questions import LONGEST_ANSWER, LONGEST_QUESTION
from institutions.queries.checklists import rules_in_force
from institutions.rules.deeds import Deed, grants_for, require_may
from institutions.rules.states import DocumentState
from institutions.rules.words import PersonalKind, personal_hits

_ADVICE = {
    PersonalKind.CPR: "Det ligner et CPR-nummer. Slet det.",
    PersonalKind.NAME: "Det ligner et navn på en borger. Skriv fx »en beboer« i stedet.",
}


@transaction.atomic
def ask_about_rule(
    *, version: RulesVersion, code: str, question: str, by: Actor, at: datetime
) -> RuleQuestion:
    """A question about one rule of a version. The same words again are the first question.

    Refuses those who are not staff, no words, numbers and names of citizens, a rule that the
    version does not have, and a draft.
    """
    if not grants_for(by, Deed.ASK_ABOUT_RULES) or by.municipality_id != version.municipality_id:
        raise NotAllowed("may_not_ask", "Spørgsmål stilles af dem, der har en rolle her.")
    words = _require_words("question", question, LONGEST_QUESTION, "Skriv dit spørgsmål.")
    if version.state == DocumentState.DRAFT or not version.rules.filter(code=code).exists():
        raise Invalid("unknown_rule", "Reglen findes ikke i denne version.")
    assert by.user_id is not None
    mine = {"municipality_id": version.municipality_id, "code": code, "question": words}
    known = RuleQuestion.objects.filter(asked_by_id=by.user_id, **mine).first()
    if known is not None:
        return known
    kept = RuleQuestion.objects.create(version=version, asked_by_id=by.user_id, asked_at=at, **mine)
    record("ask_about_rule", kept, by=by, at=at, code=code)
    return kept


@transaction.atomic
def answer_question(
    *, question: RuleQuestion, answer: str, set_aside: bool = False, by: Actor, at: datetime
) -> RuleQuestion:
    """Answers a question and marks it answered: from now it stands beside the rule.

    ``set_aside``: the answer is for the one who asked alone. Whoever asked gets a mail the first
    time; answering again corrects the words. Refuses all but those who approve the rules.
    """
    require_may(by, Deed.APPROVE_RULES)
    kept = RuleQuestion.objects.select_for_update().get(pk=question.pk)
    if by.municipality_id != kept.municipality_id:
        raise NotAllowed("other_municipality", "Det hører til en anden kommune.")
    words = _require_words("answer", answer, LONGEST_ANSWER, "Skriv svaret.")
    if (kept.answer, kept.set_aside) == (words, set_aside):
        return kept
    first = kept.answered_at is None
    kept.answer, kept.set_aside = words, set_aside
    kept.answered_by_id, kept.answered_at = by.user_id, at
    kept.answered_under = rules_in_force(kept.municipality_id)
    kept.save()
    record("answer_question", kept, by=by, at=at, code=kept.code, set_aside=set_aside)
    if first:
        _tell(kept, at)
    return kept


def _tell(question: RuleQuestion, at: datetime) -> None:
    asker = User.objects.select_related("municipality").get(pk=question.asked_by_id)
    assert asker.municipality is not None
    queue_email(
        municipality=asker.municipality,
        kind="regelsvar",
        to=asker.email,
        title=f"Svar på dit spørgsmål om regel {question.code}",
        body=(
            f"Hej {asker.name}\n\nDu spurgte: {question.question}\n\nSvar: {question.answer}\n\n"
            "Du kan læse reglerne og svarene under Spilleregler.\n"
        ),
        dedupe_key=f"regelsvar:{question.pk}",
        at=at,
        subject=("rulequestion", question.pk),
    )


def _require_words(field: str, text: str, longest: int, advice: str) -> str:
    words = text.strip()
    wrong = [] if words else [advice]
    if len(words) > longest:
        wrong = [f"Skriv højst {longest} tegn. Der er {len(words)} nu."]
    # Staff may name an office's telephone in an answer; a citizen never.
    hits = [hit for hit in personal_hits(words) if hit.kind is not PersonalKind.PHONE]
    wrong += [_ADVICE[hit.kind] for hit in hits]
    if wrong:
        raise Invalid(f"rule_{field}", wrong[0], {field: list(dict.fromkeys(wrong))})
    return words
