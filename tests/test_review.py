"""A person decides what is doubtful and approves what was read; both are tied to what they looked at."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.errors import QueueOpen, UnknownSubject
from pipeline.model import CaseMaterial, ConsentRecord, Redacted, RedactedCase, Verbatim
from pipeline.review import approve, decide, is_approved, open_items, waiting
from pipeline.stages.identify import identify
from pipeline.stages.mask import mask
from pipeline.store import Study, to_json
from tests.casework import CASE, material, read, record, said, tools_for

KNOWN = record(("kind-1", "kind", "Sanne"), ("oom-1", "oom", "Wil"))
MOTHER = said("moeder-1", "een twee drie vier vijf zes zeven ja ik wil dat Sanne blijft", "met wil erbij")
TEACHER = said("leraar-1", "Met Sanne gaat het goed.")


@pytest.fixture
def study(tmp_path: Path) -> Study:
    made = Study(tmp_path / "study")
    made.make()
    run(made, (MOTHER, TEACHER))
    return made


def run(study: Study, verbatims: tuple[Verbatim, ...] = (), consent: ConsentRecord = KNOWN) -> None:
    """What `casus run` does of a case after finding."""
    for verbatim in verbatims:
        study.save("recordings", verbatim.recording.id, verbatim.recording)
        study.save("verbatim", verbatim.recording.id, verbatim)
    loaded = [study.load(Verbatim, "verbatim", recording.id) for recording in study.recordings()]
    case: CaseMaterial = material(loaded, [], consent, study.register(CASE), study.decisions(CASE))
    identified = identify(case, tools_for("required"))
    study.save("register", CASE, identified.register)
    study.save("redacted", CASE, mask(identified, tools_for("required")))


def test_what_is_open_is_shown_with_six_words_around_it(study: Study) -> None:
    shown = {item.raw_context for item in open_items(study, CASE)}
    assert "… vier vijf zes zeven ja ik »wil« dat Sanne blijft" in shown


def test_an_open_item_keeps_what_was_said_out_of_logs(study: Study) -> None:
    assert "Sanne" not in repr(open_items(study))


def test_a_decided_item_leaves_the_queue_and_a_word_is_read_again_after_the_next_run(study: Study) -> None:
    item = next(item for item in open_items(study) if "ik »wil«" in item.raw_context)
    decide(study, item.item.id, "word")
    assert item.item.id not in {other.item.id for other in open_items(study)}
    run(study)
    (mother,) = [r for r in mask_of(study) if r.recording.id == MOTHER.recording.id]
    assert read(mother)[0] == "een twee drie vier vijf zes zeven ja ik wil dat [KIND-1] blijft"


def mask_of(study: Study) -> tuple[Redacted, ...]:
    return study.load(RedactedCase, "redacted", CASE).transcripts


def test_what_was_decided_is_not_asked_again(study: Study) -> None:
    item = open_items(study)[0]
    decide(study, item.item.id, "word")
    with pytest.raises(UnknownSubject):
        decide(study, item.item.id, "name")
    assert [decision.kind for decision in study.decisions(CASE)] == ["word"]


def test_an_item_of_an_earlier_verbatim_cannot_be_decided(study: Study) -> None:
    item = open_items(study)[0]
    study.save("verbatim", MOTHER.recording.id, said("moeder-1", "heel iets anders"))
    assert open_items(study) == ()
    with pytest.raises(UnknownSubject):
        decide(study, item.item.id, "word")


def test_a_transcript_with_an_open_queue_cannot_be_approved(study: Study) -> None:
    with pytest.raises(QueueOpen):
        approve(study, MOTHER.recording.id)
    assert waiting(study) == (TEACHER.recording.id, MOTHER.recording.id)


def test_an_approval_is_for_this_very_transcript(study: Study) -> None:
    approve(study, TEACHER.recording.id)
    approve(study, TEACHER.recording.id)
    assert len(study.decisions(CASE)) == 1
    assert waiting(study) == (MOTHER.recording.id,)
    run(study, (said("leraar-1", "Met Sanne gaat het slecht."),))
    assert waiting(study) == (TEACHER.recording.id, MOTHER.recording.id)
    (teacher,) = [r for r in mask_of(study) if r.recording.id == TEACHER.recording.id]
    assert not is_approved(teacher, study.decisions(CASE))


def test_what_does_not_exist_is_said_so(study: Study) -> None:
    for ask in (
        lambda: open_items(study, "casus-99"),
        lambda: decide(study, "0" * 12, "name"),
        lambda: approve(study, "casus-04_opa-1"),
    ):
        with pytest.raises(UnknownSubject):
            ask()


def test_decisions_hold_no_text(study: Study) -> None:
    for item in open_items(study):
        decide(study, item.item.id, "name")
    assert b"wil" not in to_json(study.decisions(CASE))
