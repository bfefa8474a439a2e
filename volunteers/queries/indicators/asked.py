"""The values that travel with the queries of the figures."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.db import connection

from backend.common.danish_dates import local
from volunteers.queries.indicators.days import gaps, instants, kept_days, midnight, window_of
from volunteers.queries.indicators.facts import needed
from volunteers.queries.indicators.making import PEOPLE_OF
from volunteers.queries.indicators.splitting import SPECIAL
from volunteers.success.periods import Period
from volunteers.success.scopes import Scope, ScopeKind

_INSTANT = timedelta(microseconds=1)


def asked_for(
    municipality_id: int, period: Period, codes: frozenset[str], scope: Scope, at: datetime
) -> dict[str, Any]:
    """Everything ``figures_of`` is asked with; one query, for the days that are kept."""
    window = window_of(period, codes, at)
    settled, unfit = kept_days(municipality_id, window, at)
    stale = instants(gaps(window.first, window.after, settled))
    wide = instants(gaps(window.wide, window.after, settled))
    first, middle, after = window.year
    return {
        **of_period(municipality_id, period, at),
        **of_scope(scope),
        "unfit": unfit,
        "wide": window.wide,
        "until": window.after,
        "kept": sorted(needed(codes)),
        "borrowing": sorted(PEOPLE_OF),
        "special": sorted(SPECIAL),
        "stale_from": stale[0],
        "stale_to": stale[1],
        "wide_from": wide[0],
        "wide_to": wide[1],
        "year_first": first,
        "year_middle": middle,
        "year_after": after,
    }


def of_period(municipality_id: int, period: Period, at: datetime) -> dict[str, Any]:
    """The municipality, the period, and the moment of which the facts are asked."""
    stands_at = min(period.ends_at, at + _INSTANT)
    return {
        "municipality": municipality_id,
        "at": at,
        "first": period.first,
        "first_at": midnight(period.first),
        "after_at": midnight(period.after),
        "stands_at": stands_at,
        "stands_on": local(stands_at - _INSTANT).date(),
    }


def of_scope(scope: Scope) -> dict[str, Any]:
    """The key of the part, under its kind's name."""
    return {
        "department": scope.key_of(ScopeKind.DEPARTMENT),
        "institution": scope.key_of(ScopeKind.INSTITUTION),
        "project": scope.key_of(ScopeKind.PROJECT),
    }


def rows_of(query: str, parameters: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The rows of a query by the names of their columns."""
    with connection.cursor() as cursor:
        cursor.execute(query, parameters)
        names = [column.name for column in cursor.description or ()]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
