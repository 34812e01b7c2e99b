"""A person decides what is doubtful and approves what was read; both are tied to what they looked at."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.deciding import accept, introduce, reject, reopen
from pipeline.errors import NoSuchSentence, QueueOpen, SurelyAName, UnknownLabel, UnknownSubject, WhoseName
from pipeline.model import CaseMaterial, ConsentRecord, Finding, Redacted, RedactedCase, Verbatim
from pipeline.people.reasons import has_words
from pipeline.recognisers import RECOGNISERS
from pipeline.review import OpenItem, approve, is_approved, open_items, waiting
from pipeline.stages.identify import identify
from pipeline.stages.mask import mask
from pipeline.store import Study, to_json
from tests.casework import CASE, found, label_of, material, read, record, said, tools_for

KNOWN = record(("kind-1", "kind", "Sanne"), ("oom-1", "oom", "Wil"))
MOTHER = said("moeder-1", "een twee drie vier vijf zes zeven ja ik wil dat Sanne blijft", "en ik wil dat hij komt")
TEACHER = said("leraar-1", "Met Sanne gaat het goed.")
TWO = record(("kind-1", "kind", "Jordan Visser"), ("vriend-1", "vriend", "Jordan Bos"))
REQUIRED = tools_for("required").settings
ABOUT_TWO = said("leraar-1", "Toen kwam Jordan weer.", "En Jordan zei niets.")


@pytest.fixture
def study(tmp_path: Path) -> Study:
    made = Study(tmp_path / "study")
    made.make()
    return made


@pytest.fixture
def family(study: Study) -> Study:
    run(study, (MOTHER, TEACHER))
    return study


def run(
    study: Study,
    verbatims: tuple[Verbatim, ...] = (),
    consent: ConsentRecord = KNOWN,
    findings: tuple[tuple[Finding, ...], ...] = (),
) -> tuple[Redacted, ...]:
    """What `casus run` does of a case after finding."""
    for verbatim in verbatims:
        study.save("recordings", verbatim.recording.id, verbatim.recording)
        study.save("verbatim", verbatim.recording.id, verbatim)
    loaded = [study.load(Verbatim, "verbatim", recording.id) for recording in study.recordings()]
    case: CaseMaterial = material(loaded, findings, consent, study.register(CASE), study.decisions(CASE))
    identified = identify(case, tools_for("required"))
    study.save("register", CASE, identified.register)
    study.save("redacted", CASE, mask(identified, tools_for("required")))
    return study.load(RedactedCase, "redacted", CASE).transcripts


def only_item(study: Study) -> OpenItem:
    (item,) = open_items(study)
    return item


def test_a_word_is_asked_about_once_with_every_sentence_where_it_stands(family: Study) -> None:
    item = only_item(family)
    assert (item.case, item.raw_word, item.doubt, item.label) == (CASE, "wil", "name", "OOM-1")
    assert [occurrence.raw_context for occurrence in item.occurrences] == [
        "… vier vijf zes zeven ja ik »wil« dat Sanne blijft",
        "en ik »wil« dat hij komt",
    ]


def test_an_open_item_keeps_what_was_said_out_of_logs(family: Study) -> None:
    assert "Sanne" not in repr(open_items(family)) and "wil" not in repr(open_items(family))


def test_a_word_that_was_rejected_is_read_again_after_the_next_run(family: Study) -> None:
    reject(family, only_item(family).id)
    assert open_items(family) == ()
    (_, mother) = run(family)
    assert read(mother) == ["een twee drie vier vijf zes zeven ja ik wil dat [KIND-1] blijft", "en ik wil dat hij komt"]


def test_single_sentences_can_be_decided(family: Study) -> None:
    item = only_item(family)
    accept(family, item.id, only=(2,))
    assert [o.raw_context[:5] for o in only_item(family).occurrences] == ["… vie"]
    reject(family, only_item(family).id)
    (_, mother) = run(family)
    assert read(mother)[1] == "en ik [OOM-1] dat hij komt"
    assert open_items(family) == ()


def test_a_sentence_that_is_not_there_is_said_so(family: Study) -> None:
    with pytest.raises(NoSuchSentence):
        accept(family, only_item(family).id, only=(3,))


def test_a_known_name_that_was_rejected_as_a_word_is_asked_about_in_the_next_recording(family: Study) -> None:
    reject(family, only_item(family).id)
    run(family, (said("vader-1", "en ik wil naar huis"),))
    assert only_item(family).raw_word == "wil"


def test_a_word_that_is_nobodys_name_is_not_asked_about_in_the_next_recording(study: Study) -> None:
    talk, later = said("leraar-1", "zei Storm toen"), said("vader-1", "en Storm kwam later")
    run(study, (talk,), record(), ((found(talk, "Storm", score=0.4),),))
    reject(study, only_item(study).id)
    again = (found(talk, "Storm", score=0.4),), (found(later, "Storm", score=0.4),)
    transcripts = run(study, (later,), record(), again)
    assert [read(redacted) for redacted in transcripts] == [["zei Storm toen"], ["en Storm kwam later"]]
    assert study.register(CASE).words == ("Storm", "storm")


def test_a_rejected_word_is_a_name_where_that_is_certain_and_says_nothing_of_one_with_a_capital(study: Study) -> None:
    talk, later = said("leraar-1", "er was storm toen", "en Storm zei"), said("vader-1", "Juf Storm belde")
    asked = (found(talk, "storm", score=0.4), found(talk, "Storm", block=2, score=0.4))
    run(study, (talk,), record(), (asked,))
    reject(study, next(item for item in open_items(study, CASE) if item.raw_word == "storm").id)
    assert [item.raw_word for item in open_items(study, CASE)] == ["Storm"]
    assert read(run(study, (), record(), (asked,))[0]) == ["er was storm toen", "en [PERSOON] zei"]
    transcripts = run(study, (later,), record(), (asked, (found(later, "Storm", score=0.9),)))
    assert [read(redacted) for redacted in transcripts] == [
        ["er was storm toen", "en [LEERKRACHT-1] zei"],
        ["Juf [LEERKRACHT-1] belde"],
    ]


def test_whose_name_is_asked_of_a_known_name_cannot_be_answered_with_a_word(study: Study) -> None:
    run(study, (ABOUT_TWO,), TWO)
    with pytest.raises(SurelyAName):
        reject(study, only_item(study).id)
    reject(study, only_item(study).id, only=(1,))
    assert [o.number for o in only_item(study).occurrences] == [2]


def test_what_was_decided_is_asked_again_when_it_is_taken_back_or_somebody_gets_that_name(study: Study) -> None:
    talk = said("leraar-1", "zei Storm toen")
    finds = ((found(talk, "Storm", score=0.4),),)
    run(study, (talk,), record(), finds)
    reject(study, only_item(study).id)
    assert read(run(study, (), record(), finds)[0]) == ["zei Storm toen"]
    assert reopen(study, CASE, "storm") == 1
    run(study, (), record(), finds)
    reject(study, only_item(study).id)
    introduce(study, CASE, ["Storm"], "broer", "", "nl")
    assert read(run(study, (), record(), finds)[0]) == ["zei [BROER-1] toen"]


def test_somebody_met_in_interviews_who_turns_out_to_be_nobody_goes(study: Study) -> None:
    talk = said("leraar-1", "en Tim kwam, Tom ook", "Tim zei iets")
    finds = (found(talk, "Tim"), found(talk, "Tim", block=2))
    run(study, (talk,), record(("broer-1", "broer", "Tom")), (finds,))
    assert only_item(study).reason == "alike"
    reject(study, only_item(study).id)
    (redacted,) = run(study, (), record(("broer-1", "broer", "Tom")), (finds,))
    assert read(redacted) == ["en Tim kwam, [BROER-1] ook", "Tim zei iets"]
    assert study.register(CASE).retired == ("PERSOON-1",)


def test_of_two_with_the_same_name_is_asked_whose_it_is_naming_their_labels(study: Study) -> None:
    run(study, (ABOUT_TWO,), TWO)
    item = only_item(study)
    assert item.candidates == ("KIND-1", "VRIEND-1")
    with pytest.raises(WhoseName, match="KIND-1, VRIEND-1"):
        accept(study, item.id)
    accept(study, item.id, as_="VRIEND-1", only=(1,))
    accept(study, only_item(study).id, as_="kind-1")
    (redacted,) = run(study, (), TWO)
    assert read(redacted) == ["Toen kwam [VRIEND-1] weer.", "En [KIND-1] zei niets."]
    assert redacted.queue == ()


def test_a_doubtful_name_may_be_somebody_new(study: Study) -> None:
    run(study, (ABOUT_TWO,), TWO)
    accept(study, only_item(study).id, as_="juf")
    (redacted,) = run(study, (), TWO)
    assert read(redacted) == ["Toen kwam [LEERKRACHT-1] weer.", "En [LEERKRACHT-1] zei niets."]


def test_a_label_nobody_has_is_refused_without_repeating_it(study: Study) -> None:
    run(study, (ABOUT_TWO,), TWO)
    with pytest.raises(UnknownLabel) as refused:
        accept(study, only_item(study).id, as_="Jordaan")
    assert "Jordaan" not in refused.value.sentence("nl") + refused.value.remedy("nl")


@pytest.mark.parametrize(("as_", "shown"), [("", "PERSOON-1"), ("BROER-1", "BROER-1"), ("vriend", "VRIEND-1")])
def test_a_name_like_anothers_is_misheard_or_somebody_elses(study: Study, as_: str, shown: str) -> None:
    talk, later = said("leraar-1", "Toen was Tim weg.", "Tim kwam terug."), said("vader-1", "Ik zag Tim lopen.")
    consent = record(("broer-1", "broer", "Tom"))
    finds = (found(talk, "Tim"), found(talk, "Tim", block=2))
    run(study, (talk,), consent, (finds,))
    assert (only_item(study).reason, only_item(study).candidates) == ("alike", ("PERSOON-1", "BROER-1"))
    accept(study, only_item(study).id, as_=as_)
    transcripts = run(study, (later,), consent, (finds, (found(later, "Tim"),)))
    assert [read(redacted) for redacted in transcripts] == [
        [f"Toen was [{shown}] weg.", f"[{shown}] kwam terug."],
        [f"Ik zag [{shown}] lopen."],
    ]
    assert open_items(study) == ()


def test_what_was_decided_is_not_asked_again(family: Study) -> None:
    item = only_item(family)
    reject(family, item.id)
    with pytest.raises(UnknownSubject):
        accept(family, item.id)
    assert [decision.kind for decision in family.decisions(CASE)] == ["word", "word"]


def test_an_item_of_an_earlier_verbatim_cannot_be_decided(family: Study) -> None:
    item = only_item(family)
    family.save("verbatim", MOTHER.recording.id, said("moeder-1", "heel iets anders"))
    assert open_items(family) == ()
    with pytest.raises(UnknownSubject):
        reject(family, item.id)


def test_a_transcript_with_an_open_queue_cannot_be_approved(family: Study) -> None:
    with pytest.raises(QueueOpen):
        approve(family, MOTHER.recording.id)
    assert waiting(family, REQUIRED) == (TEACHER.recording.id, MOTHER.recording.id)


def test_an_approval_is_for_this_very_transcript(family: Study) -> None:
    approve(family, TEACHER.recording.id)
    approve(family, TEACHER.recording.id)
    assert len(family.decisions(CASE)) == 1
    assert waiting(family, REQUIRED) == (MOTHER.recording.id,)
    transcripts = run(family, (said("leraar-1", "Met Sanne gaat het slecht."),))
    assert waiting(family, REQUIRED) == (TEACHER.recording.id, MOTHER.recording.id)
    (teacher,) = [r for r in transcripts if r.recording.id == TEACHER.recording.id]
    assert not is_approved(teacher, family.decisions(CASE))


def test_where_only_children_are_read_only_their_transcripts_wait(family: Study) -> None:
    child = said("kind-1", "Ik vind juf lief.")
    run(family, (child,))
    assert waiting(family, tools_for("none").settings) == (child.recording.id,)


def test_what_does_not_exist_is_said_so(family: Study) -> None:
    for ask in (
        lambda: open_items(family, "casus-99"),
        lambda: accept(family, "0" * 12),
        lambda: reject(family, "0" * 12),
        lambda: approve(family, "casus-04_opa-1"),
    ):
        with pytest.raises(UnknownSubject):
            ask()


def test_decisions_hold_no_text(family: Study) -> None:
    accept(family, only_item(family).id)
    assert b"wil" not in to_json(family.decisions(CASE))


def test_every_recogniser_that_a_person_may_be_asked_about_has_its_reason_in_plain_words() -> None:
    numbers = {"bsn", "date", "date-loose", "email", "number", "phone", "plate", "postcode", "known"}
    assert [kind.label for kind in RECOGNISERS if not has_words(kind.label) and kind.label not in numbers] == []


def test_a_name_pointed_out_keeps_its_label_when_the_queue_is_done(study: Study) -> None:
    talk = said("leraar-1", "daar was Storm bij", "en toen ging Storm weg")
    finds = (found(talk, "Storm", score=0.4),)
    run(study, (talk,), record(), (finds,))
    accept(study, only_item(study).id)
    (redacted,) = run(study, (), record(), (finds,))
    assert read(redacted) == ["daar was [PERSOON-1] bij", "en toen ging [PERSOON-1] weg"]
    assert redacted.queue == ()
    assert label_of(identify(material([], [], record(), study.register(CASE)), tools_for()), "Storm") == "PERSOON-1"
