"""The stages that listen and read: consent first, then every word, who said it, and nothing silently dropped."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

import numpy as np
import pytest

from demo.speech import VOICES, say
from pipeline.adapters.ffmpeg import Ffmpeg
from pipeline.adapters.silero import Silero
from pipeline.config import Settings, StudySettings, TranscribeSettings
from pipeline.errors import CasusError, ConsentWithdrawn, DocumentEmpty, NoSpeech, NotPlainText, PurposeNotGiven
from pipeline.model import Block, ConsentRecord, Permission, Person, Recording, Verbatim, Word
from pipeline.ports import Heard, Sound, SpokenBy, Stretch, Tools
from pipeline.stages.extract import extract
from pipeline.stages.speakers import speakers
from pipeline.stages.transcribe import names_to_tell, transcribe
from pipeline.stages.voices import voices
from pipeline.store import Study
from tests.studies import write_wav

RATE = 16_000
DAY = date(2026, 5, 13)
TALK = Recording("casus-01_ouder-1", "casus-01", "ouder", "moeder", (), DAY, "d1", ".wav", "audio")
PAPER = Recording("casus-01_dossier-1", "casus-01", "dossier", "", (), DAY, "d2", ".txt", "document")


def record(*purposes: str, withdrawn: date | None = None) -> ConsentRecord:
    """Consent of a mother for herself and her child."""
    term = (date(2026, 1, 1), date(2030, 1, 1))
    return ConsentRecord(
        case="casus-01",
        persons=(Person("kind-1", "kind", "Tim Vos", age_band="8-11"), Person("moeder-1", "moeder", "Eva Vos")),
        authority=("moeder-1",),
        permissions=tuple(
            Permission(person, purposes, (("moeder-1", date(2026, 1, 1)),), *term, "form-1", withdrawn)
            for person in ("kind-1", "moeder-1")
        ),
    )


ALLOWED = record("opnemen", "transcriberen", "dossier inzien")


@dataclass
class TwoWords:
    """Hears the same two words in every window, each a second long."""

    identity: str = "two words"
    asked: list[Stretch] = field(default_factory=list)

    def __call__(self, sound: Sound, windows: Sequence[Stretch]) -> tuple[Heard, ...]:
        self.asked += windows
        return tuple(
            Heard(w, (Word("", "ja,", w.start, w.start + 0.5), Word("", "nou", w.start + 0.5, w.end)), 0.0)
            for w in windows
        )

    def close(self) -> None:
        """Nothing to end."""


@dataclass
class Told:
    """A speaker finder that was told who spoke."""

    spoken: tuple[SpokenBy, ...] = ()
    identity: str = "told"

    def __call__(self, audio: Path, verbatim: Verbatim, count: int) -> tuple[SpokenBy, ...]:
        return self.spoken

    def close(self) -> None:
        """Nothing to end."""


def tools(root: Path, consent: ConsentRecord = ALLOWED, spoken: tuple[SpokenBy, ...] = ()) -> Tools:
    return Tools(
        settings=Settings(study=StudySettings(name="x")),
        study=Study(root),
        decode=Ffmpeg(),
        find_voice=Silero(0.35),
        transcribe=TwoWords(),
        find_speakers=Told(spoken),
        consent=lambda case: consent,
        today=date(2026, 11, 23),
    )


@pytest.fixture(scope="module")
def study(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A study with one recording: seven seconds of silence and a sentence."""
    root = tmp_path_factory.mktemp("study")
    quiet = np.zeros(7 * RATE, np.float32)
    speech = say("Hoe gaat het nu bij Luuk in de klas?", VOICES[5])
    write_wav(Study(root).original(TALK), np.concatenate([quiet, speech]))
    return root


@pytest.mark.parametrize(
    ("consent", "error"),
    [(record("opnemen"), PurposeNotGiven), (record("opnemen", "transcriberen", withdrawn=DAY), ConsentWithdrawn)],
)
def test_nothing_is_decoded_without_consent(tmp_path: Path, consent: ConsentRecord, error: type[CasusError]) -> None:
    write_wav(Study(tmp_path).original(TALK), np.zeros(RATE))
    with pytest.raises(error):
        transcribe(TALK, tools(tmp_path, consent))
    assert not Study(tmp_path).audio(TALK).parent.exists()


def test_a_document_is_not_opened_without_consent(tmp_path: Path) -> None:
    with pytest.raises(PurposeNotGiven):  # there is no file: opening it would raise something else
        extract(PAPER, tools(tmp_path, record("opnemen", "transcriberen")))


def test_nobody_listens_for_speakers_after_consent_was_withdrawn(study: Path) -> None:
    verbatim = transcribe(TALK, tools(study))
    with pytest.raises(ConsentWithdrawn):
        voices(verbatim, tools(study, record("opnemen", "transcriberen", withdrawn=DAY)))


def test_a_recording_becomes_turns_and_the_silence_in_it_is_shown(study: Path) -> None:
    verbatim = transcribe(TALK, tools(study))
    assert [block.kind for block in verbatim.blocks][:2] == ["silence", "turn"]
    assert verbatim.figures.speech == pytest.approx(verbatim.figures.worded + verbatim.figures.gaps)
    assert verbatim.engine == "two words"
    assert Study(study).audio(TALK).is_file()


def test_a_recording_in_which_nobody_speaks_is_said_to_be_so(tmp_path: Path) -> None:
    write_wav(Study(tmp_path).original(TALK), np.zeros(3 * RATE))
    with pytest.raises(NoSpeech) as raised:
        transcribe(TALK, tools(tmp_path))
    assert raised.value.details["seconds"] == "3"


def test_spoken_text_stays_out_of_what_a_traceback_shows(study: Path) -> None:
    assert "nou" not in repr(transcribe(TALK, tools(study)))


@dataclass
class SkipsFirst(TwoWords):
    """Hears nothing in what it is given first; a second time it is sure, or guesses."""

    identity: str = "skips first"
    temperature: float = 0.0

    def __call__(self, sound: Sound, windows: Sequence[Stretch]) -> tuple[Heard, ...]:
        first = not self.asked
        heard = super().__call__(sound, windows)
        return tuple(replace(one, words=() if first else one.words, temperature=self.temperature) for one in heard)


def test_speech_that_gave_no_words_is_listened_to_once_more(study: Path) -> None:
    verbatim = transcribe(TALK, replace(tools(study), transcribe=SkipsFirst()))
    assert [block.kind for block in verbatim.blocks][:2] == ["silence", "turn"]
    assert (verbatim.figures.gaps, verbatim.figures.windows, verbatim.figures.windows_retried) == (0.0, 1, 1)


def test_what_is_only_guessed_the_second_time_stays_a_gap(study: Path) -> None:
    verbatim = transcribe(TALK, replace(tools(study), transcribe=SkipsFirst("guesses", temperature=1.0)))
    assert [block.kind for block in verbatim.blocks][:2] == ["silence", "gap"]
    assert verbatim.figures.worded == 0


@dataclass
class DiesIn(TwoWords):
    """Stops the whole run in the middle of a block."""

    dies_at: float = 600.0

    def __call__(self, sound: Sound, windows: Sequence[Stretch]) -> tuple[Heard, ...]:
        if windows[0].start >= self.dies_at:
            raise KeyboardInterrupt
        return super().__call__(sound, windows)


@pytest.fixture(scope="module")
def long_study(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A study with one recording of 25 minutes, in which somebody speaks now and then."""
    root = tmp_path_factory.mktemp("long")
    speech = say("Hoe gaat het nu bij Luuk in de klas?", VOICES[5])
    bit = np.concatenate([speech, np.zeros(60 * RATE - len(speech), np.float32)])
    write_wav(Study(root).original(TALK), np.tile(bit, 25))
    return root


def test_what_was_done_before_a_kill_is_not_done_again(long_study: Path) -> None:
    first = DiesIn()
    with pytest.raises(KeyboardInterrupt):
        transcribe(TALK, replace(tools(long_study), transcribe=first))
    second = DiesIn(dies_at=9e9)
    verbatim = transcribe(TALK, replace(tools(long_study), transcribe=second))
    assert max(window.start for window in first.asked) < 600 <= min(window.start for window in second.asked)
    assert len(first.asked) + len(second.asked) == verbatim.figures.windows == 25
    Study(long_study).scratch("transcribe", TALK.id).clear()
    assert transcribe(TALK, replace(tools(long_study), transcribe=DiesIn(dies_at=9e9))) == verbatim


def test_progress_is_told_in_seconds_of_the_recording(long_study: Path) -> None:
    told: list[tuple[str, float, float]] = []
    transcribe(TALK, replace(tools(long_study), progress=lambda *one: told.append(one)))
    assert [(recording, done) for recording, done, _ in told] == [(TALK.id, 0), (TALK.id, 600), (TALK.id, 1200)]
    assert {whole for _, _, whole in told} == {1500.0}


@dataclass
class Remembers(TwoWords):
    """Keeps the hints it was given."""

    identity: str = "remembers"
    told: list[str] = field(default_factory=list)

    def __call__(self, sound: Sound, windows: Sequence[Stretch]) -> tuple[Heard, ...]:
        self.told.append(sound.hints)
        return super().__call__(sound, windows)


def test_names_of_the_record_help_hearing_and_stay_as_they_were_at_first(study: Path) -> None:
    def heard_with(consent: ConsentRecord, names: bool = True) -> str:
        engine = Remembers()
        asked = replace(tools(study, consent), transcribe=engine)
        settings = asked.settings.model_copy(update={"transcribe": TranscribeSettings(names=names)})
        Study(study).scratch("transcribe", TALK.id).clear()
        transcribe(TALK, replace(asked, settings=settings))
        return engine.told[0]

    assert heard_with(ALLOWED, names=False) == ""
    assert heard_with(ALLOWED) == "Tim Vos, Eva Vos."
    later = replace(ALLOWED, persons=(*ALLOWED.persons, Person("broer-1", "broer", "Bas Vos")))
    assert heard_with(later) == "Tim Vos, Eva Vos."
    Study(study).product("hints", TALK.id).unlink()
    assert heard_with(later) == "Tim Vos, Eva Vos, Bas Vos."


def test_what_is_told_to_the_recogniser_stays_short() -> None:
    many = tuple(Person(f"broer-{n}", "broer", f"Lange Naam van Nummer {n}") for n in range(40))
    told = names_to_tell(replace(ALLOWED, persons=many, schools=("De Wilg",)))
    assert len(told) <= 121
    assert told.endswith("De Wilg.")


# --- speakers ---------------------------------------------------------------------------------------------

WORDS = tuple(Word(f"w{n}", text, n, n + 0.8) for n, text in enumerate(["hoe", "gaat", "het", "goed", "hoor"]))
GAP = Block("b0002", "gap", (), 5.0, 7.0)


def before(study: Path) -> Verbatim:
    verbatim = transcribe(TALK, tools(study))
    return replace(verbatim, blocks=(Block("b0001", "turn", WORDS, 0.0, 4.8), GAP))


def test_a_turn_is_split_where_somebody_else_begins(study: Path) -> None:
    spoken = (SpokenBy(Stretch(0.0, 3.1), "S1"), SpokenBy(Stretch(3.1, 4.9), "S2"))
    use = tools(study, spoken=spoken)
    after = speakers(voices(before(study), use), use)
    assert [(block.id, block.speaker, block.text) for block in after.blocks] == [
        ("b0001", "I", "hoe gaat het"),
        ("b0002", "R", "goed hoor"),
        ("b0003", None, ""),
    ]
    assert tuple(word for block in after.blocks for word in block.words) == WORDS


def test_without_speakers_all_turns_stay_unnamed(study: Path) -> None:
    assert speakers(voices(before(study), tools(study)), tools(study)) == before(study)


# --- documents --------------------------------------------------------------------------------------------

LETTER = "\n".join(
    [
        "Verslag van het gesprek",
        "",
        "Naam: Zoë de Vries",
        "Geboortedatum: 3 mei 2014",
        "",
        "AANLEIDING",
        "De leerkracht maakt zich zorgen over de werkhouding van Zoë en vroeg",
        "daarom om een gesprek.",
        "",
        "# Afspraken",
        "- moeder belt",
        "- school wacht",
    ]
)


def read(tmp_path: Path, data: bytes) -> Verbatim:
    path = Study(tmp_path).original(PAPER)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    return extract(PAPER, tools(tmp_path))


def test_a_document_becomes_headings_and_paragraphs(tmp_path: Path) -> None:
    blocks = read(tmp_path, LETTER.encode()).blocks
    assert [(block.kind, block.text) for block in blocks] == [
        ("heading", "Verslag van het gesprek"),
        ("paragraph", "Naam: Zoë de Vries"),
        ("paragraph", "Geboortedatum: 3 mei 2014"),
        ("heading", "AANLEIDING"),
        (
            "paragraph",
            "De leerkracht maakt zich zorgen over de werkhouding van Zoë en vroeg daarom om een gesprek.",
        ),
        ("heading", "Afspraken"),
        ("paragraph", "- moeder belt"),
        ("paragraph", "- school wacht"),
    ]
    words = [word for block in blocks for word in block.words]
    assert len({word.id for word in words}) == len(words)
    assert all(word.start is None for word in words)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"])
@pytest.mark.parametrize("ending", ["\n", "\r\n"])
def test_any_usual_encoding_and_line_ending_gives_the_same_words(tmp_path: Path, encoding: str, ending: str) -> None:
    expected = read(tmp_path, LETTER.encode()).blocks
    assert read(tmp_path, LETTER.replace("\n", ending).encode(encoding)).blocks == expected


def test_accents_are_composed_and_nothing_invisible_hides_in_a_name(tmp_path: Path) -> None:
    (block,) = read(tmp_path, "Zoe\u0308 de Vr\u00adies\u200b en Tim\u00a0Vos zijn er.".encode()).blocks
    assert block.text == "Zoë de Vries en Tim Vos zijn er."


def test_what_is_no_plain_text_is_refused(tmp_path: Path) -> None:
    for data in (b"PK\x03\x04" + bytes(range(256)) * 9, b"\x81\x8d\x8f" * 9):
        with pytest.raises(NotPlainText):
            read(tmp_path, data)
    with pytest.raises(DocumentEmpty):
        read(tmp_path, b" \r\n\r\n")
