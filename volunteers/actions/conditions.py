"""What must hold before a person gets a seat, or gives it back."""

from datetime import datetime, timedelta

from django.db.backends.postgresql.psycopg_any import DateTimeTZRange

from backend.audit.log import record
from backend.common.actors import Actor, ActorKind
from backend.common.danish_dates import slot_text
from backend.common.phones import show_phone
from backend.common.refusals import Clash, Invalid, TooLate
from institutions.models import Slot
from institutions.queries.checklists import rules_in_force
from institutions.rules.deeds import Deed, require_may
from institutions.rules.states import SlotState
from volunteers.actions import notices
from volunteers.actions.certificate_notices import tell_certificate_wanted
from volunteers.actions.seats import Locked, behalf_of, note_answer
from volunteers.models import Acceptance, Assignment, Certificate, Offer
from volunteers.queries.certificates import kind_demanded, lacks_certificate
from volunteers.queries.trust import has_accepted
from volunteers.rules.states import HOLDS_A_SEAT, AnswerChannel, OfferState


def require_answerer(offer: Offer, by: Actor) -> None:
    """Refuses a signed-in person who may not ask people at the place: an answer for somebody
    else is registered by those who could have asked for it. A link answers for its own person.
    """
    if by.kind != ActorKind.USER:
        return
    institution = offer.slot.task.institution
    require_may(
        by,
        Deed.ASK_PEOPLE,
        department_id=institution.department_id,
        institution_id=institution.pk,
    )


def require_open(slot: Slot, at: datetime) -> None:
    """Refuses a slot that is cancelled, has begun or is over."""
    if slot.state == SlotState.CANCELLED:
        raise Clash("cancelled", "Tidspunktet er aflyst. Du skal ikke gøre noget.")
    if slot.starts_at <= at or slot.state == SlotState.DONE:
        raise TooLate(
            "too_late",
            f"Det er begyndt. Ring til {slot.task.contact_name} på "
            f"{show_phone(slot.task.contact_phone)}, hvis du stadig vil hjælpe.",
        )


def require_accepted(offer: Offer, *, accepts: bool, at: datetime) -> None:
    """U02: rules and confidentiality, once per institution and version of the rules."""
    institution = offer.slot.task.institution
    if has_accepted(offer.volunteer_id, institution.pk, offer.municipality_id):
        return
    if not accepts:
        raise Invalid(
            "rules_not_accepted",
            "Sæt kryds ved spilleregler og tavshed, før du siger ja. "
            "Det er kun første gang hos stedet.",
            {"accepts_rules": ["Sæt kryds for at sige ja til spillereglerne og tavshedspligten."]},
        )
    version = rules_in_force(offer.municipality_id)
    if version is not None:
        acceptance = Acceptance(
            municipality_id=offer.municipality_id,
            volunteer=offer.volunteer,
            institution=institution,
            rules_version=version,
            accepted_at=at,
        )
        # One statement; a second yes at the same moment finds the first one's row and leaves it.
        Acceptance.objects.bulk_create([acceptance], ignore_conflicts=True)


def hold_for_papers(rows: Locked, channel: AnswerChannel, by: Actor, at: datetime) -> None:
    """Notes a yes that waits for a certificate (L09, L10), or for the leader's yes to the young.

    Those who lead the place are told; so is the person, unless they stand on the page that says
    it. The second time changes nothing.
    """
    offer = rows.offer
    path = f"/tidspunkt/{rows.slot.uuid}/"
    if lacks_certificate(offer.volunteer, rows.slot):
        path = "/attester/"
        Certificate.objects.get_or_create(
            volunteer=offer.volunteer,
            kind=kind_demanded(rows.slot),
            defaults={
                "municipality_id": offer.municipality_id,
                "institution": rows.slot.task.institution,
                "wanted_at": at,
            },
        )
    tell_certificate_wanted(offer, at, path=path)
    if channel != AnswerChannel.LINK:
        notices.tell_missing(offer, at)
    if offer.state != OfferState.ACCEPTED:
        note_answer(offer, OfferState.ACCEPTED, channel, at)
        record("hold_for_papers", offer, by=by, at=at, on_behalf_of=behalf_of(offer, by))


def require_no_clash(rows: Locked) -> None:
    """Refuses a second seat at the same time, with the first one named. Half-open spans."""
    slot = rows.slot
    others = Assignment.objects.filter(
        volunteer_id=rows.offer.volunteer_id,
        state__in=sorted(HOLDS_A_SEAT),
        during__overlap=DateTimeTZRange(slot.starts_at, slot.ends_at),
    ).exclude(slot=slot)
    # Nearly everybody has none, and is spared the wide rows of the sentence.
    if others.exists():
        other = others.select_related("slot__task__institution").earliest("during")
        raise Clash(
            "overlap",
            f"Du er allerede tilmeldt {other.slot.task.institution} "
            f"{slot_text(other.slot.starts_at, other.slot.ends_at)}. Meld afbud dér først.",
        )


def require_before_cutoff(slot: Slot, at: datetime) -> None:
    """Refuses a withdrawal later than the municipality's cut-off, with the number to call."""
    task = slot.task
    cutoff = timedelta(hours=task.institution.municipality.withdraw_cutoff_hours)
    if at > slot.starts_at - cutoff:
        raise TooLate(
            "after_cutoff",
            f"Der er for kort tid til. Ring til {task.contact_name} på "
            f"{show_phone(task.contact_phone)}, så finder I en løsning.",
        )
