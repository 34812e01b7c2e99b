"""Measuring: another scorer counts the same, the reader says where a file is wrong, and loose texts stay whole."""

from __future__ import annotations

import importlib.util
import json
import re
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.gold_sets import OWN, SHARED
from pipeline.errors import GoldWrong
from pipeline.evaluation.gold import GoldCase, Utterance, read_cases, read_gold
from pipeline.evaluation.guesses import Guess, Guesses, automatic, guesses_of
from pipeline.evaluation.loose import SETTINGS, redacted
from pipeline.evaluation.score import score
from pipeline.evaluation.shares import Share
from pipeline.model import ConsentRecord, Person
from tests.studies import Casus

CASES = read_cases(OWN / "north_cases.yaml")
TALK = read_gold(OWN / "north.jsonl", CASES)
FOREIGN = SHARED.parents[1] / "score_names.py"
NOBODY = ConsentRecord("casus-01", (), (), ())
FAMILY = ConsentRecord("casus-01", (Person("kind-1", "kind", "Sanne van der Meulen"),), (), ())


def guess_all(utterances: tuple[Utterance, ...]) -> Guesses:
    """What an oracle would guess."""
    return {u.id: tuple(Guess(s.start, s.end, frozenset({s.label})) for s in u.spans) for u in utterances}


def test_the_gold_held_against_itself_is_perfect_and_silence_finds_nothing() -> None:
    perfect, nothing = score(TALK, guess_all(TALK)), score(TALK, {})
    assert set(perfect.recall["all"].as_dict()) == {"right", "of", "value", "interval"}
    shares = (perfect.recall["all"], perfect.entities, perfect.precision, perfect.kind, perfect.role)
    assert {share.value for share in shares} == {1.0}
    assert perfect.alarms.right == perfect.touched.right == 0 and not perfect.missed
    assert nothing.recall["all"].right == 0 and nothing.precision.value is None


def test_half_a_name_is_not_masked() -> None:
    utterance = next(u for u in TALK if any(s.end - s.start > 5 for s in u.spans))
    span = next(s for s in utterance.spans if s.end - s.start > 5)
    found = score((utterance,), {utterance.id: (Guess(span.start, span.end - 2),)})
    assert found.recall["all"].right == 0 and span.start in {place.start for place in found.missed}


@given(st.integers(0, 400), st.integers(0, 400))
def test_an_interval_holds_the_share_and_narrows_with_more(right: int, more: int) -> None:
    share = Share(right, right + more)
    if share.interval is None or share.value is None:
        assert right + more == 0
        return
    low, high = share.interval
    assert -1e-9 <= low <= share.value + 1e-9 <= high + 2e-9 <= 1 + 1e-8
    wide = (share + share).interval
    assert wide is not None and wide[1] - wide[0] <= high - low + 1e-9


@pytest.mark.skipif(not FOREIGN.is_file(), reason="../shared is not here: no other scorer to agree with")
def test_another_scorer_counts_the_same() -> None:
    other = _module(FOREIGN)
    cases = read_cases(SHARED / "dev_cases.yaml")
    talk = read_gold(SHARED / "dev.jsonl", cases)
    guesses = automatic(guesses_of(talk, cases))
    ours = score(talk, guesses, {entity for case in cases.values() for entity in case.entities})
    gold = [json.loads(line) for line in (SHARED / "dev.jsonl").read_text(encoding="utf-8").splitlines()]
    told = [{"id": id_, "spans": [{"start": g.start, "end": g.end} for g in found]} for id_, found in guesses.items()]
    theirs, missed, wrong = other.score(gold, told, {entity for case in cases.values() for entity in case.entities})
    assert _counts(theirs["recall"]["direct"]) == (ours.recall["direct"].right, ours.recall["direct"].of)
    assert _counts(theirs["recall"]["all"]) == (ours.recall["all"].right, ours.recall["all"].of)
    assert len(missed) == len(ours.missed) and len(wrong) == len(ours.wrong)
    assert theirs["token_precision"] == pytest.approx(ours.precision.value or 0, abs=1e-3)


def _module(path: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location("other_scorer", path)
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def _counts(entry: Any) -> tuple[int, int]:
    return int(entry[0]), int(entry[1])


@pytest.mark.parametrize(
    ("line", "key"),
    [
        ('{"id": "1", "text": "Sanne"', "JSON"),
        ('{"id": "1"}', "text"),
        (
            '{"id": "1", "text": "Sanne", "spans": [{"start": 3, "end": 9, "label": "BSN", "entity": "e"}]}',
            "spans.0",
        ),
        ('{"id": "1", "text": "Sanne", "spans": [{"start": 0, "end": 5, "label": "NAME", "entity": "e"}]}', "spans.0"),
        ('{"id": "1", "text": "Sanne", "neutral": [{"start": -1, "end": 2}]}', "neutral.0"),
        ('{"id": "0", "text": "Sanne"}', "id"),
    ],
)
def test_a_wrong_line_is_named_by_its_number_and_key_and_not_by_its_text(tmp_path: Path, line: str, key: str) -> None:
    path = tmp_path / "gold.jsonl"
    path.write_text('{"id": "0", "text": "Toen."}\n' + line + "\n", encoding="utf-8")
    with pytest.raises(GoldWrong) as raised:
        read_gold(path)
    assert raised.value.details["line"] == "2" and raised.value.details["key"] == key
    assert "Sanne" not in raised.value.sentence("nl") + raised.value.remedy("en")


def test_evaluate_prints_a_table_its_errors_and_json(casus: Casus, tmp_path: Path) -> None:
    gold, cases = tmp_path / "gold.jsonl", tmp_path / "cases.yaml"
    lines = (OWN / "north.jsonl").read_text(encoding="utf-8").splitlines()[:60]
    gold.write_text("\n".join(lines), encoding="utf-8")
    cases.write_text((OWN / "north_cases.yaml").read_text(encoding="utf-8"), encoding="utf-8")
    table = casus("evaluate", str(gold), "--cases", str(cases), "--errors", "3")
    assert table.returncode == 0 and "personen, scholen, instellingen gemaskeerd" in table.stdout
    said = json.loads(casus("evaluate", str(gold), "--cases", str(cases), "--json").stdout)
    assert said["automatic"]["recall"]["direct"]["value"] > 0.9
    assert said["queue"]["name"]["grouped"]["of"] > 500
    unknown = casus("evaluate", str(gold), "--cases", str(gold))
    assert unknown.returncode == 3 and "gold.jsonl" in unknown.stderr


def test_redact_text_reads_standard_input_or_a_file_and_knows_a_case(casus: Casus, tmp_path: Path) -> None:
    cases = tmp_path / "cases.yaml"
    cases.write_text((OWN / "north_cases.yaml").read_text(encoding="utf-8"), encoding="utf-8")
    known = casus("redact-text", "--cases", str(cases), "--case", "B01", stdin="toen ging mees naar de wissel\n")
    assert known.stdout == "toen ging [KIND-1] naar [SCHOOL-1]\n"
    file = tmp_path / "text.txt"
    file.write_text("Toen kwam Xandrika.\r\nJa.", encoding="utf-8", newline="")
    assert casus("redact-text", str(file), "--style", "xx").stdout.replace("\r", "") == "Toen kwam XX.\nJa."
    file.write_bytes(b"\xff\xfe\x00T")
    wrong = casus("redact-text", str(file))
    assert wrong.returncode == 2 and wrong.stdout == "" and "UTF-8" in wrong.stderr
    assert casus("redact-text", "--case", "B01", stdin="x").returncode == 2


LABELLED = re.compile(r"\[[A-Z]+(?:-[A-Z]+)*(?:-\d+)?\]")


@pytest.mark.parametrize(
    ("text", "done"),
    [
        ("", ""),
        ("\n\n", "\n\n"),
        ("😀 sanne 👩‍👧 zei 🎉", "😀 [KIND-1] 👩‍👧 zei 🎉"),
        ("Toen was Sánne weg.", "Toen was [KIND-1] weg."),
        ("<p>Is <b>Sanne</b> weg <!-- Sanne --></p>", "<p>Is <b>[KIND-1]</b> weg <!-- [KIND-1] --></p>"),
        ("Toen zei [KIND-1] dat Sanne kwam.", "Toen zei [KIND-1] dat [KIND-1] kwam."),
        ("\ufeffSanne kwam.\u200b", "\ufeff[KIND-1] kwam.\u200b"),
    ],
)  # fmt: skip
def test_what_is_no_name_stays_to_the_letter(text: str, done: str) -> None:
    assert redacted(text, FAMILY, SETTINGS).text == done


ODD = ["O'Brien (Jan)", "Max.*", "Anna+", "[Ali]", "C\\d", "شيماء", "דוד כהן", "Nguyễn Thị Hoa"]


@pytest.mark.parametrize("name", ODD)
def test_names_of_any_script_and_with_any_sign_are_taken_out(name: str) -> None:
    record = ConsentRecord("casus-01", (Person("kind-1", "kind", name),), (), ())
    done = redacted(f"en toen kwam {name} binnen", record, SETTINGS).text
    assert not any(part in done for part in re.findall(r"\w{3,}", name))
    assert done.startswith("en toen kwam ") and done.endswith(" binnen")


def test_a_megabyte_on_one_line_is_done() -> None:
    sentence = "en toen zei sanne dat het wel ging want de juf was er ook bij en dan is het goed "
    text = sentence * (1_000_000 // len(sentence))
    done = redacted(text, FAMILY, SETTINGS).text
    assert "sanne" not in done and done.count("[KIND-1]") == text.count("sanne")


def test_five_hundred_persons_in_a_case_keep_apart() -> None:
    names = [f"{first}{last} {surname}" for first in ("Ama", "Bro", "Cel", "Dri", "Evo") for last in ("ndre", "lisk",
             "mopt", "rvul", "stak") for surname in (f"van {syllable}ekhoven" for syllable in _SYLLABLES)]  # fmt: skip
    assert len(set(names)) == 500
    people = tuple(Person(f"p-{at}", "kind", name) for at, name in enumerate(names))
    done = redacted("\n".join(names), ConsentRecord("casus-01", people, (), ()), SETTINGS).text
    labels = LABELLED.findall(done)
    assert len(labels) == len(set(labels)) == 500


_SYLLABLES = str.split("Ba Be Bi Bo Bu Da De Di Do Du Fa Fe Fi Fo Fu Ga Ge Gi Go Gu")


@given(st.text(max_size=200))
@settings(max_examples=150, deadline=None)
def test_redacting_twice_changes_nothing_more(text: str) -> None:
    once = redacted(text, FAMILY, SETTINGS, all_doubtful=True).text
    assert redacted(once, FAMILY, SETTINGS, all_doubtful=True).text == once


@pytest.mark.parametrize("case", sorted(CASES))
def test_a_label_is_never_taken_for_a_name(case: str) -> None:
    once = redacted("\n".join(u.text for u in TALK if u.case == case), CASES[case].record, SETTINGS).text
    twice = redacted(once, CASES[case].record, SETTINGS).text
    assert "[[" not in twice
    labels = iter(LABELLED.findall(twice))
    assert all(label in labels for label in LABELLED.findall(once))  # in this order, others may stand between


def test_a_case_that_is_not_known_is_redacted_with_nothing_known() -> None:
    nobody = GoldCase(NOBODY, frozenset())
    found = guesses_of(TALK[:40], dict.fromkeys(CASES, nobody))
    assert sum(map(len, found.values())) > 20
