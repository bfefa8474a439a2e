"""The worker's tasks. Each asks the clock once and makes one call; cron is UTC."""

from datetime import timedelta

from procrastinate import JobContext
from procrastinate.contrib.django import app

from backend.accounts.idempotency import KEPT_FOR, forget_answers
from backend.jobs.stalled import requeue_stalled, running_too_long
from backend.messaging import pump, reconcile
from backend.messaging.scrubbing import scrub
from backend.web.clock import now
from backend.web.session_store import SessionStore
from backend.webhooks import sender
from backend.webhooks.announcements import forget_deliveries
from volunteers.actions.clockwork import run_clockwork
from volunteers.actions.daily_facts import refresh_all
from volunteers.actions.dialogue import empty_old_threads
from volunteers.actions.disagreements import empty_old_disagreements
from volunteers.actions.inbound import fetch_missed
from volunteers.actions.retention import forget_what_is_due

# A provider that answers in 250 ms can take 96 texts a second by 24 lanes.
LANES = 24
KEEP_FINISHED_HOURS = 72
KEEP_DELIVERIES = timedelta(days=30)


@app.periodic(cron="* * * * *", periodic_id="minute")
@app.task(name="pump_messages", queueing_lock="pump", pass_context=True)
def pump_messages(context: JobContext, timestamp: int | None = None) -> int:  # noqa: ARG001
    """Hands over what is due: after a commit that queued something, and each minute anyway.

    When the worker is asked to end, each lane finishes what it has in hand; the rest waits in
    the outbox for the next worker.
    """
    return pump.drain(now, lanes=LANES, should_end=context.should_abort)


@app.periodic(cron="* * * * *")
@app.task(name="reconcile_messages", queueing_lock="reconcile", lock="reconcile")
def reconcile_messages(timestamp: int) -> int:  # noqa: ARG001
    """Finds out about messages in doubt, and asks after those without a final receipt."""
    at = now()
    return reconcile.reconcile(at) + reconcile.chase(at)


@app.periodic(cron="* * * * *")
@app.task(name="tick", queueing_lock="tick", lock="tick")
def tick(timestamp: int) -> None:  # noqa: ARG001
    """Lets the time pass for the domain: waves, reminders, expiry, texts left over."""
    run_clockwork(at=now())


@app.periodic(cron="* * * * *")
@app.task(name="sweep_jobs", queueing_lock="sweep")
def sweep_jobs(timestamp: int) -> int:  # noqa: ARG001
    """Gives back the jobs of workers that have died. No lock: it must free the locks."""
    at = now()
    running_too_long(at)
    return requeue_stalled(at)


@app.periodic(cron="* * * * *")
@app.task(name="send_webhooks", queue="webhooks", queueing_lock="send_webhooks")
def send_webhooks(timestamp: int) -> int:  # noqa: ARG001
    """Makes the calls owed to other systems, for about ten seconds; a queue of its own."""
    return sender.send_due(now)


@app.periodic(cron="*/5 * * * *")
@app.task(name="fetch_missed_texts", queueing_lock="fetch_missed", lock="fetch_missed")
def fetch_missed_texts(timestamp: int) -> int:  # noqa: ARG001
    """Asks the provider for texts from people that never reached our door."""
    return fetch_missed(now())


@app.periodic(cron="*/5 * * * *")
@app.task(name="count_days", queueing_lock="count_days", lock="count_days")
def count_days(timestamp: int) -> int:  # noqa: ARG001
    """Keeps what changed days add to the figures; a page is right without it, but slower."""
    return refresh_all(at=now())


@app.periodic(cron="15 2 * * *")
@app.task(name="scrub_messages", queueing_lock="scrub")
def scrub_messages(timestamp: int) -> int:  # noqa: ARG001
    """Takes the links out of old messages, and the words out of texts that were settled."""
    return scrub(now())


@app.periodic(cron="40 * * * *")
@app.task(name="forget_answers", queueing_lock="forget_answers")
def forget_kept_answers(timestamp: int) -> int:  # noqa: ARG001
    """Deletes the answers kept for Idempotency-Keys that are too old to be asked for again."""
    return forget_answers(before=now() - KEPT_FOR)


@app.periodic(cron="45 2 * * *")
@app.task(name="forget_deliveries", queue="webhooks", queueing_lock="forget_deliveries")
def forget_old_deliveries(timestamp: int) -> int:  # noqa: ARG001
    """Deletes webhook calls that were made, or given up, a month ago."""
    return forget_deliveries(before=now() - KEEP_DELIVERIES)


@app.periodic(cron="20 2 * * *")
@app.task(name="empty_old_talks", queueing_lock="empty_old_talks")
def empty_old_talks(timestamp: int) -> int:  # noqa: ARG001
    """Takes the words out of old threads with volunteers and of old disagreements."""
    at = now()
    return empty_old_threads(at) + empty_old_disagreements(at)


@app.periodic(cron="25 2 * * *")
@app.task(name="forget_due", queueing_lock="forget_due", lock="forget_due")
def forget_due(timestamp: int) -> None:  # noqa: ARG001
    """Asks and lets go those not heard from, and ends words and keys that are old enough."""
    forget_what_is_due(at=now())
    SessionStore.clear_expired()


@app.periodic(cron="30 2 * * *")
@app.task(name="remove_old_jobs", queueing_lock="remove_old_jobs")
async def remove_old_jobs(timestamp: int) -> None:  # noqa: ARG001
    """Removes finished jobs after three days: each leaves three event rows behind."""
    await app.job_manager.delete_old_jobs(
        nb_hours=KEEP_FINISHED_HOURS,
        include_failed=True,
        include_cancelled=True,
        include_aborted=True,
    )
