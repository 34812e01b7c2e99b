"""The demo's speech: the same every time, and what was said is known to the word."""

from __future__ import annotations

import json
import re
from pathlib import Path

import numpy as np
import pytest

from demo.audio_files import read_audio, write_audio
from demo.casts import possessive, random_cast
from demo.make_study import texts
from demo.perform import Performance, perform, truth_of, voices_for
from demo.script import ROLES, Dialogue, new_dialogue, read_dialogue, written_dialogues
from demo.speech import RATE, VOICES, say

DEMO = Path(__file__).parent.parent / "demo"


def dialogue_of(role: str, seed: int) -> tuple[Dialogue, Performance]:
    cast = random_cast(seed)
    dialogue = new_dialogue(role, cast, seed, exchanges=2)
    return dialogue, perform(dialogue, cast, voices_for(dialogue, cast, seed), seed)


def test_the_same_sentence_sounds_the_same_whatever_was_said_before() -> None:
    first = say("Juf Sanne belde elke week.", VOICES[2])
    say("Iets heel anders, eh, met een andere stem.", VOICES[6])
    assert np.array_equal(first, say("Juf Sanne belde elke week.", VOICES[2]))
    assert first.dtype == np.float32


def test_the_same_seed_gives_the_same_performance() -> None:
    assert np.array_equal(dialogue_of("kind", 3)[1].audio, dialogue_of("kind", 3)[1].audio)


def test_names_within_a_cast_are_distinct() -> None:
    for seed in range(200):
        cast = random_cast(seed)
        firsts = [person.first for person in cast.people.values()]
        assert len(set(firsts)) == len(firsts)
        assert len(set(cast.others.values())) == len(cast.others)


@pytest.mark.parametrize("role", ROLES)
def test_every_slot_of_every_role_is_filled(role: str) -> None:
    for seed in range(20):
        dialogue = new_dialogue(role, random_cast(seed), seed, exchanges=99)
        assert not [line.text for line in dialogue.lines if re.search(r"[{}]|  | [.,?]", line.text)]


def test_every_written_dialogue_is_filled_and_names_stand_where_they_are_said_to_stand() -> None:
    for path in written_dialogues():
        for line in read_dialogue(path, random_cast(1)).lines:
            assert not re.search(r"[{}]|  ", line.text)
            assert all(line.text[name.start : name.end] == name.surface for name in line.names)


def test_truth_lies_within_the_audio_and_in_order() -> None:
    dialogue, performance = dialogue_of("leraar", 5)
    turns = truth_of(performance)
    assert len(turns) == len(dialogue.lines)
    starts = [start for turn in turns for _, start in turn["words"]]
    assert starts == sorted(starts)
    assert starts[0] > 0 and turns[-1]["end"] <= performance.seconds
    assert all([word for word, _ in turn["words"]] == turn["text"].split() for turn in turns)


def test_in_stereo_the_interviewer_is_left_and_the_respondent_right() -> None:
    cast = random_cast(4)
    dialogue = new_dialogue("ib", cast, 4, exchanges=1)
    voices = voices_for(dialogue, cast, 4)
    performance = perform(dialogue, cast, voices, 4, stereo=True, noise=0.0)
    for turn in performance.turns:
        loud = np.abs(performance.audio[int(turn.start * RATE) : int(turn.end * RATE)]).max(axis=0)
        silent = 1 if turn.speaker == "I" else 0
        assert loud[silent] == 0 and loud[1 - silent] > 0.1


@pytest.mark.parametrize(
    ("name", "form"), [("Sanne", "Sannes"), ("Fatima", "Fatima's"), ("Thijs", "Thijs'"), ("Mo", "Mo's")]
)
def test_possessives_are_dutch(name: str, form: str) -> None:
    assert possessive(name) == form


@pytest.mark.parametrize("suffix", [".wav", ".mp3", ".m4a", ".ogg", ".opus"])
def test_encoding_twice_gives_the_same_bytes_and_the_same_length_of_speech(tmp_path: Path, suffix: str) -> None:
    audio = say("Ja hoor, dat is goed.", VOICES[0])
    one, two = tmp_path / f"one{suffix}", tmp_path / f"two{suffix}"
    write_audio(one, audio)
    write_audio(two, audio)
    assert one.read_bytes() == two.read_bytes()
    assert abs(len(read_audio(one)) - len(audio)) < 0.15 * RATE


def test_the_committed_study_is_what_make_study_writes() -> None:
    for name, text in texts().items():
        assert (DEMO / name).read_text(encoding="utf-8") == text, name


def test_every_recording_and_dossier_has_its_truth_and_together_they_are_small() -> None:
    files = {str(path.relative_to(DEMO / "study")) for path in (DEMO / "study" / "inbox").rglob("*.*")}
    truths = {json.loads(path.read_text(encoding="utf-8"))["file"] for path in (DEMO / "truth").glob("*.json")}
    assert files == truths
    assert sum((DEMO / "study" / name).stat().st_size for name in files) < 15_000_000
