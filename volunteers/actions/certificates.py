"""Certificates as a status: ordered, in order, missing; and the yeses that waited for them."""

from datetime import date, datetime

from django.db import transaction

from backend.audit.log import record
from backend.common.actors import Actor, clock
from backend.common.danish_dates import local
from backend.common.refusals import Invalid, NotAllowed, Refusal
from volunteers.actions import answers
from volunteers.actions.certificate_notices import tell_certificate_wanted
from volunteers.actions.my_page import send_link_text
from volunteers.models import Certificate, CertificateKind, Offer, Volunteer
from volunteers.queries.certificates import people_for_certificates, waiting_yeses
from volunteers.rules.certificates import (
    CertificateState,
    has_lapsed,
    months_after,
    reminder_due,
)


@transaction.atomic
def order_certificate(
    *, volunteer: Volunteer, kind: CertificateKind, on: date, by: Actor, at: datetime
) -> Certificate:
    """Notes that the certificate is ordered with the police on a day; nothing else is kept.

    The person is reminded on day 10 and 14 (L11). Refuses a day to come and one that has lapsed
    already. The same day again changes nothing; a new day starts the reminders over.
    """
    _require_concerned(volunteer, by)
    _require_past(on, at)
    certificate = _locked(volunteer, kind, at)
    if (certificate.state, certificate.ordered_on) == (CertificateState.ORDERED, on):
        return certificate
    certificate.state = CertificateState.ORDERED
    certificate.ordered_on = on
    certificate.reminded_day = 0
    certificate.save()
    record("order_certificate", certificate, by=by, at=at)
    return certificate


@transaction.atomic
def clear_certificate(
    *, volunteer: Volunteer, kind: CertificateKind, on: date, by: Actor, at: datetime
) -> Certificate:
    """The certificate was seen and is in order: the day and who saw it are kept, the paper not.

    It counts for the municipality's number of months from that day. Yeses that waited for it
    become seats at once, or places in line. The same day again changes nothing.
    """
    _require_concerned(volunteer, by)
    _require_past(on, at)
    certificate = _locked(volunteer, kind, at)
    if (certificate.state, certificate.assessed_on) == (CertificateState.IN_ORDER, on):
        return certificate
    certificate.state = CertificateState.IN_ORDER
    certificate.assessed_on = on
    certificate.assessed_by_id = by.user_id
    certificate.ok_until = months_after(on, volunteer.municipality.certificate_months)
    certificate.save()
    _repeat(certificate)
    record("clear_certificate", certificate, by=by, at=at)
    confirm_waiting(volunteer=certificate.volunteer, at=at)
    return certificate


@transaction.atomic
def miss_certificate(
    *, volunteer: Volunteer, kind: CertificateKind, by: Actor, at: datetime
) -> Certificate:
    """It did not come, or was not in order: the status is "mangler", and no reason is kept (L12).

    The person can be confirmed for nothing that requires it. Seats that were given before stay:
    whether somebody may still come is the leader's to say. The second time changes nothing.
    """
    _require_concerned(volunteer, by)
    certificate = _locked(volunteer, kind, at)
    if certificate.state != CertificateState.MISSING or certificate.ok_until is not None:
        certificate.state = CertificateState.MISSING
        certificate.ordered_on = certificate.ok_until = None
        certificate.assessed_on = certificate.assessed_by = None
        certificate.save()
        _repeat(certificate)
        record("miss_certificate", certificate, by=by, at=at)
    return certificate


def confirm_waiting(*, volunteer: Volunteer, at: datetime) -> int:
    """Gives the seats that waited for a certificate, the soonest first; returns how many.

    A full time gives a place in line. What cannot be given now, another agreement at the time
    for example, is left as it was: the person's page says why.
    """
    return sum(_confirm(offer, at) for offer in list(waiting_yeses(volunteer, at)))


@transaction.atomic
def remind_of_certificates(at: datetime) -> int:
    """Reminders on day 10 and 14 after the order; after that it is missing and ordered again.

    Run once a minute; each reminder goes once, also with two clocks.
    """
    today = local(at).date()
    rows = (
        Certificate.objects.select_for_update(of=("self",), skip_locked=True)
        .filter(state=CertificateState.ORDERED)
        .select_related("volunteer__municipality")
    )
    return sum(_remind_or_lapse(row, today, at) for row in rows)


def _remind_or_lapse(certificate: Certificate, today: date, at: datetime) -> bool:
    assert certificate.ordered_on is not None
    person = certificate.volunteer
    if has_lapsed(certificate.ordered_on, today):
        certificate.state = CertificateState.MISSING
        certificate.ordered_on = None
        certificate.save()
        for offer in waiting_yeses(person, at)[:1]:
            tell_certificate_wanted(offer, at, again=today)
        return True
    due = reminder_due(certificate.ordered_on, today, certificate.reminded_day)
    if due:
        certificate.reminded_day = due
        certificate.save()
        send_link_text("mangler_noget", person, at)
    return bool(due)


def _confirm(offer: Offer, at: datetime) -> bool:
    by = clock(offer.municipality_id)
    try:
        # A savepoint: one refusal must not undo the others.
        with transaction.atomic():
            outcome = answers.accept_offer(offer=offer, by=by, at=at)
            if outcome == answers.Outcome.FULL:
                answers.join_waiting_list(offer=offer, by=by, at=at)
    except Refusal:
        return False
    return outcome == answers.Outcome.CONFIRMED


def _require_concerned(volunteer: Volunteer, by: Actor) -> None:
    if not people_for_certificates(by).filter(pk=volunteer.pk).exists():
        raise NotAllowed(
            "may_not_keep_certificates",
            "Det er kun lederen på stedet og frivilligkoordinatoren, der må se og ændre det.",
        )


def _require_past(on: date, at: datetime) -> None:
    if on > local(at).date():
        text = "Skriv en dag, der har været."
        raise Invalid("certificate_day", text, {"on": [text]})


def _locked(volunteer: Volunteer, kind: CertificateKind, at: datetime) -> Certificate:
    """The person's row for this kind, locked; made where nobody asked for one before."""
    Certificate.objects.get_or_create(
        volunteer=volunteer,
        kind=kind,
        defaults={"municipality_id": volunteer.municipality_id, "wanted_at": at},
    )
    return (
        Certificate.objects.select_for_update(of=("self",))
        .select_related("volunteer__municipality")
        .get(volunteer=volunteer, kind=kind)
    )


def _repeat(certificate: Certificate) -> None:
    """The matching reads the children's certificate's last day in the person's own row."""
    if certificate.kind == CertificateKind.CHILDREN:
        person = certificate.volunteer
        person.certificate_ok_until = certificate.ok_until
        person.save(update_fields=["certificate_ok_until"])
