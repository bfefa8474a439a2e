"""Actions with an owner and a date: agreed, handed over, and what came of them."""

from datetime import date, datetime

from django.db import transaction

from backend.accounts.models import Municipality, User
from backend.audit.log import record
from backend.common.actors import Actor
from backend.common.danish_dates import local
from backend.common.refusals import Clash, Invalid
from volunteers.actions.success.keepers import require_keeper
from volunteers.models import Criterion, FollowUp, FollowUpOutcome, ReviewMeeting
from volunteers.queries.project_group import may_own
from volunteers.success.minutes import require_words


@transaction.atomic
def agree_follow_up(
    *,
    municipality: Municipality,
    what: str,
    owner: User,
    due_on: date,
    criterion: Criterion | None = None,
    meeting: ReviewMeeting | None = None,
    by: Actor,
    at: datetime,
) -> FollowUp:
    """What somebody in the group, or the coordinator, does until a date.

    The same words, owner and date again is the first one. Refuses no words, a date that has
    passed, an owner from elsewhere, and a criterion or meeting of another municipality.
    """
    require_keeper(municipality.pk, by)
    written = require_words("what", what, missing="Skriv, hvad der skal gøres.", longest=300)
    today = local(at).date()
    if due_on < today:
        wrong = "Fristen er gået. Vælg i dag eller en senere dag."
        raise Invalid("due_on", wrong, {"due_on": [wrong]})
    _require_owner(owner, municipality.pk, today)
    for row in (criterion, meeting):
        if row is not None and row.municipality_id != municipality.pk:
            raise Clash("other_municipality", "Det hører til en anden kommune.")
    same = FollowUp.objects.filter(
        municipality=municipality, what=written, owner=owner, due_on=due_on, criterion=criterion
    ).first()
    if same is not None:
        return same
    follow_up = FollowUp.objects.create(
        municipality=municipality,
        criterion=criterion,
        meeting=meeting,
        what=written,
        owner=owner,
        due_on=due_on,
        agreed_at=at,
    )
    record("agree_follow_up", follow_up, by=by, at=at, due_on=str(due_on))
    return follow_up


@transaction.atomic
def register_result(
    *, follow_up: FollowUp, outcome: FollowUpOutcome, result: str, by: Actor, at: datetime
) -> FollowUp:
    """What came of it, in a sentence. When it was written is the fact behind K29.

    The same result again changes nothing; another one is refused (Clash), and so is no sentence.
    """
    require_keeper(follow_up.municipality_id, by)
    row = FollowUp.objects.select_for_update(of=("self",)).get(pk=follow_up.pk)
    written = require_words("result", result, missing="Skriv kort, hvad der kom ud af det.")
    if row.registered_at is not None:
        if (row.outcome, row.result) == (outcome, written):
            return row
        raise Clash("registered", "Der er allerede et resultat. Aftal en ny opfølgning i stedet.")
    row.outcome, row.result = outcome, written
    row.registered_by_id, row.registered_at = by.user_id, at
    row.save(update_fields=["outcome", "result", "registered_by", "registered_at"])
    record("register_result", row, by=by, at=at, outcome=outcome)
    return row


@transaction.atomic
def hand_over_follow_up(*, follow_up: FollowUp, owner: User, by: Actor, at: datetime) -> FollowUp:
    """Gives it to somebody else in the group; the date stands. The same owner changes nothing.

    Refuses an owner from elsewhere, and one with a result (Clash).
    """
    require_keeper(follow_up.municipality_id, by)
    row = FollowUp.objects.select_for_update(of=("self",)).get(pk=follow_up.pk)
    if row.registered_at is not None:
        raise Clash("registered", "Der er allerede et resultat, så der er intet at overdrage.")
    _require_owner(owner, row.municipality_id, local(at).date())
    if row.owner_id == owner.pk:
        return row
    row.owner = owner
    row.save(update_fields=["owner"])
    record("hand_over_follow_up", row, by=by, at=at, owner=owner.pk)
    return row


def _require_owner(owner: User, municipality_id: int, today: date) -> None:
    if not may_own(municipality_id, today).filter(pk=owner.pk).exists():
        wrong = "Vælg et medlem af projektgruppen eller frivilligkoordinatoren."
        raise Invalid("owner", wrong, {"owner": [wrong]})
