"""``manage.py messages``: how the outbox stands, for those who run the machine."""

import json
from typing import Any

from django.core.management import BaseCommand
from django.db.models import Count, Min, Q

from backend.accounts.models import Municipality
from backend.messaging.ceilings import spending
from backend.messaging.models import Message, MessageState
from backend.messaging.trouble import notices
from backend.web.clock import now


class Command(BaseCommand):
    """One JSON line a municipality: no text, no number, no name. Changes nothing."""

    help = "Print the queue's depth, its oldest message, faults and this month's price."

    def handle(self, *_args: Any, **_options: Any) -> None:
        """Counted at this moment; exit code 0 also when there are faults."""
        at = now()
        waiting = Q(state=MessageState.QUEUED, not_before__lte=at)
        for place in Municipality.objects.order_by("slug"):
            rows = Message.objects.filter(municipality=place)
            counted = rows.aggregate(
                waiting=Count("id", filter=waiting),
                oldest=Min("created_at", filter=waiting),
                in_doubt=Count("id", filter=Q(state=MessageState.UNKNOWN)),
            )
            used = spending(place, at)
            line = counted | {
                "municipality": place.slug,
                "month_ore": used.month_ore,
                "forecast_ore": used.forecast_ore,
                "faults": [notice.code for notice in notices(place.pk, at)],
            }
            self.stdout.write(json.dumps(line, default=str))
