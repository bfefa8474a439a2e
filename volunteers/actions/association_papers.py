"""Agreements and declarations: sent, accepted on a telephone, kept word for word."""

from datetime import date, datetime, timedelta

from django.db import transaction

from backend.audit.log import record
from backend.common.actors import Actor
from backend.common.danish_dates import local, show_date, show_time
from backend.common.refusals import Clash, Invalid
from backend.messaging.outbox import queue_email
from institutions.rules.deeds import Deed, require_may
from volunteers.actions.certificates import confirm_waiting
from volunteers.actions.contact_links import tell_contact
from volunteers.models import Association, AssociationContact, AssociationPaper, Membership
from volunteers.queries.associations import current_paper, ending_declarations
from volunteers.rules.certificates import months_after
from volunteers.texts.papers import shipped_paper

Kind = AssociationPaper.Kind
LONGEST = 8000
# Declared once a year (L14).
DECLARED_MONTHS = 12
REMIND_BEFORE = timedelta(days=30)


@transaction.atomic
def send_paper(
    *, association: Association, kind: str, text: str, ends_on: date, by: Actor, at: datetime
) -> AssociationPaper:
    """Sends an agreement or a declaration to every contact, to be read and accepted by one.

    ``ends_on`` is the agreement's review date or the declaration's last day. Takes the place of
    one nobody has accepted. Refuses an empty text, a day that is not ahead, and an association
    without a contact. The same paper again is not sent twice.
    """
    require_may(by, Deed.KEEP_PEOPLE)
    _require_words(text, ends_on, at)
    contacts = list(association.contacts.filter(ended_at__isnull=True))
    if not contacts:
        raise Clash("no_contact", "Foreningen har ingen kontaktperson. Skriv først en.")
    waiting = AssociationPaper.objects.filter(
        association=association, kind=kind, accepted_at__isnull=True
    )
    same = waiting.filter(text=text.strip(), ends_on=ends_on).first()
    if same is not None:
        return same
    waiting.delete()
    paper = AssociationPaper.objects.create(
        municipality_id=association.municipality_id,
        association=association,
        kind=kind,
        text=text.strip(),
        ends_on=ends_on,
        sent_at=at,
        sent_by=by.name,
    )
    record("send_paper", paper, by=by, at=at, kind=kind)
    for contact in contacts:
        tell_contact("forening_papir", contact, at)
    return paper


@transaction.atomic
def accept_paper(
    *, paper: AssociationPaper, contact: AssociationContact, by: Actor, at: datetime
) -> AssociationPaper:
    """The contact's yes to these very words: name and moment are kept with the text.

    A mail with the words goes to the contact where an address is known. An agreement sets the
    association's dates. The second time changes nothing, whoever taps.
    """
    row = AssociationPaper.objects.select_for_update(of=("self",)).get(pk=paper.pk)
    if row.association_id != contact.association_id:
        raise Clash("other_association", "Papiret gælder en anden forening.")
    if row.accepted_at is not None:
        return row
    row.accepted_at, row.accepted_by = at, contact.name
    row.save(update_fields=["accepted_at", "accepted_by"])
    if row.kind == Kind.AGREEMENT:
        Association.objects.filter(pk=row.association_id).update(
            agreement_on=local(at).date(), review_on=row.ends_on
        )
    record("accept_paper", row, by=by, at=at, kind=row.kind)
    _send_receipt(row, contact, at)
    if row.kind == Kind.DECLARATION:
        _confirm_members(row.association_id, at)
    return row


@transaction.atomic
def declare_again(
    *, association: Association, contact: AssociationContact, by: Actor, at: datetime
) -> AssociationPaper:
    """The contact declares for another year, in the words of the last declaration.

    The first time in the words that are shipped. While the declaration has more than 30 days
    left, or one waits for its yes, nothing new is made: the one that waits is accepted.
    """
    # Two taps stand in line, so that one declaration is made.
    Association.objects.select_for_update().get(pk=association.pk)
    latest = current_paper(association.pk, Kind.DECLARATION)
    today = local(at).date()
    if latest is not None and latest.accepted_at is None:
        return accept_paper(paper=latest, contact=contact, by=by, at=at)
    if latest is not None and latest.ends_on > today + REMIND_BEFORE:
        return latest
    start = max(today, latest.ends_on) if latest is not None else today
    paper = AssociationPaper.objects.create(
        municipality_id=association.municipality_id,
        association=association,
        kind=Kind.DECLARATION,
        text=latest.text if latest is not None else declaration_text(association),
        ends_on=months_after(start, DECLARED_MONTHS),
        sent_at=at,
        sent_by=by.name,
    )
    return accept_paper(paper=paper, contact=contact, by=by, at=at)


def declaration_text(association: Association) -> str:
    """The words a first declaration has."""
    return shipped_paper(
        Kind.DECLARATION, association=association.name, municipality=association.municipality.name
    )


@transaction.atomic
def remind_of_papers(at: datetime) -> int:
    """A text to the contacts 30 days before a declaration ends; once each, also with two clocks."""
    told = 0
    for paper in ending_declarations(local(at).date() + REMIND_BEFORE):
        claimed = AssociationPaper.objects.filter(pk=paper.pk, reminded_at__isnull=True)
        if not claimed.update(reminded_at=at):
            continue
        for contact in paper.association.contacts.filter(ended_at__isnull=True):
            tell_contact("forening_papir", contact, at)
            told += 1
    return told


def _confirm_members(association_id: int, at: datetime) -> None:
    """Yeses of members the association had vouched for, which a lapsed declaration held back."""
    vouched = Membership.objects.filter(
        association_id=association_id, vouched_on__isnull=False
    ).select_related("volunteer")
    for membership in vouched:
        confirm_waiting(volunteer=membership.volunteer, at=at)


def _send_receipt(paper: AssociationPaper, contact: AssociationContact, at: datetime) -> None:
    if not contact.email:
        return
    clock = local(at)
    queue_email(
        municipality=contact.municipality,
        kind="kvittering",
        to=contact.email,
        title=f"Kvittering: {paper.get_kind_display()}",
        body=(
            f"Hej {contact.first_name}\n\n{paper.accepted_by} sagde ja for "
            f"{paper.association.name} den {show_date(clock.date())} "
            f"kl. {show_time(clock.time())} til disse ord:\n\n{paper.text}\n\n"
            f"Gælder til {show_date(paper.ends_on)}.\n"
        ),
        dedupe_key=f"kvittering:{paper.pk}",
        at=at,
        subject=("associationpaper", paper.pk),
    )


def _require_words(text: str, ends_on: date, at: datetime) -> None:
    wrong = {}
    if not text.strip():
        wrong["text"] = ["Skriv det, foreningen skal sige ja til."]
    elif len(text) > LONGEST:
        wrong["text"] = [f"Skriv højst {LONGEST} tegn."]
    if ends_on <= local(at).date():
        wrong["ends_on"] = ["Skriv en dag, der kommer."]
    if wrong:
        raise Invalid("paper_incomplete", "Ret felterne, og prøv igen.", wrong)
