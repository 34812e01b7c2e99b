"""A steward's record stays a steward's: what a command writes into it leaves the rest as it was."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.consent.fields import PURPOSES
from pipeline.consent.gate import refusal
from pipeline.consent.records import ConsentFiles, read_record, record_from
from pipeline.consent.writing import add_objection, add_permission, record_as_yaml
from pipeline.errors import ConsentRecordWrong
from pipeline.model import ConsentRecord, Objection, Permission
from pipeline.store import Study
from tests.studies import Casus, empty_study

EXAMPLE = Path(__file__).parent.parent / "consent" / "examples" / "casus-01.yaml"
DAY = date(2026, 9, 1)
STOP = Objection("kind-1", "moeder-1", "withdrawn", DAY, ("delen",))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    copy = tmp_path / "casus-01.yaml"
    copy.write_bytes(EXAMPLE.read_bytes())
    return copy


def test_an_objection_is_one_line_more(path: Path) -> None:
    before = path.read_text(encoding="utf-8")
    add_objection(path, STOP)
    add_objection(path, STOP)
    second = replace(STOP, by="vader-1", kind="refused", purposes=())
    add_objection(path, second)
    after = path.read_text(encoding="utf-8")
    assert set(before.splitlines()) <= set(after.splitlines())
    assert len(after.splitlines()) == len(before.splitlines()) + 3
    assert set(read_record(path).objections) == {STOP, second}
    assert "# wie het ouderlijk gezag heeft" in after


def test_an_objection_stops_only_what_it_names_and_from_its_day_on(path: Path) -> None:
    add_objection(path, STOP)
    record = read_record(path)
    told = refusal(record, "kind-1", "delen", DAY)
    assert told is not None and type(told).__name__ == "ConsentWithdrawn"
    assert refusal(record, "kind-1", "citeren", DAY) is None
    assert refusal(record, "kind-1", "delen", date(2026, 8, 31)) is None


def test_who_has_no_say_cannot_object(path: Path) -> None:
    for voor, door in (("kind-1", "leraar-1"), ("leraar-1", "moeder-1"), ("kind-1", "broer-1")):
        text = path.read_text(encoding="utf-8")
        text += f"bezwaren:\n  - {{voor: {voor}, door: {door}, wat: ingetrokken, op: 2026-09-01}}\n"
        with pytest.raises(ConsentRecordWrong) as told:
            record_from(text.encode(), "casus-01.yaml")
        assert told.value.details["key"] == "door"


def test_a_renewal_stands_above_the_old_consent_which_ends_the_day_before(path: Path) -> None:
    before = read_record(path).permissions
    renewed = replace(before[1], signed=(("moeder-1", DAY),), valid_from=DAY, purposes=("opnemen", "transcriberen"))
    add_permission(path, renewed)
    record = read_record(path)
    assert record.permissions[0] == renewed
    assert record.permissions[2] == replace(before[1], valid_until=date(2026, 8, 31))
    assert "# alleen als het zo is" in path.read_text(encoding="utf-8")
    assert refusal(record, "moeder-1", "citeren", date(2026, 8, 31)) is None
    assert refusal(record, "moeder-1", "citeren", DAY) is not None


def test_consent_given_again_after_a_withdrawal_counts(path: Path) -> None:
    add_objection(path, Objection("moeder-1", "moeder-1", "withdrawn", date(2026, 7, 1)))
    old = read_record(path).permissions[1]
    assert refusal(read_record(path), "moeder-1", "opnemen", DAY) is not None
    add_permission(path, replace(old, signed=(("moeder-1", DAY),), valid_from=DAY))
    assert refusal(read_record(path), "moeder-1", "opnemen", DAY) is None
    assert refusal(read_record(path), "moeder-1", "opnemen", date(2026, 8, 1)) is not None


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.tuples(
            st.sampled_from(("moeder-1", "vader-1", "kind-1")),
            st.sampled_from(("withdrawn", "refused", "resisted")),
            st.dates(date(2026, 1, 1), date(2030, 1, 1)),
            st.lists(st.sampled_from(PURPOSES), unique=True, max_size=3).map(tuple),
        ),
        max_size=3,
    ),
    st.booleans(),
)
def test_whatever_is_written_into_a_record_is_read_back(
    said: list[tuple[str, str, date, tuple[str, ...]]], flow: bool
) -> None:
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "casus-01.yaml"
        file.write_bytes(EXAMPLE.read_bytes() + (b"bezwaren: []\n" if flow else b""))
        expected = set()
        for by, kind, on, purposes in said:
            one = Objection("kind-1", by, kind, on, purposes)  # type: ignore[arg-type]
            add_objection(file, one)
            expected.add(one)
        assert set(read_record(file).objections) == expected
        whole = record_from(record_as_yaml(read_record(file)), "casus-01.yaml")
        assert replace(whole, digest="") == replace(read_record(file), digest="")


def _with_form(record: ConsentRecord, digest: str) -> ConsentRecord:
    child, *rest = record.permissions
    return replace(record, permissions=(replace(child, form_digest=digest), *rest))


def test_a_form_that_fits_none_of_this_study_opens_nothing(tmp_path: Path) -> None:
    study = Study(tmp_path)
    path = study.consent("casus-01")
    path.parent.mkdir(parents=True)
    path.write_bytes(record_as_yaml(_with_form(read_record(EXAMPLE), "a" * 64)))
    told = refusal(ConsentFiles(study)("casus-01"), "kind-1", "opnemen", DAY)
    assert told is not None and type(told).__name__ == "FormUnknown"
    known = ConsentFiles(study, forms=frozenset({("ouders-1.0", "a" * 64)}))
    assert refusal(known("casus-01"), "kind-1", "opnemen", DAY) is None
    other = ConsentFiles(study, forms=frozenset({("volwassenen-1.0", "a" * 64)}))
    assert refusal(other("casus-01"), "kind-1", "opnemen", DAY) is not None


def test_a_permission_reads_back_with_everything_it_can_say() -> None:
    record = read_record(EXAMPLE)
    full = Permission(
        "kind-1", PURPOSES, (("moeder-1", DAY), ("vader-1", DAY)), DAY, date(2030, 1, 1), "ouders-1.0",
        assent=DAY, language="nl", form_digest="b" * 64,
    )  # fmt: skip
    persons = (replace(record.persons[0], born="2014-05", gender="f", year_group="groep 6"), *record.persons[1:])
    record = replace(
        record, persons=persons, permissions=(full,), authority_seen="gezagsregister", authority_seen_on=DAY
    )
    back = record_from(record_as_yaml(record), "casus-01.yaml")
    assert replace(back, digest="") == replace(record, digest="")


def test_renewing_asks_and_writes(casus: Casus, tmp_path: Path) -> None:
    study = empty_study(tmp_path / "study")
    path = study.consent("casus-01")
    path.parent.mkdir()
    path.write_bytes(EXAMPLE.read_bytes())
    answers = "2026-09-01\nalles\n2042-01-01\nvolwassenen-1.1\n\n"
    said = casus("consent", "renew", "casus-01", "moeder-1", "--study", str(study.root), stdin=answers)
    assert said.returncode == 0, said.stderr
    assert read_record(path).permissions[0].form == "volwassenen-1.1"
    nobody = casus("consent", "renew", "casus-01", "Roos", "--study", str(study.root), stdin="")
    assert nobody.returncode == 2 and "Roos" not in nobody.stderr
    unsigned = casus("consent", "renew", "casus-01", "leraar-1", "--study", str(study.root), stdin="\n")
    assert unsigned.returncode == 2 and "niets veranderd" in unsigned.stderr
