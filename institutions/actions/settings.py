"""The municipality's own settings, and which departments try what."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

from backend.accounts.fence import over_the_fence
from backend.accounts.models import Municipality
from backend.audit.log import record
from backend.common.actors import Actor
from backend.common.refusals import Clash, Invalid
from institutions.actions.organisation import require_keeper
from institutions.models import Department, FeatureSwitch
from institutions.rules.features import Feature
from institutions.rules.places import require_known
from institutions.rules.settings import SETTING_FIELDS, require_settings


@transaction.atomic
def change_settings(
    *, municipality: Municipality, fields: Mapping[str, Any], by: Actor, at: datetime
) -> Municipality:
    """Changes the given settings. The same values again change nothing.

    Refuses what ``settings_faults`` finds and a link host that another municipality has. Whether
    the texts still fit in one SMS with a new host is asked by ``volunteers.actions.organisation``,
    which every door calls.
    """
    require_keeper(municipality.pk, by)
    require_known(fields, frozenset(SETTING_FIELDS))
    kept = Municipality.objects.select_for_update().get(pk=municipality.pk)
    changed = [name for name, value in fields.items() if getattr(kept, name) != value]
    if not changed:
        return kept
    for name in changed:
        setattr(kept, name, fields[name])
    require_settings({name: getattr(kept, name) for name in SETTING_FIELDS})
    with over_the_fence():
        taken_by = Municipality.objects.filter(link_host=kept.link_host).exclude(pk=kept.pk)
        is_taken = taken_by.exists()
    if is_taken:
        taken = "Adressen bruges af en anden kommune. Vælg en anden."
        raise Invalid("link_host_taken", taken, {"link_host": [taken]})
    kept.save(update_fields=changed)
    record("change_settings", kept, by=by, at=at, fields=sorted(changed))
    return kept


@transaction.atomic
def switch_feature(
    *,
    municipality: Municipality,
    feature: Feature,
    everywhere: bool,
    departments: Sequence[Department],
    by: Actor,
    at: datetime,
) -> None:
    """Has a feature on everywhere, or in these departments alone (none: nowhere). Twice is once.

    Refuses a department of another municipality.
    """
    require_keeper(municipality.pk, by)
    if any(one.municipality_id != municipality.pk for one in departments):
        raise Clash("other_municipality", "Afdelingen hører til en anden kommune.")
    switch, _ = FeatureSwitch.objects.select_for_update().get_or_create(
        municipality=municipality, feature=feature
    )
    chosen = set() if everywhere else {one.pk for one in departments}
    before = set(switch.departments.values_list("pk", flat=True))
    if (switch.everywhere, before) == (everywhere, chosen):
        return
    switch.everywhere = everywhere
    switch.save(update_fields=["everywhere"])
    switch.departments.set(chosen)
    record(
        "switch_feature",
        municipality,
        by=by,
        at=at,
        feature=feature,
        everywhere=everywhere,
        departments=sorted(chosen),
    )
