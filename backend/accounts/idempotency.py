"""One deed for one key: what was answered to a POST is kept and given again."""

from datetime import datetime, timedelta

from backend.accounts.models import ApiToken, KeptAnswer, User
from backend.common.refusals import Invalid

KEPT_FOR = timedelta(hours=24)


def claim_key(
    *, user: User, token: ApiToken | None, key: str, request_hash: str, at: datetime
) -> tuple[KeptAnswer, bool]:
    """(the row of this key, whether it is new). Call it inside the deed's own transaction.

    A second request with the same key waits here until the first has committed, and then gets its
    row; when the first is rolled back the second takes its place. Refuses the same key for
    another method, address or body.
    """
    # What the clock has not cleared away yet is forgotten all the same.
    KeptAnswer.objects.filter(
        user=user, token=token, key=key, created_at__lt=at - KEPT_FOR
    ).delete()
    kept, is_new = KeptAnswer.objects.get_or_create(
        user=user,
        token=token,
        key=key,
        defaults={"request_hash": request_hash, "created_at": at},
    )
    if kept.request_hash != request_hash:
        raise Invalid(
            "idempotency_key_reused",
            "Idempotency-Key er allerede brugt til et andet kald. Brug en ny nøgle.",
        )
    return kept, is_new


def keep_answer(kept: KeptAnswer, *, status: int, body: object) -> None:
    """Keeps what was answered; ``body`` is what JSON can hold."""
    kept.status = status
    kept.body = body
    kept.save(update_fields=["status", "body"])


def forget_answers(*, before: datetime) -> int:
    """Deletes answers that are too old to be asked for again; gives how many. The clock's work."""
    return KeptAnswer.objects.filter(created_at__lt=before).delete()[0]
