"""Sound without names: what is covered, what comes in its place, what is heard again, and who may share it."""

from __future__ import annotations

import itertools
import subprocess
import sys
import wave
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.config import ROLES
from pipeline.consent.gate import sound_refusal
from pipeline.cover import UNSURE, cover
from pipeline.errors import NameHeard, PurposeNotGiven
from pipeline.model import ConsentRecord, Redacted, RedactedBlock, Word
from pipeline.ports import Heard, Sound, Stretch, Tools
from pipeline.stages.bleep import How, bleep, take_back
from pipeline.wiring import bleeper
from tests import redacted as make
from tests.studies import write_wav

RATE = 16000
FADE = RATE // 100


# --- what is covered ---------------------------------------------------------------------------------------


def covers(stretches: Sequence[Stretch], start: float, end: float) -> bool:
    return any(one.start <= start + 1e-9 and end - 1e-9 <= one.end for one in stretches)


@given(make.blocks(), st.floats(0.15, 2))
@settings(deadline=None)
def test_every_name_gap_and_unsure_word_is_covered_with_its_margin(
    blocks: tuple[RedactedBlock, ...], margin: float
) -> None:
    made = make.redacted(*blocks)
    length = made.figures.duration
    found = cover(made, (), margin)
    for block in blocks:
        hidden = [(p.start, p.end) for p in block.pieces if p.label is not None or UNSURE.intersection(p.marks)]
        hidden += [(block.start, block.end)] if block.kind == "gap" else []
        for start, end in hidden:
            assert start is not None and end is not None
            assert covers(found.spoken, max(0.0, start - margin), min(length, end + margin))
    both = sorted([*found.spoken, *found.silent], key=lambda one: one.start)
    assert all(0 <= one.start < one.end <= length for one in both)
    assert all(one.end <= other.start for one, other in itertools.pairwise(both))


@given(make.blocks())
@settings(deadline=None)
def test_a_sure_word_far_from_every_name_stays(blocks: tuple[RedactedBlock, ...]) -> None:
    found = cover(make.redacted(*blocks), (), 0.15)
    hidden = [(b.start or 0, b.end or 0) for b in blocks if b.kind == "gap"]
    hidden += [
        (p.start or 0, p.end or 0)
        for b in blocks
        for p in b.pieces
        if p.label is not None or UNSURE.intersection(p.marks)
    ]
    for piece in (piece for block in blocks for piece in block.pieces):
        start, end = piece.start or 0, piece.end or 0
        if all(end < one - 1.2 or other + 1.2 < start for one, other in hidden) and start > 0.2:
            assert not any(one.start < end and start < one.end for one in found.spoken)


def test_the_pause_around_a_name_goes_with_it_but_not_a_long_silence() -> None:
    said = make.turn("Dus [KIND-1] ja", 10)
    pieces = (said.pieces[0], replace(said.pieces[1], start=11.0, end=11.4), replace(said.pieces[2], start=19, end=20))
    (one,) = cover(make.redacted(replace(said, pieces=pieces)), (), 0.15).spoken
    assert (one.start, one.end) == (10.4, 12.4)


def test_a_name_between_words_without_a_pause_takes_a_bit_of_them() -> None:
    said = make.turn("dus [KIND-1] ja", 10)
    tight = tuple(replace(p, start=10 + n / 2, end=10.5 + n / 2) for n, p in enumerate(said.pieces))
    (one,) = cover(make.redacted(replace(said, pieces=tight)), (), 0.15).spoken
    assert (one.start, one.end) == pytest.approx((10.35, 11.15))


def test_a_name_without_times_covers_all_between_its_neighbours() -> None:
    said = make.turn("dus nu [KIND-1] ja hoor", 10)
    pieces = tuple(replace(p, start=None, end=None) if p.label else p for p in said.pieces)
    (one,) = cover(make.redacted(replace(said, pieces=pieces)), (), 0.15).spoken
    assert one.start <= 10.9 and one.end >= 11.5
    untimed = replace(make.turn("[KIND-1]", None), start=None, end=None)
    (all_,) = cover(make.redacted(untimed), (), 0.15).spoken
    assert (all_.start, all_.end) == (0.0, make.redacted().figures.duration)


def test_speech_that_nobody_wrote_down_is_covered_and_a_pause_is_not() -> None:
    said = make.redacted(make.turn("ja nee", 10), make.turn("dus", 12, block="b2"), make.turn("hoor", 14, block="b3"))
    speech = (Stretch(9.9, 11.7), Stretch(11.9, 12.5), Stretch(13.9, 14.5))  # from 10.9 to 11.7 no word
    (one,) = cover(said, speech, 0.15).spoken
    assert (one.start, one.end) == (10.9, 12.0)


def test_names_at_the_very_start_and_end_leave_no_scrap() -> None:
    first, last = make.turn("[KIND-1] ja", 0.05), make.turn("ja [KIND-1]", 1866.95, block="b2")
    one, other = cover(make.redacted(first, last), (), 0.15).spoken
    assert one.start == 0.0 and other.end == make.redacted().figures.duration


def test_where_nobody_was_heard_nobody_listened_so_it_is_silent() -> None:
    found = cover(make.redacted(make.turn("ja", 0), make.gap(5, 15, "silence"), make.turn("[KIND-1]", 15)), (), 0.15)
    assert found.silent == (Stretch(5.3, 14.0),) and found.spoken == (Stretch(14.0, 16.4),)
    assert found.names == 1 and found.gaps == 0


# --- what comes in its place -------------------------------------------------------------------------------


def voice(seconds: float, seed: int, channels: int = 1) -> Any:
    """Something loud that is no tone."""
    made = np.random.default_rng(seed).normal(0, 0.2, (int(seconds * RATE), channels))
    return made[:, 0] if channels == 1 else made


def read(path: Path) -> Any:
    with wave.open(str(path), "rb") as stream:
        data = np.frombuffer(stream.readframes(stream.getnframes()), "<i2").astype(np.int64)
        return data.reshape(-1, stream.getnchannels())


def laid(folder: Path, audio: Any, tones: Sequence[Stretch] = (), silences: Sequence[Stretch] = ()) -> tuple[Any, Any]:
    write_wav(folder / "in.wav", audio)
    bleeper()(folder / "in.wav", folder / "out.wav", tones, silences)
    return read(folder / "in.wav"), read(folder / "out.wav")


@pytest.mark.parametrize("channels", [1, 2])
def test_under_the_tone_is_no_trace_of_what_was_said(tmp_path: Path, channels: int) -> None:
    stretches = (Stretch(1.0, 1.5), Stretch(2.0, 4.321))
    before, after = laid(tmp_path, voice(6, 1, channels), stretches)
    _, other = laid(tmp_path, voice(6, 2, channels), stretches)
    assert before.shape == after.shape
    for one in stretches:
        inside = slice(round(one.start * RATE), round(one.end * RATE))
        assert (after[inside] == other[inside]).all()  # the same whatever lay there
        for channel in range(channels):
            part = after[inside, channel].astype(float)
            assert abs(np.corrcoef(part, before[inside, channel])[0, 1]) < 0.05
            power = np.abs(np.fft.rfft(part * np.hanning(len(part)))) ** 2
            hertz = np.fft.rfftfreq(len(part), 1 / RATE)
            near = (hertz > 950) & (hertz < 1050)
            assert power[near].sum() / power.sum() > 0.9999


@pytest.mark.parametrize("channels", [1, 2])
def test_outside_the_tone_every_sample_is_as_it_was_but_for_the_fades(tmp_path: Path, channels: int) -> None:
    before, after = laid(tmp_path, voice(6, 1, channels), (Stretch(1.0, 1.5),), (Stretch(3.0, 5.0),))
    for start, end in ((0, RATE - FADE), (3 * RATE // 2 + FADE, 3 * RATE - FADE), (5 * RATE + FADE, 6 * RATE)):
        assert (after[start:end] == before[start:end]).all()
    assert (after[3 * RATE : 5 * RATE] == 0).all()


def test_the_edges_do_not_click(tmp_path: Path) -> None:
    _, after = laid(tmp_path, np.full(4 * RATE, 0.5), (Stretch(1.0, 2.0),))
    tone = 2 * np.pi * 1000 / RATE * 32767 * 10 ** (-20 / 20)  # the steepest step of the tone itself
    assert np.abs(np.diff(after[:, 0])).max() <= tone + 1


def test_a_tone_longer_than_what_is_held_in_memory_goes_on_without_a_step(tmp_path: Path) -> None:
    _, after = laid(tmp_path, np.zeros(150 * RATE), (Stretch(1.0, 149.0),))
    tone = 2 * np.pi * 1000 / RATE * 32767 * 10 ** (-20 / 20)
    assert np.abs(np.diff(after[:, 0])).max() <= tone + 1
    assert np.abs(after[RATE + FADE : 148 * RATE, 0]).reshape(-1, FADE).max(axis=1).min() > 3000


@given(st.lists(st.tuples(st.floats(0, 3), st.floats(0.001, 3)), max_size=6))
@settings(deadline=None, max_examples=40)
def test_whatever_is_covered_the_file_keeps_its_length(
    tmp_path_factory: pytest.TempPathFactory, pairs: list[tuple[float, float]]
) -> None:
    folder = tmp_path_factory.mktemp("laid")
    stretches = sorted((Stretch(start, start + length) for start, length in pairs), key=lambda one: one.start)
    before, after = laid(folder, voice(3.00007, 3), stretches[::2], stretches[1::2])
    assert before.shape == after.shape
    for one in stretches:
        part = slice(round(one.start * RATE), round(one.end * RATE))
        assert np.abs(after[part]).max(initial=0) <= 3277  # the tone's own level; what lay there is louder
    assert (folder / "out.wav").stat().st_size == 44 + before.nbytes // 4  # a head and samples: no metadata


def test_names_at_the_first_and_last_sample_are_gone(tmp_path: Path) -> None:
    _, after = laid(tmp_path, voice(3, 1), (Stretch(0.0, 0.5), Stretch(2.5, 3.0)))
    assert np.abs(after[: RATE // 2]).max() <= 3277 and np.abs(after[5 * RATE // 2 :]).max() <= 3277


MEMORY = """
import resource, sys
from pathlib import Path
from pipeline.ports import Stretch
from pipeline.wiring import bleeper
source = Path(sys.argv[1])
bleeper()(source, source.with_name("out.wav"), [Stretch(t, t + 2) for t in range(5, int(sys.argv[2]) - 5, 20)], [])
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
"""


def test_memory_does_not_grow_with_the_recording(tmp_path: Path) -> None:
    used = []
    for minutes in (4, 60):
        path = tmp_path / str(minutes) / "in.wav"
        path.parent.mkdir()
        with wave.open(str(path), "wb") as out:
            out.setparams((1, 2, RATE, 0, "NONE", ""))
            for _ in range(minutes):
                out.writeframes(bytes(60 * RATE * 2))
        arguments = [sys.executable, "-c", MEMORY, str(path), str(minutes * 60)]
        said = subprocess.run(arguments, capture_output=True, text=True, check=True, cwd=Path(__file__).parent.parent)
        used.append(int(said.stdout))
    assert used[1] - used[0] < 10_000  # kilobytes; an hour is 115,000


# --- what is heard again -----------------------------------------------------------------------------------


@dataclass
class Hears:
    """A recogniser that hears these words at these times, hearing after hearing, where there is still sound."""

    hearings: list[list[tuple[str, float]]]
    identity: str = "ears"
    asked: list[Path] = field(default_factory=list)

    def __call__(self, sound: Sound, windows: Sequence[Stretch]) -> tuple[Heard, ...]:
        said = self.hearings[min(len(self.asked), len(self.hearings) - 1)]
        self.asked.append(sound.path)
        words = tuple(Word("", text, start, start + 0.4, 0.9) for text, start in said)
        return (Heard(Stretch(0.0, 20.0), words, 0.0),)

    def close(self) -> None: ...


@dataclass
class Speaks:
    identity: str = "voice"

    def __call__(self, audio: Path) -> tuple[Stretch, ...]:
        return (Stretch(0.0, 20.0),)


def allowed(*purposes: str) -> ConsentRecord:
    """The teacher's and the child's consent with these purposes besides."""
    record = make.record()
    given = tuple(replace(p, purposes=(*p.purposes, *purposes)) for p in record.permissions)
    return replace(record, permissions=given)


def twenty_seconds(*blocks: RedactedBlock) -> Redacted:
    said = (make.turn("Ja en toen zei [KIND-1] dat hij niet wil."), make.turn("hm " * 30 + "hm", 4.5, block="b2"))
    made = make.redacted(*(blocks or said))
    return replace(made, figures=replace(made.figures, duration=20.0))


def tools_with(root: Path, hears: Hears, *records: ConsentRecord) -> Tools:
    made = make.tools(root, *(records or (allowed("geluid delen"),)), release={"review": "none"})
    write_wav(made.study.audio(make.recording()), voice(20, 5))
    return replace(made, transcribe=hears, find_voice=Speaks())


def test_sound_in_which_no_name_is_heard_is_written_once(tmp_path: Path) -> None:
    hears = Hears([[("Ja", 0.0), ("en", 0.5), ("dat", 2.5)]])
    tools, register = tools_with(tmp_path, hears), make.register()
    first = bleep(twenty_seconds(), register, tools, bleeper(), How())
    assert first.place == "casus-01/leraar-1.wav" and first.cover is not None and first.cover.names == 1
    stamp = (tmp_path / "sound/casus-01/leraar-1.wav").stat().st_mtime_ns
    assert bleep(twenty_seconds(), register, tools, bleeper(), How()).cover is None
    assert (tmp_path / "sound/casus-01/leraar-1.wav").stat().st_mtime_ns == stamp and len(hears.asked) == 1
    assert bleep(twenty_seconds(), register, tools, bleeper(), How("silence")).cover is not None
    assert not list((tmp_path / "vault/bleeped").glob("*.wav"))


@pytest.mark.parametrize("said", ["Sanne", "sanne", "Sannes", "Zanne", "Wit"])
def test_a_name_that_is_still_heard_keeps_the_sound_back_and_is_not_repeated(tmp_path: Path, said: str) -> None:
    tools = tools_with(tmp_path, Hears([[("zei", 11.0), (said, 12.0), ("toen", 13.0)]]))
    with pytest.raises(NameHeard) as refused:
        bleep(twenty_seconds(), make.register(), tools, bleeper(), How())
    told = refused.value.sentence("nl") + refused.value.remedy("nl")
    assert refused.value.exit_code == 8 and "00:00:12 (KIND-1)" in told and said not in told
    assert not list((tmp_path / "sound").rglob("*.wav")) and not list((tmp_path / "vault/bleeped").glob("*"))


def test_a_name_that_only_the_second_hearing_catches_is_covered_too(tmp_path: Path) -> None:
    tools = tools_with(tmp_path, hears := Hears([[("zei", 11.0), ("Sanne", 12.0)], [("zei", 11.0)]]))
    done = bleep(twenty_seconds(), make.register(), tools, bleeper(), How())
    assert done.cover is not None and covers(done.cover.spoken, 11.75, 12.65) and len(hears.asked) == 2
    after = read(tmp_path / "sound/casus-01/leraar-1.wav")
    assert np.abs(after[12 * RATE : 12 * RATE + 6400]).max() <= 3277


def test_what_may_be_the_name_of_somebody_new_is_covered_without_another_hearing(tmp_path: Path) -> None:
    tools = tools_with(tmp_path, hears := Hears([[("met", 11.0), ("juf", 11.5), ("Marieke", 12.0), ("erbij", 12.5)]]))
    done = bleep(twenty_seconds(), make.register(), tools, bleeper(), How())
    assert done.cover is not None and covers(done.cover.spoken, 12.0, 12.4) and len(hears.asked) == 1


def test_a_word_that_stays_in_the_transcript_may_be_heard_there_and_nowhere_else(tmp_path: Path) -> None:
    register = make.register("casus-01", "Wil Bos")
    tools = tools_with(tmp_path, Hears([[("niet", 3.5), ("wil.", 4.0)]]))
    assert bleep(twenty_seconds(), register, tools, bleeper(), How()).cover is not None
    elsewhere = tools_with(tmp_path / "2", Hears([[("meester", 11.5), ("Wil", 12.0)]]))
    with pytest.raises(NameHeard):
        bleep(twenty_seconds(), register, elsewhere, bleeper(), How())


# --- who may share it --------------------------------------------------------------------------------------


def test_sound_needs_the_consent_of_whoever_speaks(tmp_path: Path) -> None:
    made = make.recording()
    assert isinstance(sound_refusal(made, make.record(), make.TODAY, roles=ROLES), PurposeNotGiven)
    assert sound_refusal(made, allowed("geluid delen"), make.TODAY, roles=ROLES) is None
    tools = tools_with(tmp_path, hears := Hears([[]]), make.record())
    with pytest.raises(PurposeNotGiven, match="geluid delen"):
        bleep(twenty_seconds(), make.register(), tools, bleeper(), How())
    assert hears.asked == [] and not (tmp_path / "sound").exists()


def test_the_child_s_own_voice_needs_the_consent_given_for_the_child() -> None:
    record, child = allowed("geluid delen"), make.recording(role="kind")
    assert sound_refusal(child, record, make.TODAY, roles=ROLES) is None
    teacher, of_child = record.permissions
    without = replace(of_child, purposes=tuple(p for p in of_child.purposes if p != "geluid delen"))
    only_teacher = replace(record, permissions=(teacher, without))
    assert isinstance(sound_refusal(child, only_teacher, make.TODAY, roles=ROLES), PurposeNotGiven)
    assert sound_refusal(make.recording(), only_teacher, make.TODAY, roles=ROLES) is None


def shared(root: Path) -> Tools:
    """A study in which one recording lies in `sound/`."""
    tools = tools_with(root, Hears([[("ja", 0.0), ("Roos", 9.0)]]))
    bleep(twenty_seconds(), make.register(), tools, bleeper(), How())
    assert (root / "sound/casus-01/leraar-1.wav").is_file()
    return tools


def test_sound_stays_as_long_as_nothing_changes(tmp_path: Path) -> None:
    tools = shared(tmp_path)
    assert take_back([twenty_seconds()], tools, {"casus-01": make.register()}) == ()
    assert (tmp_path / "sound/casus-01/leraar-1.wav").is_file()


@pytest.mark.parametrize("what", ["consent", "purpose", "transcript", "approval", "name", "receipt"])
def test_sound_is_taken_back_with_all_that_was_kept_of_it(tmp_path: Path, what: str) -> None:
    tools, transcripts, register = shared(tmp_path), [twenty_seconds()], make.register()
    stranger = tmp_path / "sound/casus-01/aantekening.txt"
    stranger.write_text("x", encoding="utf-8")
    if what == "consent":
        gone = replace(allowed("geluid delen"), permissions=make.record(withdrawn_on=make.TODAY).permissions)
        tools = replace(tools, consent=lambda _: gone)
    elif what == "purpose":
        tools = replace(tools, consent=lambda _: make.record())
    elif what == "transcript":
        transcripts = [twenty_seconds(make.turn("Ja en [KIND-1] en [BROER-1]."))]
    elif what == "approval":
        transcripts = []
    elif what == "name":
        register = make.register("casus-01", "Sanne de Wit", "Roos Bakker")
    else:
        (tmp_path / "work/receipts/bleep/casus-01_leraar-1.json").unlink()
    assert take_back(transcripts, tools, {"casus-01": register}) == ("casus-01/leraar-1.wav",)
    assert [path for path in (tmp_path / "sound").rglob("*") if path.is_file()] == [stranger]
    assert not list((tmp_path / "vault/bleeped").glob("*"))
    assert take_back(transcripts, tools, {"casus-01": register}) == ()
