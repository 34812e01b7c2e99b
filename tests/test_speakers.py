"""Who said it: voices told apart by real finders on spoken recordings, and every word kept while they are named."""

from __future__ import annotations

import json
import os
import signal
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from importlib.metadata import PackageNotFoundError, version
from itertools import pairwise
from pathlib import Path
from typing import Any, cast

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.diarisation import diarisation_errors
from benchmarks.speakers import Take, performance, take, told_apart, verbatim_of
from demo.casts import random_cast
from demo.speech import RATE
from pipeline.adapters.speakers.clustering import assign, cut, voices, ward
from pipeline.adapters.speakers.finder import FinderProcess, speaker_finder
from pipeline.adapters.speakers.network import mel_bands
from pipeline.config import Settings, SpeakerSettings
from pipeline.errors import NoSpeakerName, NothingToSwap, SpeakerFinderMissing, UnknownVoice
from pipeline.model import Block, BlockKind, Figures, Verbatim, Word
from pipeline.ports import SpeakerFinder, SpokenBy, Stretch, Tools
from pipeline.speaking import Expected, named, names_for, voices_in
from pipeline.stages.speakers import speakers
from pipeline.stages.voices import voices as tell_apart
from pipeline.store import SpeakerDecision, Study
from tests.studies import Casus, empty_study, record_of, spoken, write_cast_record, write_wav

try:
    version("resemblyzer")
    HEARS = True
except PackageNotFoundError:
    HEARS = False
hears = pytest.mark.skipif(not HEARS, reason="the speaker network is not installed: make speakers")
CAST = random_cast(77)


# --- the error rate, by hand ------------------------------------------------------------------------------

TRUTH = [(0.0, 10.0, "I"), (10.0, 20.0, "R")]


@pytest.mark.parametrize(
    ("found", "missed", "false", "confused"),
    [
        ([(0.0, 10.0, "S1"), (10.0, 20.0, "S2")], 0, 0, 0),
        ([(0.0, 10.0, "S2"), (10.0, 20.0, "S1")], 0, 0, 0),  # names do not matter
        ([(0.0, 20.0, "S1")], 0, 0, 10),
        ([(0.0, 12.0, "S1"), (12.0, 20.0, "S2")], 0, 0, 2),
        ([(0.0, 10.0, "S1"), (10.0, 15.0, "S2")], 5, 0, 0),
        ([(0.0, 10.0, "S1"), (10.0, 20.0, "S2"), (4.0, 6.0, "S2")], 0, 2, 0),
        ([(0.0, 10.0, "S1"), (10.0, 20.0, "S2"), (20.0, 23.0, "S3")], 0, 3, 0),
        ([], 20, 0, 0),
    ],
)
def test_the_error_rate_is_the_one_worked_out_by_hand(
    found: list[tuple[float, float, str]], missed: float, false: float, confused: float
) -> None:
    errors = diarisation_errors(TRUTH, found, collar=0.0)
    assert (errors.speech, errors.missed, errors.false, errors.confused) == pytest.approx(
        (20, missed, false, confused), abs=1e-9
    )


def test_two_people_at_once_count_twice_and_the_collar_counts_nowhere() -> None:
    together = [(0.0, 10.0, "I"), (8.0, 20.0, "R")]
    errors = diarisation_errors(together, [(0.0, 9.0, "S1"), (9.0, 20.0, "S2")], collar=0.0)
    assert (errors.speech, errors.missed, errors.rate) == pytest.approx((22, 2, 2 / 22))
    with_collar = diarisation_errors(TRUTH, [(0.0, 10.2, "S1"), (10.2, 19.8, "S2")])
    assert (with_collar.speech, with_collar.rate) == pytest.approx((19, 0))


# --- telling voices apart ---------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def embeddings() -> Iterator[FinderProcess]:
    """The finder that everybody has after `make speakers`, in its own process."""
    finder = FinderProcess("embeddings", Path())
    yield finder
    finder.close()


@pytest.fixture(scope="module")
def two() -> Take:
    """Two voices, two minutes."""
    return take(performance("leraar", 2), 2)


@hears
def test_two_voices_are_told_apart(embeddings: FinderProcess, two: Take, tmp_path: Path) -> None:
    result = told_apart(embeddings, two, 2, tmp_path)
    assert result.rate <= 0.05 and result.words_right >= 0.97 and result.voices == 2


@hears
def test_two_voices_are_told_apart_where_the_recording_is_soft(
    embeddings: FinderProcess, two: Take, tmp_path: Path
) -> None:
    soft = replace(two, audio=two.audio * np.float32(0.02))
    assert told_apart(embeddings, soft, 2, tmp_path).words_right >= 0.95


@hears
def test_a_third_voice_that_nobody_expected_gets_a_voice_of_its_own(embeddings: FinderProcess, tmp_path: Path) -> None:
    result = told_apart(embeddings, take(performance("ouders", 33), 33), 2, tmp_path)
    assert result.voices == 3 and result.words_right >= 0.97


@hears
def test_the_same_recording_gives_the_same_voices_also_after_the_process_was_killed(
    embeddings: FinderProcess, two: Take, tmp_path: Path
) -> None:
    write_wav(tmp_path / "a.wav", two.audio)
    verbatim = verbatim_of(two.words, len(two.audio) / RATE)
    before = embeddings(tmp_path / "a.wav", verbatim, 2)
    assert embeddings.pid
    os.kill(embeddings.pid, signal.SIGKILL)
    assert embeddings(tmp_path / "a.wav", verbatim, 2) == before
    assert before[0].speaker == "S1"


@hears
def test_weights_that_are_damaged_are_said_to_be_so(two: Take, tmp_path: Path) -> None:
    finder = FinderProcess("embeddings", Path())
    broken = tmp_path / "pretrained.pt"
    broken.write_bytes(finder._files[0].read_bytes()[:10_000])
    finder._files = (broken,)
    write_wav(tmp_path / "a.wav", two.audio)
    with pytest.raises(SpeakerFinderMissing):
        finder(tmp_path / "a.wav", verbatim_of(two.words, 9.0), 2)
    finder.close()


@pytest.mark.parametrize("kind", ["sherpa-onnx", "pyannote"])
def test_a_finder_without_its_package_or_model_says_what_is_missing(kind: Any, tmp_path: Path) -> None:
    finder = speaker_finder(SpeakerSettings(finder=kind), tmp_path)
    with pytest.raises(SpeakerFinderMissing) as raised:
        assert finder.identity
    assert kind.partition("-")[0] in raised.value.sentence("nl") and "pip install" in raised.value.remedy("nl")


def copies(mono: Any) -> dict[str, Any]:
    """One sound in two channels: the same, softer, and a quarter of a second later."""
    late = np.concatenate([np.zeros(RATE // 4, np.float32), mono[: -RATE // 4]])
    return {
        "same": (mono, mono),
        "softer": (mono, mono * 0.2),
        "later": (mono, late),
        "later, softer": (mono, late * 0.3),
    }


@pytest.mark.parametrize("kind", ["same", "softer", "later", "later, softer"])
def test_two_channels_with_one_sound_are_not_taken_for_two_speakers(kind: str, two: Take, tmp_path: Path) -> None:
    write_wav(tmp_path / "a.wav", np.stack(copies(two.audio)[kind], axis=1))
    finder = speaker_finder(SpeakerSettings(finder="channels"), tmp_path)
    assert finder(tmp_path / "a.wav", verbatim_of(two.words, len(two.audio) / RATE), 2) == ()


def test_without_any_finder_nobody_can_tell(two: Take, tmp_path: Path) -> None:
    finder = speaker_finder(SpeakerSettings(finder="none"), tmp_path)
    assert finder.identity == "nobody" and finder(tmp_path / "none.wav", verbatim_of(two.words, 9.0), 2) == ()


def test_mel_bands_are_triangles_of_one_area_that_leave_no_frequency_out() -> None:
    bands = mel_bands()
    assert bands.shape == (40, 201) and (bands >= 0).all()
    assert bands[20:].sum(axis=1) * RATE / 400 == pytest.approx(np.ones(20), rel=0.05)
    assert (bands.sum(axis=0)[1:200] > 0).all()


def cloud(sizes: tuple[int, ...]) -> Any:
    """Unit vectors around as many middles."""
    draw = np.random.default_rng(4)
    middles = np.abs(draw.normal(size=(len(sizes), 256)))
    points = np.concatenate([m + draw.normal(0, 0.4, (n, 256)) for m, n in zip(middles, sizes, strict=True)])
    return (points / np.linalg.norm(points, axis=1, keepdims=True)).astype(np.float32)


def test_clusters_are_found_however_unequal_they_are() -> None:
    points = cloud((300, 12, 60))
    labels = cut(ward(points), len(points), 3)
    assert [len(set(part)) for part in np.split(labels, [300, 312])] == [1, 1, 1] and len(set(labels)) == 3


def test_a_handful_of_odd_windows_makes_no_voice() -> None:
    assert len(voices(cloud((300, 250, 2)), 2)) == 2
    assert len(voices(cloud((300, 250, 80)), 2)) == 3


def test_a_word_between_two_voices_goes_along_with_its_neighbours() -> None:
    scores = np.array([[0.9, 0.7], [0.9, 0.7], [0.79, 0.8], [0.9, 0.7], [0.7, 0.9], [0.7, 0.9]])
    assert assign(scores, np.zeros(6)).tolist() == [0, 0, 0, 0, 1, 1]


# --- words, turns and names -------------------------------------------------------------------------------

TALK = replace(verbatim_of([(0.0, 1.0, "")], 9.0).recording, recorded_on=date(2026, 5, 13))
RECORD = record_of("casus-01", CAST)


class Told:
    """A finder that was told who spoke."""

    identity = "told"

    def __init__(self, *spoken: tuple[float, float, str]) -> None:
        self.spoken = tuple(SpokenBy(Stretch(start, end), who) for start, end, who in spoken)
        self.counts: list[int] = []

    def __call__(self, audio: Path, verbatim: Verbatim, count: int) -> tuple[SpokenBy, ...]:
        self.counts.append(count)
        return self.spoken

    def close(self) -> None:
        """Nothing to end."""


def tools(root: Path, finder: SpeakerFinder, interviewers: int = 1) -> Tools:
    settings = Settings.model_validate({"study": {"name": "x"}, "speakers": {"interviewers": interviewers}})
    nothing = cast(Any, None)
    return Tools(settings, Study(root), nothing, nothing, nothing, finder, lambda _: RECORD, date(2026, 11, 23))


def turn(number: int, start: float, text: str, step: float = 0.5) -> Block:
    words = tuple(
        Word(f"w{number:02}{at:02}", word, start + at * step, start + (at + 1) * step)
        for at, word in enumerate(text.split())
    )
    return Block(f"b{number:04}", "turn", words, words[0].start, words[-1].end)


def verbatim(*blocks: Block, persons: tuple[str, ...] = ()) -> Verbatim:
    recording = replace(TALK, persons=persons)
    return Verbatim(recording, "nl", blocks, Figures(duration=blocks[-1].end or 0.0), "test")


def read(made: Verbatim) -> list[tuple[str | None, str]]:
    return [(block.speaker, block.text or block.kind) for block in made.blocks]


def through(before: Verbatim, use: Tools) -> Verbatim:
    """Both stages."""
    return speakers(tell_apart(before, use), use)


def test_words_go_to_who_spoke_most_of_them_and_to_the_nearest_when_nobody_did(tmp_path: Path) -> None:
    before = verbatim(turn(1, 0.0, "Hoe gaat het nu? Goed hoor."))
    use = tools(tmp_path, Told((0.0, 1.4, "S1"), (2.4, 3.0, "S2")))
    assert read(through(before, use)) == [("I", "Hoe gaat het nu?"), ("R", "Goed hoor.")]


def test_words_said_while_two_speak_are_marked_and_counted(tmp_path: Path) -> None:
    before = verbatim(turn(1, 0.0, "Hoe gaat het nu? Goed hoor."))
    after = through(before, tools(tmp_path, Told((0.0, 2.0, "S1"), (1.5, 3.0, "S2"))))
    assert [word.marks for block in after.blocks for word in block.words] == [(), (), (), ("overlap",), (), ()]
    assert after.figures.marks == (("overlap", 1),)


def test_turns_of_one_speaker_become_one_and_a_short_silence_between_them_goes(tmp_path: Path) -> None:
    before = verbatim(
        turn(1, 0.0, "Hoe gaat het?"),
        turn(2, 3.0, "Nou, goed."),
        Block("b0003", "silence", (), 4.0, 8.0),
        turn(4, 8.0, "Denk ik."),
        Block("b0005", "gap", (), 9.0, 11.0),
        turn(6, 11.0, "Ja."),
        Block("b0007", "silence", (), 11.5, 40.0),
        turn(8, 40.0, "Hoor."),
    )
    after = through(before, tools(tmp_path, Told((0.0, 2.0, "S1"), (3.0, 60.0, "S2"))))
    assert read(after) == [
        ("I", "Hoe gaat het?"),
        ("R", "Nou, goed. Denk ik."),
        (None, "gap"),
        ("R", "Ja."),
        (None, "silence"),
        ("R", "Hoor."),
    ]
    assert (after.blocks[1].start, after.blocks[1].end) == (3.0, 9.0)


def test_a_turn_is_not_joined_beyond_a_minute(tmp_path: Path) -> None:
    before = verbatim(*(turn(n, 13.0 * n, "ja " * 24) for n in range(6)), turn(9, 90.0, "Hoezo?"))
    after = through(before, tools(tmp_path, Told((0.0, 80.0, "S1"), (90.0, 92.0, "S2"))))
    lengths = [(block.end or 0) - (block.start or 0) for block in after.blocks]
    assert len(after.blocks) == 3 and max(lengths) <= 60


def test_where_nobody_can_tell_everything_stays_as_it_is(tmp_path: Path) -> None:
    before = verbatim(turn(1, 0.0, "Hoe gaat het?"), turn(2, 3.0, "Nou, goed."))
    assert through(before, tools(tmp_path, Told())) == before


def test_who_asks_is_proposed_from_the_turns_also_without_question_marks(tmp_path: Path) -> None:
    lines = [
        (0, "Ja dus ik begin maar gewoon met vertellen hoe het bij ons thuis gaat want dat is nogal wat"),
        (20, "Hoe bedoelt u dat"),
        (30, "Nou dat het altijd druk is en dat hij dan boos wordt en dat ik dan ook boos word"),
        (50, "Wat doet u dan"),
        (60, "Dan ga ik even naar buiten en dan kom ik weer terug als het rustig is"),
    ]
    before = verbatim(*(turn(n, start, text) for n, (start, text) in enumerate(lines)))
    told = Told((0, 19, "S1"), (20, 29, "S2"), (30, 49, "S1"), (50, 59, "S2"), (60, 80, "S1"))
    assert [speaker for speaker, _ in read(through(before, tools(tmp_path, told)))] == ["R", "I", "R", "I", "R"]


def test_two_interviewers_and_two_parents_are_numbered_and_a_stranger_keeps_the_voice(tmp_path: Path) -> None:
    lines = ["Hoe gaat het?", "Goed.", "En thuis dan?", "Ook wel goed hoor.", "Hallo."]
    before = verbatim(*(turn(n, 5.0 * n, text) for n, text in enumerate(lines)), persons=("moeder-1", "vader-1"))
    told = Told(*((5.0 * n, 5.0 * n + 4, f"S{n + 1}") for n in range(5)))
    after = through(before, tools(tmp_path, told, interviewers=2))
    assert [speaker for speaker, _ in read(after)] == ["I1", "R1", "I2", "R2", "S5"]
    assert told.counts == [4]


def test_one_expected_speaker_needs_no_finder(tmp_path: Path) -> None:
    before = verbatim(turn(1, 0.0, "Ik vertel."), turn(2, 3.0, "En nog meer."))
    told = Told()
    assert read(through(before, tools(tmp_path, told, interviewers=0))) == [("R", "Ik vertel. En nog meer.")]
    assert told.counts == []


kinds: st.SearchStrategy[BlockKind] = st.sampled_from(["turn", "turn", "turn", "gap", "silence"])


@st.composite
def recordings(draw: st.DrawFn) -> tuple[Verbatim, Told]:
    """Any blocks in order of time, and any stretches of voices, overlapping or not."""
    blocks, at = [], 0.0
    for number in range(draw(st.integers(1, 12))):
        at += draw(st.sampled_from([0.0, 0.4, 3.0]))
        kind: BlockKind = draw(kinds)
        if kind == "turn":
            block = turn(number, at, "ja " * draw(st.integers(1, 40)), draw(st.sampled_from([0.0, 0.3, 1.9])))
        else:
            block = Block(f"b{number:04}", kind, (), at, at + draw(st.sampled_from([2.0, 9.9, 10.0, 1200.0])))
        blocks.append(block)
        at = block.end or at
    times = st.floats(0.0, at + 5.0)
    stretches = draw(st.lists(st.tuples(times, times, st.sampled_from(["S1", "S2", "S3"])), max_size=12))
    return verbatim(*blocks), Told(*((min(a, b), max(a, b) + 0.01, who) for a, b, who in stretches))


@given(recordings())
def test_promise_5_every_word_and_every_second_is_kept_when_speakers_are_named(made: tuple[Verbatim, Told]) -> None:
    before, told = made
    after = through(before, tools(Path("/nonexistent"), told))

    def words(one: Verbatim) -> list[Word]:
        return [replace(word, marks=()) for block in one.blocks for word in block.words]

    def wordless(one: Verbatim, kind: str) -> list[tuple[float | None, float | None]]:
        return [(block.start, block.end) for block in one.blocks if block.kind == kind]

    assert words(after) == words(before)
    assert wordless(after, "gap") == wordless(before, "gap")
    turns = [block for block in after.blocks if block.kind == "turn"]
    for start, end in set(wordless(before, "silence")) - set(wordless(after, "silence")):
        assert (end or 0) - (start or 0) < 10
        assert any((t.start or 0) <= (start or 0) and (end or 0) <= (t.end or 0) for t in turns)
    assert set(wordless(after, "silence")) <= set(wordless(before, "silence"))
    for block in turns:
        assert (block.start, block.end) == (block.words[0].start, block.words[-1].end)
    assert all((one.end or 0) <= (other.start or 0) for one, other in pairwise(after.blocks))
    assert len({block.id for block in after.blocks}) == len(after.blocks)


def spoken_through(embeddings: FinderProcess, made: Take, folder: Path, *more: Block) -> Verbatim:
    """A recording of which the words are known, told apart and named; `more` blocks stand between its turns."""
    use = tools(folder, embeddings)
    before = verbatim_of(made.words, len(made.audio) / RATE)
    words, cuts = before.blocks[0].words, [0.0, *(block.start or 0.0 for block in more), float("inf")]
    runs = [tuple(w for w in words if start <= (w.start or 0) < end) for start, end in pairwise(cuts)]
    turns = [Block("", "turn", run, run[0].start, run[-1].end) for run in runs if run]
    blocks = tuple(sorted([*turns, *more], key=lambda block: block.start or 0.0))
    write_wav(use.study.audio(TALK), made.audio)
    return through(replace(before, recording=TALK, blocks=blocks), use)


@hears
def test_a_third_voice_stands_in_the_transcript_under_its_own_name(embeddings: FinderProcess, tmp_path: Path) -> None:
    made = take(performance("ouders", 33), 33)
    after = spoken_through(embeddings, made, tmp_path)
    strangers = {speaker for speaker, _ in read(after)} - {"I", "R"}
    assert len(strangers) == 1 and strangers < {"S1", "S2", "S3"}
    assert sum(len(block.words) for block in after.blocks) == len(made.words)


@hears
def test_twenty_minutes_of_silence_stay_one_block_and_the_same_voices_go_on_after_it(
    embeddings: FinderProcess, two: Take, tmp_path: Path
) -> None:
    first = next(end for (_, end, _), (start, _, _) in pairwise(two.sentences) if start - end > 0.3 and end > 40) + 0.1
    at, quiet = round(first * RATE), 20 * 60
    audio = np.concatenate([two.audio[:at], np.zeros(quiet * RATE, np.float32), two.audio[at:]])
    later = [(s, e, who) if e <= first else (s + quiet, e + quiet, who) for s, e, who in two.words]
    silence = Block("", "silence", (), first, first + quiet)
    after = spoken_through(embeddings, Take(audio, (), tuple(later)), tmp_path, silence)
    plain = spoken_through(embeddings, two, tmp_path)
    assert [b.end for b in after.blocks if b.kind == "silence"] == [first + quiet]
    said = {word.id: block.speaker for block in plain.blocks for word in block.words}
    assert {word.id: block.speaker for block in after.blocks for word in block.words} == said
    assert set(said.values()) == {"I", "R"}


# --- what a person decides --------------------------------------------------------------------------------

ONE_EACH = Expected(1, 1)


def by_voice() -> Verbatim:
    talk = verbatim(turn(1, 0.0, "Hoe gaat het?"), turn(2, 3.0, "Nou, goed."))
    return replace(talk, blocks=tuple(replace(b, speaker=f"S{n}") for n, b in enumerate(talk.blocks, 1)))


def test_a_decision_holds_for_the_voices_it_was_made_about_and_for_no_others() -> None:
    talk = by_voice()
    swapped = named(talk, SpeakerDecision(), ONE_EACH, (), swap=True)
    assert names_for(talk, SpeakerDecision(), ONE_EACH) == {"S1": "I", "S2": "R"}
    assert names_for(talk, swapped, ONE_EACH) == {"S1": "R", "S2": "I"}
    other = replace(talk, blocks=talk.blocks[:1])
    assert names_for(other, swapped, ONE_EACH) == {"S1": "R"}
    assert names_for(talk, named(talk, swapped, ONE_EACH, ("S2=R1",)), ONE_EACH) == {"S1": "R", "S2": "R1"}


def test_what_cannot_be_decided_is_refused_without_repeating_what_was_typed() -> None:
    talk = by_voice()
    for given_, error in ((("S3=I",), UnknownVoice), (("S1=Sanne",), NoSpeakerName), (("Sanne",), UnknownVoice)):
        with pytest.raises(error) as raised:
            named(talk, SpeakerDecision(), ONE_EACH, given_)
        assert "Sanne" not in raised.value.sentence("nl") + raised.value.remedy("nl")
    with pytest.raises(NothingToSwap):
        named(replace(talk, blocks=talk.blocks[:1]), SpeakerDecision(), ONE_EACH, (), swap=True)


def test_what_each_voice_did_is_counted() -> None:
    first, second = voices_in(by_voice())
    assert (first.name, first.turns, first.words, first.seconds, first.questions, first.asking) == (
        "S1",
        1,
        3,
        1.5,
        1,
        1,
    )
    assert (second.turns, second.words, second.questions, second.asking) == (1, 2, 0, 0)


# --- all the way ------------------------------------------------------------------------------------------


def interview(study: Study, name: str, audio: Any) -> None:
    write_cast_record(study, "casus-01", CAST)
    write_wav(study.inbox / f"casus-01_{name}_2026-05-13.wav", audio)


def speakers_of(study: Study, name: str) -> list[str | None]:
    """The speaker of every turn in the release."""
    page = json.loads((study.release / "by-case" / "casus-01" / f"{name}.json").read_text(encoding="utf-8"))
    return [block["speaker"] for block in page["blocks"] if block["kind"] == "turn"]


@hears
def test_two_identical_channels_are_told_apart_by_voice_in_the_transcript(
    casus: Casus, tmp_path: Path, demo_model: Path
) -> None:
    study = empty_study(tmp_path / "study", demo_model)
    mono = spoken("leraar", CAST, 3, exchanges=2)[1].audio
    interview(study, "leraar", np.stack([mono, mono], axis=1))
    assert casus("run", "--study", str(study.root)).returncode == 0
    assert set(speakers_of(study, "leraar-1")) == {"I", "R"}
    heard = {path.name: path.stat().st_mtime_ns for path in (study.vault / "heard").iterdir()}
    told = {path.name: path.stat().st_mtime_ns for path in (study.vault / "voices").iterdir()}
    before = speakers_of(study, "leraar-1")

    said = casus("speakers", "casus-01_leraar-1", "--swap", "--study", str(study.root))
    assert said.returncode == 0 and "casus run" in said.stdout
    assert CAST.people["kind"].first not in said.stdout
    assert casus("run", "--study", str(study.root)).returncode == 0
    assert speakers_of(study, "leraar-1") == [{"I": "R", "R": "I"}[one or ""] for one in before]
    assert {path.name: path.stat().st_mtime_ns for path in (study.vault / "heard").iterdir()} == heard
    assert {path.name: path.stat().st_mtime_ns for path in (study.vault / "voices").iterdir()} == told

    assert casus("speakers", "casus-01_leraar-1", "--forget", "--study", str(study.root)).returncode == 0
    assert casus("run", "--study", str(study.root)).returncode == 0
    assert speakers_of(study, "leraar-1") == before


def test_without_a_finder_the_transcript_and_the_command_say_so_plainly(
    casus: Casus, tmp_path: Path, demo_model: Path
) -> None:
    study = empty_study(tmp_path / "study", demo_model)
    settings = study.root / "study.toml"
    settings.write_text(settings.read_text() + '[speakers]\nfinder = "none"\n', encoding="utf-8")
    interview(study, "leraar", spoken("leraar", CAST, 3, exchanges=1)[1].audio)
    assert casus("run", "--study", str(study.root)).returncode == 0
    assert set(speakers_of(study, "leraar-1")) == {None}
    page = (study.release / "by-case" / "casus-01" / "leraar-1.txt").read_text(encoding="utf-8")
    assert "Sprekers zijn niet uit elkaar gehouden" in page
    said = casus("speakers", "casus-01_leraar-1", "--study", str(study.root))
    assert said.returncode == 0 and "naamloze spreker" in said.stdout
    refused = casus("speakers", "casus-01_leraar-1", "--set", "S1=Sanne", "--study", str(study.root))
    assert refused.returncode == 2 and "Sanne" not in refused.stderr
    assert casus("speakers", "casus-09_leraar-1", "--study", str(study.root)).returncode == 2

    settings.write_text(settings.read_text().replace('finder = "none"', 'finder = "sherpa-onnx"'), encoding="utf-8")
    stopped = casus("run", "--study", str(study.root))
    assert stopped.returncode == SpeakerFinderMissing.exit_code and "sherpa-onnx" in stopped.stdout
