"""The worker's jobs: what a dead worker left behind is given back, one job at a time."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection, transaction
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob
from procrastinate.exceptions import ConnectorException

from backend.jobs import tasks
from backend.jobs.stalled import requeue_stalled, running_too_long
from backend.messaging.outbox import PUMP_TASK, wake_pump

pytestmark = pytest.mark.django_db


def start_and_die(task: str, **options: str) -> int:
    """A job whose worker has been silent for an hour."""
    job_id = app.configure_task(task, **options).defer()
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO procrastinate_workers (last_heartbeat) "
            "VALUES (now() - interval '1 hour') RETURNING id"
        )
        (worker_id,) = cursor.fetchone()
        cursor.execute(
            "UPDATE procrastinate_jobs SET status = 'doing', worker_id = %s WHERE id = %s",
            [worker_id, job_id],
        )
    return job_id


def statuses() -> dict[int, str]:
    return dict(ProcrastinateJob.objects.values_list("id", "status"))


@transaction.atomic
def documented_sweep() -> None:
    doing = ProcrastinateJob.objects.filter(status="doing").order_by("id")
    for job_id in doing.values_list("id", flat=True):
        app.job_manager.retry_job_by_id(job_id=job_id, retry_at=datetime.now(tz=UTC))


def test_a_dead_workers_job_is_given_back() -> None:
    job_id = start_and_die("tick", lock="tick", queueing_lock="tick")

    assert requeue_stalled(datetime.now(tz=UTC)) == 1

    assert statuses() == {job_id: "todo"}
    assert requeue_stalled(datetime.now(tz=UTC)) == 0


def test_a_job_with_a_newer_one_waiting_is_given_up_and_the_rest_recovered() -> None:
    stalled = start_and_die(PUMP_TASK, queueing_lock="pump")
    wake_pump()
    other = start_and_die("tick", queueing_lock="tick")
    (newer,) = set(statuses()) - {stalled, other}

    assert requeue_stalled(datetime.now(tz=UTC)) == 2

    assert statuses() == {stalled: "aborted", newer: "todo", other: "todo"}


def test_control_the_documented_sweep_stops_at_the_first_conflict() -> None:
    start_and_die(PUMP_TASK, queueing_lock="pump")
    wake_pump()
    other = start_and_die("tick", queueing_lock="tick")

    with pytest.raises(ConnectorException):
        documented_sweep()

    assert statuses()[other] == "doing"


def test_a_living_workers_job_is_left_alone() -> None:
    job_id = start_and_die("tick")
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_workers SET last_heartbeat = now()")

    assert requeue_stalled(datetime.now(tz=UTC)) == 0
    assert statuses() == {job_id: "doing"}


def test_a_job_that_takes_too_long_is_told() -> None:
    start_and_die("tick")
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_events SET type = 'started'")

    assert running_too_long(datetime.now(tz=UTC)) == 0
    assert running_too_long(datetime.now(tz=UTC) + timedelta(minutes=11)) == 1


def test_the_minutes_work_is_known_to_the_worker_by_name() -> None:
    periodic = {task.task.name: task.cron for task in app.periodic_registry.periodic_tasks.values()}

    assert periodic == {
        PUMP_TASK: "* * * * *",
        "reconcile_messages": "* * * * *",
        "tick": "* * * * *",
        "forget_due": "25 2 * * *",
        "sweep_jobs": "* * * * *",
        "fetch_missed_texts": "*/5 * * * *",
        "scrub_messages": "15 2 * * *",
        "empty_old_talks": "20 2 * * *",
        "forget_answers": "40 * * * *",
        "remove_old_jobs": "30 2 * * *",
        "count_days": "*/5 * * * *",
        "send_webhooks": "* * * * *",
        "forget_deliveries": "45 2 * * *",
    }
    assert tasks.pump_messages.queueing_lock == "pump"
