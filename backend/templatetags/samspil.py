"""How times, phones, seats, numbers and icons look on every page."""

from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from django import template
from django.forms import BaseForm
from django.templatetags.static import static
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from backend.common import danish_dates, numbers, phones

register = template.Library()

_SPRITE = "dkfds/img/all-svg-icons.svg"
# More dots than this say nothing at a glance; then the figures stand alone.
_MOST_DOTS = 12
_BADGES = {"success", "warning", "error", "info", ""}


@register.filter
def when(slot: Any) -> str:
    """ "tir 24/11 kl. 13:30-16:00 (uge 48)" from anything with ``starts_at`` and ``ends_at``."""
    return danish_dates.slot_text(slot.starts_at, slot.ends_at)


@register.filter
def hours(slot: Any) -> str:
    """ "kl. 13:30-16:00" on a Danish clock, for a table where the day has its own line."""
    start, end = danish_dates.local(slot.starts_at), danish_dates.local(slot.ends_at)
    show = danish_dates.show_time
    return f"kl. {show(start.time())}-{show(end.time())}"


@register.filter
def short_day(value: date) -> str:
    """ "tir 24/11" of a date, or of an instant's day in Denmark."""
    return danish_dates.short_day(_day(value))


@register.filter
def long_day(value: date) -> str:
    """ "tirsdag den 24. november 2026" of a date, or of an instant's day in Denmark."""
    return danish_dates.long_day(_day(value))


@register.filter
def week(value: date) -> int:
    """The ISO week number of a date, or of an instant's day in Denmark."""
    return danish_dates.iso_week(_day(value))


@register.filter
def clock_time(value: datetime | time) -> str:
    """ "13:30"; an instant is shown on a Danish clock."""
    wall = danish_dates.local(value).time() if isinstance(value, datetime) else value
    return danish_dates.show_time(wall)


@register.filter
def moment(then: datetime, at: datetime) -> str:
    """ "kl. 15:30", "i morgen kl. 08:00" or "tir 24/11 kl. 08:00", seen from ``at``."""
    return danish_dates.moment_text(then, at)


@register.filter
def phone(value: str) -> str:
    """ "20 12 34 56" from a stored E.164 number."""
    return phones.show_phone(value)


@register.simple_tag
def call(value: str) -> SafeString:
    """The number as a link that calls it; nothing for no number."""
    if not value:
        return SafeString("")
    return format_html('<a class="nowrap" href="tel:{}">{}</a>', value, phones.show_phone(value))


@register.filter
def number(value: Decimal | float, places: int = 0) -> str:
    """ "1.234" or, with one place, "1.234,5"."""
    return numbers.format_decimal(value, places)


@register.filter
def percent(value: Decimal | float | None, places: int = 0) -> str:
    """ "82 %" from 0.82; a dash where there is nothing to count."""
    return "–" if value is None else numbers.percent(value, places)


@register.filter
def chance(value: float) -> str:
    """ "92 %", "under 1 %" or "over 99 %"."""
    return numbers.chance_text(value)


@register.simple_tag
def seats(taken: int, wanted: int) -> SafeString:
    """Seats as dots ●●○ and "2/3"; read aloud as "2 af 3 pladser er besat"."""
    shown = wanted if wanted <= _MOST_DOTS else 0
    dots = format_html_join(
        "",
        '<span class="seat{}"></span>',
        ((" seat-taken" if place < taken else "",) for place in range(shown)),
    )
    spoken = _("%(taken)s af %(wanted)s pladser er besat") % {"taken": taken, "wanted": wanted}
    return format_html(
        '<span class="seats"><span class="seat-dots" aria-hidden="true">{}</span>'
        '<span aria-hidden="true">{}/{}</span><span class="sr-only">{}</span></span>',
        dots,
        taken,
        wanted,
        spoken,
    )


@register.simple_tag
def badge(text: str, kind: str = "") -> SafeString:
    """A status word: ``success``, ``warning``, ``error``, ``info`` or plain. Refuses others."""
    if kind not in _BADGES:
        raise template.TemplateSyntaxError(f"A badge is not {kind!r}.")
    return format_html(
        '<strong class="badge{}">{}</strong>', f" badge-{kind}" if kind else "", text
    )


@register.simple_tag
def icon(name: str, css: str = "", label: str = "") -> SafeString:
    """An icon of the design system; decoration unless it has a label, which is read aloud."""
    spoken = (
        format_html('role="img" aria-label="{}"', label)
        if label
        else SafeString('aria-hidden="true"')
    )
    return format_html(
        '<svg class="{}" focusable="false" {}><use href="{}#{}"></use></svg>',
        f"icon-svg {css}".strip(),
        spoken,
        static(_SPRITE),
        name,
    )


@register.inclusion_tag("includes/error_summary.html")
def error_summary(form: BaseForm | None) -> dict[str, Any]:
    """The box at the top with a link to each field that needs another answer."""
    return {"form": form}


@register.inclusion_tag("includes/steps.html")
def steps(current: int, *titles: str) -> dict[str, Any]:
    """The steps of a form of several pages, the current one (from 1) marked."""
    marked = [
        {"number": place, "title": title, "done": place < current, "current": place == current}
        for place, title in enumerate(titles, start=1)
    ]
    return {"steps": marked, "current": current, "total": len(titles)}


def _day(value: date) -> date:
    return danish_dates.local(value).date() if isinstance(value, datetime) else value
