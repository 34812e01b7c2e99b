"""Lists as schools keep them: what becomes a record, what is refused and where; and nobody is named in saying so."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Callable, Sequence
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl.utils.datetime import CALENDAR_MAC_1904
from openpyxl.worksheet.formula import ArrayFormula

from pipeline.consent import cells
from pipeline.consent.fields import PURPOSES
from pipeline.consent.gate import refusal
from pipeline.consent.headings import Column, column_of
from pipeline.consent.importing import Imported, import_list
from pipeline.consent.records import read_record
from pipeline.consent.tables import Cell, letters
from pipeline.errors import NotAConsentList
from pipeline.store import Study
from tests.studies import Casus, empty_study

TODAY = date(2026, 11, 29)
HEADINGS = (
    "Casus;Rol;Naam;Roepnaam;Geboortejaar;Groep;Gezag;Getekend op;Geldig tot;Formulier;Opnemen;Transcriberen;"
    "Andere informanten spreken;Citeren;School"
)
CHILD = "casus-04;kind;Meulen, Sanne van der;San;2016;6;;;1-3-2041;ouders-1.0;ja;ja;x;nee;obs De Regenboog"
MOTHER = "casus-04;moeder;Roos de Wit;;;;ja;1 maart 2026;;;;;;;"
FATHER = "casus-04;vader;Jeroen van der Meulen;;;;ja;2-3-2026;;;;;;;"
TEACHER = "casus-04;leerkracht;Wil Hoekstra;;;;;10-03-2026;2041-03-10;Volwassenen 1.0;ja;J;;-;"
ROWS = [line.split(";") for line in (HEADINGS, CHILD, MOTHER, FATHER, TEACHER)]
COLUMN = {heading: number for number, heading in enumerate(ROWS[0])}


def as_csv(rows: Sequence[Sequence[str]], delimiter: str = ";", encoding: str = "utf-8") -> bytes:
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=delimiter).writerows(rows)
    return out.getvalue().encode(encoding)


def as_xlsx(rows: Sequence[Sequence[Any]], change: Any = None) -> bytes:
    book: Any = openpyxl.Workbook()
    for row in rows:
        book.active.append(list(row))
    if change:
        change(book)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def changed(*changes: tuple[int, str, str], rows: Sequence[Sequence[str]] = ROWS) -> list[list[str]]:
    """The list with other cells: row as a spreadsheet counts, heading, text."""
    copy = [list(row) for row in rows]
    for number, heading, text in changes:
        copy[number - 1][COLUMN[heading]] = text
    return copy


def taken(tmp_path: Path, data: bytes, skip: Sequence[str] = (), dry_run: bool = False) -> Imported:
    return import_list(Study(tmp_path), data, TODAY, skip, dry_run)


def written(tmp_path: Path) -> dict[str, bytes]:
    folder = tmp_path / "vault" / "consent"
    return {path.name: path.read_bytes() for path in folder.glob("*")} if folder.is_dir() else {}


def places(done: Imported) -> list[str]:
    return [f"{p.details['column']}{p.details['row']}" for p in done.problems]


def place(row: int, heading: str) -> str:
    return f"{letters(COLUMN[heading])}{row}"


# --- what becomes a record ---------------------------------------------------------------------------------


def test_a_list_with_a_row_for_each_person_becomes_a_record(tmp_path: Path) -> None:
    done = taken(tmp_path, as_csv(ROWS))
    assert not done.problems
    record = read_record(tmp_path / "vault" / "consent" / "casus-04.yaml")
    assert [(p.id, p.name) for p in record.persons] == [
        ("kind-1", "Sanne van der Meulen"),
        ("moeder-1", "Roos de Wit"),
        ("vader-1", "Jeroen van der Meulen"),
        ("leraar-1", "Wil Hoekstra"),
    ]
    child, teacher = record.permissions
    assert child.purposes == ("opnemen", "transcriberen", "andere informanten spreken")
    assert child.signed == (("moeder-1", date(2026, 3, 1)), ("vader-1", date(2026, 3, 2)))
    assert (child.valid_from, child.valid_until, child.form) == (date(2026, 3, 1), date(2041, 3, 1), "ouders-1.0")
    assert (teacher.person, teacher.form) == ("leraar-1", "volwassenen-1.0")
    assert record.authority == ("moeder-1", "vader-1") and record.schools == ("obs De Regenboog",)
    (made,) = done.records
    assert (made.persons[0].born, made.persons[0].age_band, made.persons[0].year_group) == ("2016", "8-11", "groep 6")
    assert refusal(record, "kind-1", "opnemen", date(2026, 3, 1)) is not None  # the father signed a day later
    assert refusal(record, "kind-1", "opnemen", date(2026, 3, 2)) is None


def test_a_list_with_a_row_for_each_case_becomes_records(tmp_path: Path) -> None:
    rows = [
        "case,name child,date of birth,name mother,name father,authority,signed mother,signed father,valid until,form,"
        "recording,transcription,teacher,brothers".split(","),
        ["casus-01", "Sanne Bos", "2014-05-12", "Els Bos", "Tom Bos", "both", "2026-03-01", "2026-03-04",
         "2030-01-01", "ouders-1.0", "yes", "yes", "Wil Postma", "Daan Bos; Max Bos"],
        ["Casus 02", "Yusuf Demir", "2009-01-01", "Elif Demir", "Kemal Demir", "mother", "2026-03-01", "",
         "2030-01-01", "ouders-1.0", "yes", "no", "", ""],
    ]  # fmt: skip
    done = taken(tmp_path, as_csv(rows, ","))
    assert not done.problems, places(done)
    one, two = done.records
    assert [person.id for person in one.persons] == ["kind-1", "moeder-1", "vader-1", "leraar-1", "broer-1", "broer-2"]
    assert one.persons[0].born == "2014-05" and one.authority == ("moeder-1", "vader-1")
    assert dict(one.permissions[0].signed) == {"moeder-1": date(2026, 3, 1), "vader-1": date(2026, 3, 4)}
    assert two.case == "casus-02" and two.authority == ("moeder-1",) and two.permissions[0].purposes == ("opnemen",)
    assert two.persons[0].age_band == "16-17"
    assert sorted(written(tmp_path)) == ["casus-01.yaml", "casus-02.yaml"]


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.permutations(range(len(ROWS[0]))),
    st.sampled_from(";,\t"),
    st.sampled_from(["utf-8", "utf-8-sig", "cp1252", "utf-16"]),
)
def test_order_delimiter_and_letters_do_not_matter(
    tmp_path: Path, order: list[int], delimiter: str, encoding: str
) -> None:
    rows = changed((2, "Naam", "Zoë Müller-Çelik"))
    expected = taken(tmp_path, as_csv(rows), dry_run=True)
    assert expected.records[0].persons[0].name == "Zoë Müller-Çelik"
    mixed = [[row[number] for number in order] for row in rows]
    assert taken(tmp_path, as_csv(mixed, delimiter, encoding), dry_run=True) == expected


def test_a_workbook_gives_the_same_and_days_are_days_in_both_calendars(tmp_path: Path) -> None:
    expected = taken(tmp_path, as_csv(ROWS), dry_run=True)
    rows: list[list[Any]] = [list(row) for row in ROWS]
    rows[1][COLUMN["Geboortejaar"]], rows[1][COLUMN["Groep"]] = 2016, 6
    rows[1][COLUMN["Geldig tot"]], rows[2][COLUMN["Getekend op"]] = date(2041, 3, 1), datetime(2026, 3, 1)
    rows[1][COLUMN["Opnemen"]], rows[1][COLUMN["Citeren"]] = True, False
    assert taken(tmp_path, as_xlsx([["Overzicht 2026"], [], *rows]), dry_run=True) == expected

    def old_mac(book: Any) -> None:
        book.epoch = CALENDAR_MAC_1904

    assert taken(tmp_path, as_xlsx(rows, old_mac), dry_run=True) == expected


def test_a_case_that_has_a_record_is_told_and_left_as_it_is(tmp_path: Path) -> None:
    (tmp_path / "vault" / "consent").mkdir(parents=True)
    (tmp_path / "vault" / "consent" / "casus-04.yaml").write_bytes(b"mine")
    other = [["casus-05", *row[1:]] for row in ROWS[1:]]
    done = taken(tmp_path, as_csv([*changed((2, "Geldig tot", "ooit")), *other]))
    assert done.skipped == ("casus-04",) and [record.case for record in done.records] == ["casus-05"]
    assert written(tmp_path)["casus-04.yaml"] == b"mine"


def test_a_trial_writes_nothing(tmp_path: Path) -> None:
    assert taken(tmp_path, as_csv(ROWS), dry_run=True).records and not written(tmp_path)


def test_all_or_nothing(tmp_path: Path) -> None:
    other = [["casus-05", *row[1:]] for row in changed((2, "Geldig tot", "ooit"))[1:]]
    done = taken(tmp_path, as_csv([*ROWS, *other]))
    assert places(done) == [place(6, "Geldig tot")] and not done.records and not written(tmp_path)


def test_who_signed_can_be_told_in_one_cell(tmp_path: Path) -> None:
    rows = [[*row, ""] for row in changed((3, "Getekend op", ""), (4, "Getekend op", ""))]
    rows[0][-1], rows[1][-1] = "Getekend door", "moeder 2026-03-01 en vader (2-3-2026)"
    expected = taken(tmp_path, as_csv(ROWS), dry_run=True)
    assert taken(tmp_path, as_csv(rows), dry_run=True) == expected
    rows[1][-1], rows[1][COLUMN["Getekend op"]] = "moeder-1; vader", "2026-03-05"
    (record,) = taken(tmp_path, as_csv(rows), dry_run=True).records
    assert dict(record.permissions[0].signed) == {"moeder-1": date(2026, 3, 5), "vader-1": date(2026, 3, 5)}


# --- what is refused, and where ----------------------------------------------------------------------------

WRONG = [
    ((2, "Casus", "vier"), [(2, "Casus"), (3, "Casus")]),  # and the rest of the case has no child
    ((2, "Casus", ""), [(2, "Casus"), (3, "Casus")]),
    ((2, "Naam", ""), [(2, "Naam")]),
    ((2, "Naam", "12"), [(2, "Naam")]),
    ((5, "Rol", "Hoekstra"), [(5, "Rol")]),
    ((5, "Rol", ""), [(5, "Rol")]),
    ((5, "Rol", "kind"), [(5, "Casus"), (5, "Rol")]),
    ((2, "Geboortejaar", ""), [(2, "Casus")]),
    ((2, "Geboortejaar", "2034"), [(2, "Geboortejaar")]),
    ((2, "Groep", "zes"), [(2, "Groep")]),
    ((3, "Gezag", "misschien"), [(3, "Gezag"), (3, "Getekend op")]),
    ((2, "Gezag", "ja"), [(2, "Gezag")]),
    ((4, "Gezag", ""), [(4, "Gezag"), (4, "Getekend op")]),  # a father whom nobody asked
    ((2, "Gezag", "oma"), [(2, "Gezag")]),
    ((3, "Getekend op", "1 mrt"), [(3, "Getekend op")]),
    ((3, "Getekend op", "3/4/2026"), [(3, "Getekend op")]),
    ((3, "Getekend op", "46082"), [(3, "Getekend op")]),
    ((3, "Getekend op", "30-2-2026"), [(3, "Getekend op")]),
    ((3, "Getekend op", "1-3-26"), [(3, "Getekend op")]),
    ((3, "Getekend op", "2027-01-01"), [(3, "Getekend op")]),
    ((2, "Getekend op", "2026-03-01"), [(2, "Getekend op")]),  # of a child: signed by whom?
    ((3, "Gezag", "nee"), [(3, "Getekend op")]),  # a signature that counts for nothing
    ((5, "Getekend op", ""), [(5, "Getekend op")]),
    ((2, "Geldig tot", ""), [(2, "Geldig tot")]),
    ((2, "Geldig tot", "2026-03-01"), [(2, "Geldig tot")]),
    ((2, "Formulier", ""), [(2, "Formulier")]),
    ((2, "Formulier", "groen"), [(2, "Formulier")]),
    ((2, "Opnemen", "later"), [(2, "Opnemen")]),
    ((2, "School", "=A1"), [(2, "School")]),
]


@pytest.mark.parametrize(("change", "told"), WRONG, ids=lambda value: str(value)[:40])
def test_a_mistake_is_told_by_row_and_column(
    tmp_path: Path, change: tuple[int, str, str], told: list[tuple[int, str]]
) -> None:
    done = taken(tmp_path, as_csv(changed(change)))
    assert places(done) == [place(*one) for one in told]
    assert not written(tmp_path)
    for problem in done.problems:
        assert problem.sentence("nl") != problem.sentence("en")


def test_no_is_no_and_norway_is_nowhere() -> None:
    assert [cells.yes(cell) for cell in ("nee", "Nee", "NO", "n", "-", "", 0, False, "onwaar")] == [False] * 9
    assert [cells.yes(cell) for cell in ("ja", "X", "yes", "J", "✓", 1, True, "waar")] == [True] * 8
    for cell in ("no way", "?", 2, "nvt"):
        with pytest.raises(cells.CellWrong):
            cells.yes(cell)


@pytest.mark.parametrize(
    ("cell", "day"),
    [
        ("2026-03-01", (2026, 3, 1)),
        ("1-3-2026", (2026, 3, 1)),
        ("01.03.2026", (2026, 3, 1)),
        ("13/1/2026", (2026, 1, 13)),
        ("4/4/2026", (2026, 4, 4)),
        ("1 maart 2026", (2026, 3, 1)),
        ("1 Mrt. 2026", (2026, 3, 1)),
        ("1-okt-2026", (2026, 10, 1)),
        ("1 October 2026", (2026, 10, 1)),
        (date(2026, 3, 1), (2026, 3, 1)),
    ],
)
def test_days_as_people_write_them(cell: Cell, day: tuple[int, int, int]) -> None:
    assert cells.day(cell) == date(*day)


@pytest.mark.parametrize(
    "cell", ["", "maart 2026", "2026", 46082, 46082.5, True, "1/2/2026", "31-04-2026", "1 lente 2026"]
)
def test_what_is_no_day_is_not_made_one(cell: Cell) -> None:
    with pytest.raises(cells.CellWrong):
        cells.day(cell)


def test_ages_and_names_as_people_write_them() -> None:
    assert [cells.age_band(cell) for cell in (9, "9 jaar", "8 - 11", "16+", 12, 40)] == [
        "8-11",
        "8-11",
        "8-11",
        "16+",
        "12-15",
        "18+",
    ]
    no_ages: list[Cell] = [date(2026, 11, 8), "acht", True, "108"]
    for cell in no_ages:  # the first is what a spreadsheet makes of 8-11
        with pytest.raises(cells.CellWrong):
            cells.age_band(cell)
    assert cells.name("Meulen,  Sanne van der") == cells.name("Sanne van der Meulen") == "Sanne van der Meulen"
    no_names: list[Cell] = ["a,b,c", "", "123", ",", 7, date(2026, 1, 1)]
    for cell in no_names:
        with pytest.raises(cells.CellWrong):
            cells.name(cell)


@pytest.mark.parametrize(
    ("heading", "column"),
    [
        ("Geldig t/m:", Column("tot")),
        ("GELDIG_TOT", Column("tot")),
        ("ouderlijk  gezag?", Column("gezag")),
        ("Geboortejar", Column("geboren")),
        ("Naam van de moeder", Column("naam", "moeder")),
        ("Vader getekend op", Column("getekend", "vader")),
        ("Signed father", Column("getekend", "vader")),
        ("naam intern begeleider", Column("naam", "ib")),
        ("Citeren", Column(purpose="citeren")),
        ("citere", Column()),  # which purpose it is, is never guessed
        ("Telefoon moeder", Column()),
        ("Opmerkingen", Column()),
    ],
)
def test_headings_as_people_write_them(heading: str, column: Column) -> None:
    assert column_of(heading) == column


def test_every_purpose_has_a_heading() -> None:
    assert tuple(column_of(purpose).purpose for purpose in PURPOSES) == PURPOSES


def test_headings_that_are_twice_or_strange_are_told_and_can_be_left_out(tmp_path: Path) -> None:
    rows = [[*row, *more] for row, more in zip(ROWS, (("Naam", "Gestopt"), *[("x", "1-9-2026")] * 4), strict=True)]
    assert places(taken(tmp_path, as_csv(rows))) == ["P1", "Q1"]
    assert not taken(tmp_path, as_csv(rows), skip=("P", "Q")).problems


def test_rows_that_are_twice_and_cells_without_a_heading_are_told(tmp_path: Path) -> None:
    assert places(taken(tmp_path, as_csv([*ROWS, ROWS[4]]))) == [place(6, "Naam")]
    assert places(taken(tmp_path, as_csv([*ROWS[:4], [*ROWS[4], "", "los"]]))) == ["Q5"]
    twins = [*ROWS, *changed((2, "Naam", "Lotte van der Meulen"))[1:2]]
    assert places(taken(tmp_path, as_csv(twins))) == [place(6, "Rol")]


def test_a_case_that_is_called_after_somebody_is_told(tmp_path: Path) -> None:
    named = [ROWS[0], *(["meulen-1", *row[1:]] for row in ROWS[1:])]
    assert places(taken(tmp_path, as_csv(named))) == [place(2, "Casus")]


def test_formulas_merged_cells_times_and_errors_in_a_workbook_are_told(tmp_path: Path) -> None:
    def change(book: Any) -> None:
        sheet = book.active
        sheet["C5"] = '="Wil"'
        sheet["D5"] = ArrayFormula("D5:D5", "=SUM(1,2)")
        sheet["H3"] = time(12, 0)
        sheet["H4"] = "#REF!"
        sheet.merge_cells("A2:A3")

    told = places(taken(tmp_path, as_xlsx(ROWS, change)))
    assert {"A2", "H3", "H4", "C5", "D5"} <= set(told)


def bomb() -> bytes:
    out = io.BytesIO(as_xlsx(ROWS))
    with zipfile.ZipFile(out, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet9.xml", b"0" * (60 << 20))
    return out.getvalue()


def with_entities() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(as_xlsx(ROWS))) as before, zipfile.ZipFile(out, "w") as after:
        for name in before.namelist():
            data = before.read(name)
            after.writestr(name, b'<!DOCTYPE x [<!ENTITY a "b">]>' + data if name.endswith("sheet1.xml") else data)
    return out.getvalue()


def two_sheets(book: Any) -> None:
    book.create_sheet("2").append(["Casus"])


def far_away(book: Any) -> None:
    book.active["ZZ99999"] = "x"


OLD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)
FILES: dict[str, Callable[[], bytes]] = {
    "an old xls": lambda: OLD,
    "with a password": lambda: OLD + "EncryptedPackage".encode("utf-16-le"),
    "a zip bomb": bomb,
    "entities": with_entities,
    "two sheets": lambda: as_xlsx(ROWS, two_sheets),
    "a cell far away": lambda: as_xlsx(ROWS, far_away),
    "half a workbook": lambda: as_xlsx(ROWS)[:3000],
    "another zip": lambda: b"PK\x03\x04" + bytes(50),
    "nothing": lambda: b"",
    "no case": lambda: as_csv([row[1:] for row in ROWS]),
    "a picture": lambda: b"\x89PNG\r\n\x1a\n" + bytes(range(256)),
    "a broken quote": lambda: as_csv(ROWS) + b'casus-05;kind;"Sanne',
    "far too long": lambda: as_csv([ROWS[0], *[ROWS[1]] * 6000]),
    "far too large": lambda: bytes(11 << 20),
}


@pytest.mark.parametrize("kind", FILES)
def test_a_file_that_is_no_list_is_refused(tmp_path: Path, kind: str) -> None:
    with pytest.raises(NotAConsentList) as told:
        taken(tmp_path, FILES[kind]())
    assert "Sanne" not in f"{told.value.sentence('nl')}{told.value.remedy('nl')}{told.value.sentence('en')}"
    if kind == "with a password":
        assert "wachtwoord" in told.value.sentence("nl")


def test_who_has_authority_is_told_once(tmp_path: Path) -> None:
    named = [(2, "Gezag", "beide ouders"), (3, "Gezag", ""), (4, "Gezag", "")]
    expected = taken(tmp_path, as_csv(ROWS), dry_run=True)
    assert taken(tmp_path, as_csv(changed(*named)), dry_run=True) == expected
    against = [(2, "Gezag", "moeder, vader"), (4, "Gezag", "nee")]
    assert places(taken(tmp_path, as_csv(changed(*against)))) == [place(4, "Gezag")]
    for nobody in ("beide", "moeder en oma", "vader-2"):
        alone = [row for number, row in enumerate(changed((2, "Gezag", nobody)), start=1) if number != 4]
        assert place(2, "Gezag") in places(taken(tmp_path, as_csv(alone)))


def test_a_signature_for_a_child_without_purposes_is_told(tmp_path: Path) -> None:
    nothing = [(2, heading, "") for heading in ("Opnemen", "Transcriberen", "Andere informanten spreken")]
    assert places(taken(tmp_path, as_csv(changed(*nothing)))) == [place(3, "Getekend op"), place(4, "Getekend op")]


# --- promises ----------------------------------------------------------------------------------------------


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(
        st.tuples(
            st.integers(1, 5),
            st.sampled_from(ROWS[0]),
            st.sampled_from(
                ["", "Qzymarker", "Qzymarker 3", "moeder Qzymarker", "2026-03-01", "ja", "=Qzymarker", "kind", "x,y;z"]
            ),
        ),
        min_size=1,
        max_size=4,
    )
)
def test_no_name_is_told_and_what_is_written_was_all_well(tmp_path: Path, changes: list[tuple[int, str, str]]) -> None:
    for path in (tmp_path / "vault" / "consent").glob("*"):
        path.unlink()
    try:
        done = taken(tmp_path, as_csv(changed(*changes)))
    except NotAConsentList as error:
        told = [f"{error} {error.sentence('nl')} {error.remedy('nl')}"]
    else:
        told = [f"{p} {p.sentence('nl')} {p.sentence('en')} {p!r}" for p in done.problems]
        assert bool(done.problems) == (not done.records) or done.skipped
        for record in done.records:
            again = read_record(Study(tmp_path).consent(record.case))
            assert again.permissions == record.permissions and again.authority == record.authority
        assert bool(written(tmp_path)) == bool(done.records)
    words = ("qzymarker", "sanne", "meulen", "hoekstra", "jeroen", "regenboog")
    assert not [word for word in words if word in " ".join(told).casefold()]


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.binary(max_size=200) | st.text('casus;naam,"\n\t=0-', max_size=200).map(str.encode))
def test_any_bytes_are_a_list_or_refused(tmp_path: Path, data: bytes) -> None:
    try:
        done = taken(tmp_path, data)
    except NotAConsentList:
        return
    assert done.problems or not done.records


def test_a_steward_imports_a_list(casus: Casus, tmp_path: Path) -> None:
    study = empty_study(tmp_path / "s")
    (tmp_path / "lijst.csv").write_bytes(as_csv(ROWS))
    trial = casus("consent", "import", "lijst.csv", "--study", "s", "--dry-run")
    assert trial.returncode == 0 and "niets geschreven" in trial.stdout, trial.stderr
    assert "kind-1: opnemen, transcriberen" in trial.stdout and "Sanne" not in trial.stdout
    assert not study.consent("casus-04").exists()
    done = casus("consent", "import", "lijst.csv", "--study", "s", "--skip", "f")
    assert done.returncode == 0 and read_record(study.consent("casus-04")).persons[0].name == "Sanne van der Meulen"
    assert (study.consent("casus-04").stat().st_mode & 0o077) == 0
    (tmp_path / "lijst.csv").write_bytes(as_csv([ROWS[0], ["casus-05", *ROWS[1][1:]]]))
    wrong = casus("consent", "import", "lijst.csv", "--study", "s")
    assert wrong.returncode == 4 and "Rij 2, kolom H" in wrong.stderr and "Sanne" not in wrong.stderr + wrong.stdout
