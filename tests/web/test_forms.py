"""Forms: the design system's markup, Danish sentences, and refusals that keep what was typed."""

import re
from datetime import date, time
from http import HTTPStatus
from pathlib import Path

import pytest
from django import forms
from django.http import HttpResponse
from django.test import RequestFactory
from django.views.generic import FormView

from backend.common.refusals import Clash, Invalid, NotAllowed, Refusal
from backend.web.action_forms import ActionFormView
from backend.web.fields import DanishDateField, DanishTimeField, PhoneField
from backend.web.forms import PlainForm


class NeedForm(PlainForm):
    title = forms.CharField(label="Overskrift", help_text="Fx: Gåtur")
    kind = forms.ChoiceField(
        label="Slags", choices=[("a", "Gåtur"), ("b", "Koncert")], widget=forms.RadioSelect
    )
    note = forms.CharField(label="Besked", required=False, widget=forms.Textarea)
    agreed = forms.BooleanField(label="Jeg har læst reglerne")


class TimesForm(PlainForm):
    day = DanishDateField(label="Dato")
    at = DanishTimeField(label="Fra klokken")
    phone = PhoneField(label="Telefon")


def html(form: forms.Form, name: str) -> str:
    return " ".join(form[name].as_field_group().split())


def test_text_field_ties_hint_and_error_to_the_input() -> None:
    form = NeedForm({"title": ""})
    assert html(form, "title") == (
        '<div class="form-group form-error"> '
        '<label class="form-label" for="id_title">Overskrift</label> '
        '<div class="form-hint" id="id_title_helptext">Fx: Gåtur</div> '
        '<span class="form-error-message" id="id_title_error">'
        '<span class="sr-only">Fejl: </span>Udfyld feltet »Overskrift«.</span> '
        '<input type="text" name="title" required aria-invalid="true" '
        'aria-describedby="id_title_helptext id_title_error" class="form-input" id="id_title"> '
        "</div>"
    )


def test_radios_are_a_group_with_a_legend_and_no_invalid_radio() -> None:
    form = NeedForm({})
    shown = html(form, "kind")
    assert shown.count('<fieldset aria-describedby="id_kind_error">') == 1
    assert shown.count('<legend class="form-label">Slags</legend>') == 1
    assert shown.count('class="form-radio"') == 2
    assert shown.count("aria-invalid") == 0
    assert form["kind"].anchor == "id_kind_0"


def test_optional_is_said_but_not_beside_a_checkbox() -> None:
    form = NeedForm()
    assert [name for name in form.fields if form[name].optional] == ["note"]
    assert html(form, "note").count("(frivilligt)") == 1


def test_missing_answers_say_what_to_do() -> None:
    assert NeedForm({}).errors == {
        "title": ["Udfyld feltet »Overskrift«."],
        "kind": ["Vælg et svar ved »Slags«."],
        "agreed": ["Sæt kryds ved »Jeg har læst reglerne«."],
    }


def test_a_fields_own_sentence_is_left_alone() -> None:
    class Own(PlainForm):
        title = forms.CharField(error_messages={"required": "Skriv en overskrift."})

    assert Own({}).errors == {"title": ["Skriv en overskrift."]}


@pytest.mark.parametrize(
    ("day", "at"), [("24-11-2026", "13.30"), ("24/11/2026", "1330"), ("2026-11-24", "13:30")]
)
def test_dates_times_and_phones_as_danes_write_them(day: str, at: str) -> None:
    form = TimesForm({"day": day, "at": at, "phone": "20 12 34 56"})
    assert form.is_valid()
    assert form.cleaned_data == {
        "day": date(2026, 11, 24),
        "at": time(13, 30),
        "phone": "+4520123456",
    }


def test_what_cannot_be_read_is_kept_as_typed() -> None:
    form = TimesForm({"day": "i morgen", "at": "25", "phone": "1234"})
    assert sorted(form.errors) == ["at", "day", "phone"]
    assert [form[name].value() for name in form.fields] == ["i morgen", "25", "1234"]


def test_stored_values_are_shown_as_danes_write_them() -> None:
    form = TimesForm(initial={"day": date(2026, 1, 5), "at": time(9, 0), "phone": "+4520123456"})
    assert [form[name].value() for name in form.fields] == ["05-01-2026", "09:00", "20 12 34 56"]


class Page(ActionFormView):
    form_class = NeedForm
    heading = "Nyt behov"
    refusal: Refusal | None = None

    def act(self, form: forms.Form) -> HttpResponse:
        if self.refusal:
            raise self.refusal
        return HttpResponse("gjort")


class NaivePage(FormView):  # type: ignore[type-arg]
    """The control: what Django does by itself."""

    form_class = NeedForm
    template_name = "form_page.html"


TYPED = {"title": "Gåtur i parken", "kind": "a", "note": "Tag støvler på", "agreed": "on"}


def post(data: dict[str, str], refusal: Refusal | None = None, view: type = Page) -> HttpResponse:
    extra = {"refusal": refusal} if view is Page else {}
    return view.as_view(**extra)(RequestFactory().post("/", data))


def test_a_good_form_is_acted_on() -> None:
    assert post(TYPED).content == b"gjort"


def test_a_bad_form_answers_422_and_keeps_the_rest() -> None:
    response = post({**TYPED, "title": ""})
    assert response.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert response.context_data["form"]["note"].value() == "Tag støvler på"


def test_control_django_alone_answers_200() -> None:
    assert post({**TYPED, "title": ""}, view=NaivePage).status_code == HTTPStatus.OK


def test_an_invalid_refusal_lands_on_its_fields() -> None:
    refusal = Invalid("words", "Teksten", {"title": ["Skriv kortere."], "seats": ["For mange."]})
    response = post(TYPED, refusal)
    form = response.context_data["form"]
    assert response.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert form.errors == {"title": ["Skriv kortere."], "__all__": ["For mange."]}
    assert {name: form[name].value() for name in form.fields} == TYPED | {"agreed": True}


@pytest.mark.parametrize(
    ("refusal", "status"),
    [
        (Clash("full", "Pladsen blev lige taget."), HTTPStatus.CONFLICT),
        (NotAllowed("role", "Det er lederens."), HTTPStatus.FORBIDDEN),
    ],
)
def test_other_refusals_stand_above_the_form(refusal: Refusal, status: HTTPStatus) -> None:
    response = post(TYPED, refusal)
    assert response.status_code == status
    assert response.context_data["form"].non_field_errors() == [refusal.text]


def test_every_box_to_tick_stands_in_a_corner_of_its_own() -> None:
    """The design system puts the box in the corner of the nearest placed element around it."""
    root = Path(__file__).parents[2]
    boxes = re.compile(r'(.{0,40})<input class="form-checkbox"')

    around = [
        before
        for page in root.glob("*/templates/**/*.html")
        for before in boxes.findall(page.read_text("utf-8"))
    ]

    placed = ('<div class="form-group-checkbox">', '<div class="box">')
    assert len(around) > 3
    assert [before for before in around if not before.endswith(placed)] == []
    # Control: in a table's cell alone, all of them lie on each other in the corner of the page.
    assert not '<th scope="row">'.endswith(placed)
