"""Jobs whose worker has died: given back one by one."""

import logging
from datetime import datetime, timedelta

from asgiref.sync import async_to_sync
from django.db import transaction
from django.db.models import Q
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateEvent, ProcrastinateJob
from procrastinate.exceptions import ConnectorException
from procrastinate.jobs import Status

STALLED_AFTER = timedelta(seconds=30)
_TOO_LONG = timedelta(minutes=10)
_log = logging.getLogger(__name__)


def requeue_stalled(at: datetime) -> int:
    """Gives back each job whose worker has not been heard of for 30 s; returns how many.

    Per job: the documented sweep stops at the first job whose ``queueing_lock`` is taken by a
    newer one, and then recovers none. Such a job is given up, since the newer one does its work.
    """
    silent = Q(worker=None) | Q(worker__last_heartbeat__lt=at - STALLED_AFTER)
    stalled = ProcrastinateJob.objects.filter(silent, status="doing").order_by("id")
    job_ids = list(stalled.values_list("id", flat=True))
    for job_id in job_ids:
        _give_back(job_id, at)
    return len(job_ids)


def running_too_long(at: datetime) -> int:
    """Warns of jobs that have been at it for more than ten minutes; returns how many."""
    begun = ProcrastinateEvent.objects.filter(
        type="started", at__lt=at - _TOO_LONG, job__status="doing"
    )
    names = sorted(set(begun.values_list("job__task_name", flat=True)))
    for name in names:
        _log.error("%s has been running for more than ten minutes", name)
    return len(names)


def _give_back(job_id: int, at: datetime) -> None:
    try:
        with transaction.atomic():
            app.job_manager.retry_job_by_id(job_id=job_id, retry_at=at)
    except ConnectorException:
        async_to_sync(app.job_manager.finish_job_by_id_async)(
            job_id=job_id, status=Status.ABORTED, delete_job=False
        )
        _log.warning("gave up stalled job %s: a newer one waits", job_id)
