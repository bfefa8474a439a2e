"""Institutions from a file: all or none, known again by UUID."""

from pathlib import Path

import pytest
from django.core.management import call_command

from backend.common.refusals import Invalid
from institutions.actions.imports import import_institutions, preview_institutions
from institutions.actions.organisation import create_department, create_institution
from institutions.models import Institution
from institutions.rules.imports import read_institutions
from tests.cast import NOW, Cast, make_cast

pytestmark = pytest.mark.django_db
SAMPLE = Path(__file__).parents[2] / "docs/import/institutioner.csv"
HEAD = "UUID;Afdeling;Institution;Kort navn;Adresse;Postnr;Breddegrad;Længdegrad;"
HEAD += "Kontaktperson;Telefon\n"
ONE = "6f1f3c9e-52c1-5e0c-9d1c-000000000011"
GOOD = (
    HEAD + f"{ONE};Ældre;Åhjemmet;;Åvej 1;8999;56,21;9,55;Åse Bøg;+45 12 34 80 01\n"
    ";Natur;Naturcenter Skov og Strand;NC Skov;Skovvej 2;8999;;;Ib Eg;12348002\n"
)
HALF_WRONG = GOOD + ";Natur;Et navn, der er for langt til en sms;;Søvej;8999;;;Bo Ask;12348003\n"


@pytest.fixture
def place() -> Cast:
    return make_cast()


def _load(place: Cast, text: str) -> str:
    by = place.actor(place.coordinator)
    data = text.encode("cp1252")
    return import_institutions(municipality=place.municipality, data=data, by=by, at=NOW).summary


def test_a_good_file_makes_institutions_and_departments(place: Cast) -> None:
    assert _load(place, GOOD) == "2 rækker: 2 nye, 0 ændres, 0 fejl"
    home = Institution.objects.get(external_uuid=ONE)
    nature = Institution.objects.get(name="Naturcenter Skov og Strand")
    assert (home.short_name, home.latitude, home.longitude) == ("Åhjemmet", 56.21, 9.55)
    assert home.department == place.here.department
    # Without coordinates it stands in the middle of its postcode.
    assert (nature.department.name, nature.latitude) == ("Natur", 56.1)


def test_the_same_file_again_changes_nothing_and_a_new_name_changes_one(place: Cast) -> None:
    _load(place, GOOD)
    assert _load(place, GOOD) == "2 rækker: 0 nye, 0 ændres, 2 uændret, 0 fejl"
    renamed = GOOD.replace("Åhjemmet", "Åparken")
    assert _load(place, renamed) == "2 rækker: 0 nye, 1 ændres, 1 uændret, 0 fejl"
    assert Institution.objects.get(external_uuid=ONE).name == "Åparken"


def test_nothing_of_a_file_with_a_fault_is_kept(place: Cast) -> None:
    before = Institution.objects.count()
    with pytest.raises(Invalid) as refused:
        _load(place, HALF_WRONG)
    assert refused.value.fields == {
        "line_4": ["Linje 4, Kort navn: Skriv et kort navn på højst 18 tegn. Det står i sms’en."]
    }
    assert Institution.objects.count() == before
    assert place.municipality.departments.filter(name="Natur").count() == 0


def test_control_saving_row_by_row_leaves_rows_behind(place: Cast) -> None:
    """What the test above guards against: the naive way keeps the first two."""
    before = Institution.objects.count()
    by = place.actor(place.coordinator)
    for row in read_institutions(HALF_WRONG.encode("cp1252")).rows:
        fields = dict(row.values)
        department = create_department(
            municipality=place.municipality, name=fields.pop("department"), by=by, at=NOW
        )
        create_institution(department=department, fields=fields, by=by, at=NOW)
    assert Institution.objects.count() == before + 2


def test_swapped_coordinates_are_told(place: Cast) -> None:
    text = GOOD.replace("56,21;9,55", "9,55;56,21")
    report = preview_institutions(
        municipality=place.municipality,
        data=text.encode("cp1252"),
        by=place.actor(place.coordinator),
    )
    outside = "Stedet ligger uden for Danmark. Byt om på bredde- og længdegrad?"
    assert [str(fault) for fault in report.faults] == [
        f"Linje 2, Breddegrad: {outside}",
        f"Linje 2, Længdegrad: {outside}",
    ]
    assert report.remarks == ["Afdelingen “Natur” oprettes."]


def test_the_sample_is_loaded_by_the_command(place: Cast) -> None:
    before = Institution.objects.count()
    call_command(
        "import_institutions",
        str(SAMPLE),
        "--municipality",
        place.municipality.slug,
        "--apply",
    )
    assert Institution.objects.count() == before + 3
