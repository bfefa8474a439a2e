"""Volunteers from a file: previewed row by row, and loaded all or not at all."""

from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from backend.common.csv_rows import Row
from backend.common.refusals import Invalid, NotAllowed
from tests.cast import NOW, Cast, make_cast
from volunteers.actions.imports import import_volunteers, preview_volunteers
from volunteers.actions.people import register_volunteer
from volunteers.models import Source, Volunteer
from volunteers.rules.imports import read_volunteers

pytestmark = pytest.mark.django_db
SAMPLE = Path(__file__).parents[2] / "docs/import/frivillige.csv"
WRITE_PHONE = "Skriv et telefonnummer med 8 cifre, for eksempel 20 12 34 56."
HEAD = "UUID;Fornavn;Efternavn;Mobil;Postnr;Fødselsår;Radius km\n"
ONE = "6f1f3c9e-52c1-5e0c-9d1c-000000000001"
TWO = "6f1f3c9e-52c1-5e0c-9d1c-000000000002"
GOOD = HEAD + f"{ONE};Åse;Bøg;+45 12 34 70 01;8999;1960;10,0\n;Søren;Eg;12347002;8999;;\n"


@pytest.fixture
def place() -> Cast:
    return make_cast()


def _load(place: Cast, text: str, encoding: str = "utf-8-sig") -> str:
    report = import_volunteers(
        municipality=place.municipality,
        data=text.encode(encoding),
        by=place.actor(place.coordinator),
        at=NOW,
    )
    return report.summary


def _preview(place: Cast, text: str) -> list[str]:
    report = preview_volunteers(
        municipality=place.municipality,
        data=text.encode(),
        by=place.actor(place.coordinator),
        at=NOW,
    )
    return [*(str(fault) for fault in report.faults), report.summary]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "cp1252"])
def test_a_good_file_is_loaded(place: Cast, encoding: str) -> None:
    assert _load(place, GOOD, encoding) == "2 rækker: 2 nye, 0 ændres, 0 fejl"
    aase = Volunteer.objects.get(phone="+4512347001")
    assert (aase.first_name, aase.last_name, aase.radius_km) == ("Åse", "Bøg", 10)
    assert (aase.source, str(aase.external_uuid)) == (Source.IMPORT, ONE)


def test_the_same_file_again_changes_nothing(place: Cast) -> None:
    _load(place, GOOD)
    before = list(Volunteer.objects.order_by("pk").values())
    assert _load(place, GOOD) == "2 rækker: 0 nye, 0 ændres, 2 uændret, 0 fejl"
    assert list(Volunteer.objects.order_by("pk").values()) == before


def test_the_uuid_finds_the_person_whose_phone_is_new(place: Cast) -> None:
    _load(place, GOOD)
    count = Volunteer.objects.count()
    changed = HEAD + f"{ONE};Åse;Bøgelund;12347009;8999;;\n"
    assert _load(place, changed) == "1 række: 0 nye, 1 ændres, 0 fejl"
    assert Volunteer.objects.get(external_uuid=ONE).phone == "+4512347009"
    # The empty cell left what was known.
    assert Volunteer.objects.get(external_uuid=ONE).birth_year == 1960
    assert Volunteer.objects.count() == count


# As at the sign-up: who turns 15 this year may still be 14.
MAY_BE_14 = 2011


def test_every_wrong_row_is_told_with_what_to_do(place: Cast) -> None:
    _load(place, GOOD)
    wrong = (
        "UUID;Fornavn;Efternavn;Mobil;Postnr;Fødselsår;Opgavetyper;Forening\n"
        ";Bo;Ask;1234;8999;;;\n"
        ";;Ask;12347003;8999;;;\n"
        ";Ib;Ask;12347004;899;;;\n"
        ";Ea;Ask;12347005;8999;2020;;\n"
        f";Uffe;Ask;12347011;8999;{MAY_BE_14};;\n"
        ";Pi;Ask;12347006;8999;;Bowling;Ukendt\n"
        ";Ly;Ask;12347007;8999;;Følgeskab;\n"
        ";My;Ask;+4512347007;8999;;;\n"
        f"{TWO};Ny;Ask;12347001;8999;;;\n"
    )
    assert _preview(place, wrong) == [
        f"Linje 2, Mobil: 1234 kan ikke være et telefonnummer. {WRITE_PHONE}",
        "Linje 3, Fornavn: Feltet er tomt. Udfyld det.",
        "Linje 4, Postnr: Skriv postnummeret med fire cifre.",
        "Linje 5, Fødselsår: Frivillige skal være fyldt 15 år.",
        "Linje 6, Fødselsår: Skal være fyldt 15 år. Er personen det allerede, så opret personen "
        "uden om filen.",
        "Linje 7, Opgavetyper: Opgavetypen “Bowling” findes ikke. Ret den, eller opret den først.",
        "Linje 7, Forening: Foreningen “Ukendt” findes ikke. Ret den, eller opret den først.",
        "Linje 9, Mobil: Står også i linje 8. Slet den ene af de to.",
        "Linje 10, Mobil: Nummeret hører til en anden frivillig. Ret nummeret eller UUID’et.",
        "9 rækker: 1 ny, 0 ændres, 8 fejl",
    ]


HALF_WRONG = GOOD + ";Ea;Ask;12347005;8999;2020;\n"


def test_nothing_of_a_file_with_a_fault_is_kept(place: Cast) -> None:
    before = Volunteer.objects.count()
    with pytest.raises(Invalid) as refused:
        _load(place, HALF_WRONG)
    assert refused.value.fields == {
        "line_4": ["Linje 4, Fødselsår: Frivillige skal være fyldt 15 år."]
    }
    assert Volunteer.objects.count() == before


def _save_one_by_one(place: Cast, rows: list[Row]) -> None:
    for row in rows:
        register_volunteer(
            municipality=place.municipality,
            fields=row.values,
            source=Source.IMPORT,
            by=place.actor(place.coordinator),
            at=NOW,
        )


def test_control_saving_row_by_row_leaves_rows_behind(place: Cast) -> None:
    """What the test above guards against: the naive way fails it."""
    before = Volunteer.objects.count()
    rows = read_volunteers(HALF_WRONG.encode()).rows
    with pytest.raises(Invalid):
        _save_one_by_one(place, rows)
    assert Volunteer.objects.count() == before + 2


def test_only_the_coordinator_imports(place: Cast) -> None:
    with pytest.raises(NotAllowed):
        import_volunteers(
            municipality=place.municipality,
            data=GOOD.encode(),
            by=place.actor(place.leader),
            at=NOW,
        )


def test_the_command_keeps_nothing_until_told(
    place: Cast, capsys: pytest.CaptureFixture[str]
) -> None:
    before = Volunteer.objects.count()
    arguments = ["import_volunteers", str(SAMPLE), "--municipality", place.municipality.slug]
    call_command(*arguments)
    assert Volunteer.objects.count() == before
    call_command(*arguments, "--apply")
    assert Volunteer.objects.count() == before + 3
    assert capsys.readouterr().out.splitlines() == [
        "3 rækker: 3 nye, 0 ændres, 0 fejl",
        "Intet er indlæst endnu. Indlæs med --apply.",
        "3 rækker: 3 nye, 0 ændres, 0 fejl",
        "Det er indlæst.",
    ]


def test_the_command_fails_on_a_fault_and_names_unknown_columns(
    place: Cast, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "wrong.csv"
    path.write_bytes("Fornavn;Efternavn;Mobil;Postnr;Note\nBo;Ask;12;8999;x\n".encode("cp1252"))
    with pytest.raises(CommandError):
        call_command(
            "import_volunteers", str(path), "--municipality", place.municipality.slug, "--apply"
        )
    assert capsys.readouterr().out.splitlines()[0] == "Kolonner, der ikke læses: Note."
    assert Volunteer.objects.filter(first_name="Bo").count() == 0
