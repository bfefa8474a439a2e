"""The forms of criteria: the group's wish, a definition of one's own, a value, an end."""

from decimal import Decimal

from django import forms
from django.utils.translation import gettext_lazy as _

from backend.accounts.models import User
from backend.web.fields import DanishDateField
from backend.web.forms import PlainForm
from volunteers.actions.success.criteria import Wish
from volunteers.success.aims import Aim
from volunteers.success.calendar import RHYTHM_WORDS, Rhythm
from volunteers.success.catalogue import Direction, Indicator, Shape, Unit
from volunteers.success.criteria import Definition
from volunteers.web.success.fields import UNIT_HINTS, FigureField, PeriodField

# How one's own figure is made, as a person would say it.
KINDS = {
    "share": (Shape.SHARE, Unit.SHARE, _("En andel i procent")),
    "number": (Shape.SUM, Unit.NUMBER, _("Et antal, hvor to kvartaler kan lægges sammen")),
    "hours": (Shape.SUM, Unit.HOURS, _("Timer, hvor to kvartaler kan lægges sammen")),
    "persons": (Shape.COUNT, Unit.PERSONS, _("Et antal forskellige personer")),
    "mean": (Shape.MEDIAN, Unit.NUMBER, _("Et gennemsnit eller en karakter")),
}
_FIGURES = ("target_value", "amber_margin", "baseline_value")


class WishForm(PlainForm):
    """Target, baseline, owner and rhythm of one indicator."""

    target_value = FigureField(label=_("Mål"), required=False)
    target_on = DanishDateField(
        label=_("Målet skal være nået"), help_text=_("Fx 31-12-2027"), required=False
    )
    amber_margin = FigureField(
        label=_("Så tæt på målet er næsten godt"),
        help_text=_("I samme enhed som målet, fx 5."),
        required=False,
    )
    baseline_period = PeriodField(
        label=_("Udgangspunktets periode"), required=False, empty=_("Intet udgangspunkt")
    )
    baseline_value = FigureField(label=_("Udgangspunkt"), required=False)
    owner = forms.ModelChoiceField(
        User.objects.none(),
        label=_("Ejer"),
        help_text=_("Et medlem af projektgruppen, der holder øje og foreslår, hvad I gør."),
        empty_label=_("Vælg"),
        required=False,
    )
    decided_on = DanishDateField(
        label=_("Besluttet i projektgruppen"), help_text=_("Fx 24-11-2026"), required=False
    )
    rhythm = forms.ChoiceField(
        label=_("Hvor tit ser I på det?"),
        choices=[(one.value, RHYTHM_WORDS[one]) for one in Rhythm],
    )
    why = forms.CharField(
        label=_("Hvorfor er det vigtigt?"),
        widget=forms.Textarea(attrs={"rows": 3}),
        required=False,
    )

    def measure_in(self, unit: Unit, *, counted: bool) -> None:
        """Lets the figures be read and shown in the unit."""
        for name in _FIGURES:
            field = self.fields.get(name)
            if isinstance(field, FigureField):
                field.unit = unit
        self.fields["target_value"].help_text = UNIT_HINTS[unit]
        if counted and "baseline_value" in self.fields:
            self.fields["baseline_value"].help_text = _(
                "Lad feltet stå tomt, så tæller systemet selv. "
                "Skriv kun et tal for en periode, fra før I brugte systemet."
            )

    def lock(self) -> None:
        """Takes the baseline out: it stands once the criterion is in use."""
        for name in ("baseline_period", "baseline_value"):
            del self.fields[name]

    def wish(self, locked: Aim | None = None) -> Wish:
        """What was typed; the baseline of ``locked`` where it could not be."""
        given = self.cleaned_data
        return Wish(
            aim=Aim(
                target=given["target_value"],
                target_on=given["target_on"],
                margin=given["amber_margin"] or Decimal(0),
                baseline=locked.baseline if locked else given["baseline_value"],
                baseline_period=locked.baseline_period if locked else given["baseline_period"],
                decided_on=given["decided_on"],
            ),
            owner=given["owner"],
            rhythm=Rhythm(given["rhythm"]),
            why=given["why"],
        )


class PlacedForm(WishForm):
    """A new criterion of the catalogue: what it is about comes first."""

    place = forms.ChoiceField(label=_("Hvad handler det om?"), required=False)
    field_order = ["place"]


class OwnForm(PlacedForm):
    """A criterion of one's own: its definition comes first."""

    name = forms.CharField(label=_("Navn"), max_length=80)
    definition = forms.CharField(
        label=_("Hvad tæller I?"),
        help_text=_("Så en anden kan måle det samme næste år."),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    counts_among = forms.CharField(
        label=_("Ud af hvad?"),
        help_text=_("Fx alle, der svarede. Tomt, hvis det er et antal."),
        max_length=200,
        required=False,
    )
    source = forms.CharField(
        label=_("Hvor kommer tallene fra?"), help_text=_("Fx borgerpanelet"), max_length=200
    )
    kind = forms.ChoiceField(
        label=_("Hvad slags tal er det?"),
        choices=[(name, words) for name, (_shape, _unit, words) in KINDS.items()],
        widget=forms.RadioSelect,
    )
    direction = forms.ChoiceField(
        label=_("Hvad er bedst?"),
        choices=[(Direction.UP.value, _("Et højt tal")), (Direction.DOWN.value, _("Et lavt tal"))],
        widget=forms.RadioSelect,
    )
    field_order = [
        "name",
        "definition",
        "counts_among",
        "source",
        "kind",
        "direction",
        "place",
        "target_value",
    ]

    def hint_of_every_kind(self) -> None:
        """Before a kind is chosen nobody knows the unit."""
        hint = _("I procent, hvis det er en andel, fx 80.")
        self.fields["target_value"].help_text = hint
        self.fields["baseline_value"].help_text = hint

    def own(self) -> Definition:
        """The definition that was typed."""
        shape, unit, _words = KINDS[self.cleaned_data["kind"]]
        words = {
            name: self.cleaned_data[name]
            for name in ("name", "definition", "counts_among", "source")
        }
        direction = Direction(self.cleaned_data["direction"])
        return Definition(**words, shape=shape, unit=unit, direction=direction)


class ValueForm(PlainForm):
    """A value for one period, with its source."""

    period = PeriodField(label=_("Periode"))
    value = FigureField(label=_("Tal"), required=False)
    numerator = FigureField(
        label=_("Tæller"), help_text=_("Hvor mange svarede ja?"), required=False
    )
    n = forms.IntegerField(
        label=_("Nævner"),
        help_text=_("Hvor mange er der i alt? Under 5 vises ikke for andre end koordinatoren."),
        min_value=0,
        max_value=10_000_000,
        required=False,
    )
    source = forms.CharField(
        label=_("Kilde"), help_text=_("Fx Borgerpanelet, oktober 2026"), max_length=200
    )

    def measure_in(self, indicator: Indicator) -> None:
        """A share may be typed as two numbers; nothing else has a numerator."""
        field = self.fields["value"]
        assert isinstance(field, FigureField)
        field.unit, field.help_text = indicator.unit, UNIT_HINTS[indicator.unit]
        if indicator.shape is not Shape.SHARE:
            del self.fields["numerator"]
            self.fields["n"].label = _("Antal svar bag tallet")


class ReasonForm(PlainForm):
    """Why: an end, or a correction."""

    reason = forms.CharField(label=_("Hvorfor?"), max_length=200)


class CommentForm(PlainForm):
    """The year in the group's own words."""

    comment = forms.CharField(
        label=_("Hvad viste året, og hvad tager I med videre?"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 8}),
    )
