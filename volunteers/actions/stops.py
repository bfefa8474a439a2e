"""A person wants no more questions, or wants them again."""

from datetime import datetime

from django.db import transaction

from backend.accounts.models import Municipality
from backend.audit.log import record
from backend.common.actors import Actor
from backend.messaging import stops
from volunteers.actions.afterwards.exit_talks import offer_when_stopping
from volunteers.models import TextStop, Volunteer


@transaction.atomic
def stop_texts(*, municipality: Municipality, phone: str, by: Actor, at: datetime) -> int:
    """No further question to this number, those in the queue included; returns how many of those.

    Effective with the commit: a question is looked at again when it is claimed. A cancellation of
    something the person said yes to still goes out. The second time changes nothing.
    """
    people = Volunteer.objects.select_for_update().filter(
        municipality=municipality, phone=phone, anonymised_at__isnull=True
    )
    person = people.first()
    stops.opt_out(municipality.pk, phone, at)
    silenced = stops.silence_queued(municipality.pk, phone, at)
    if person is not None and person.opted_out_at is None:
        person.opted_out_at = at
        person.save(update_fields=["opted_out_at"])
        TextStop.objects.create(municipality=municipality, volunteer=person, stopped_at=at)
        record("stop_texts", person, by=by, at=at, silenced=silenced)
        offer_when_stopping(person, by, at)
    return silenced


@transaction.atomic
def start_texts(*, municipality: Municipality, phone: str, by: Actor, at: datetime) -> None:
    """Questions may be sent again from now on. The second time changes nothing."""
    stops.opt_in(municipality.pk, phone)
    person = (
        Volunteer.objects.select_for_update()
        .filter(municipality=municipality, phone=phone, opted_out_at__isnull=False)
        .first()
    )
    if person is not None:
        person.opted_out_at = None
        person.save(update_fields=["opted_out_at"])
        person.text_stops.filter(started_at__isnull=True).update(started_at=at)
        record("start_texts", person, by=by, at=at)
