"""Transcripts made elsewhere: read in every format, without losing a word, and released without a name."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.config import Settings
from pipeline.consent.writing import record_as_yaml
from pipeline.decoding import composed
from pipeline.errors import (
    CasusError,
    HasMacros,
    NotATranscript,
    NothingSaid,
    NoWordFile,
    PurposeNotGiven,
    TimesWrong,
    TooLarge,
    WithoutSpeakers,
)
from pipeline.model import Block, ConsentRecord, Permission, Person, Recording, Verbatim
from pipeline.ports import Tools
from pipeline.stages.adopt import adopt
from pipeline.store import Study
from pipeline.transcripts import read_transcript
from pipeline.transcripts.voices import names_in, roles_for, voices_in
from pipeline.unpacking import texts_in
from tests import word_files
from tests.studies import Casus, empty_study

FILES = sorted((Path(__file__).parent / "data" / "imports").iterdir())
CASE = "casus-04"
SAID = (
    ("I", "Hoe gaat het met Daan in de groep?"),
    ("R", "Ja nou eh, dat gaat wel beter, Jan. Hij zit (unv.) naast Mees."),
    ("I", "En wat zegt zijn moeder daarvan?"),
    ("R", "Die belt me [lacht] elke week. (3s) Ze noemt mij gewoon Anneke."),
    ("I", "Dank je wel & tot ziens."),
)
NAMES = ("Jan", "Hofstra", "Anneke", "Bakker", "Daan", "Visser", "Mees")
TEAMS = (
    ("Jan Hofstra", "0:01", SAID[0][1]),
    ("Anneke Bakker", "0:04", SAID[1][1].replace("Jan. ", "Jan.\n")),
    ("Jan Hofstra", "0:09", SAID[2][1]),
    ("Anneke Bakker", "0:11", SAID[3][1]),
    ("Jan Hofstra", "0:17", SAID[4][1]),
)
DAY = date(2026, 5, 13)


def record(purposes: tuple[str, ...] = ("opnemen", "transcriberen")) -> ConsentRecord:
    """A child, its mother and its teacher."""
    first, last = date(2026, 1, 1), date(2041, 1, 1)
    child = ("opnemen", "transcriberen", "andere informanten spreken", "dossier inzien")
    return ConsentRecord(
        case=CASE,
        persons=(
            Person("kind-1", "kind", "Daan Visser", (), "8-11"),
            Person("moeder-1", "moeder", "Petra Visser"),
            Person("leraar-1", "leraar", "Anneke Bakker"),
        ),
        authority=("moeder-1",),
        permissions=(
            Permission("kind-1", child, (("moeder-1", first),), first, last, "ouders-1.0"),
            Permission("leraar-1", purposes, (("leraar-1", first),), first, last, "volwassenen-1.0"),
        ),
    )


def recording(suffix: str, number: int = 1) -> Recording:
    return Recording(f"{CASE}_leraar-{number}", CASE, "leraar", "", (), DAY, "0" * 64, suffix, "transcript")


def tools(root: Path, consent: ConsentRecord | None = None) -> Tools:
    nothing: Any = None
    settings = Settings.model_validate({"study": {"name": "Proef"}})
    who = consent or record()
    return Tools(settings, Study(root), nothing, nothing, nothing, nothing, lambda _case: who, date(2026, 11, 23))


def adopted(root: Path, data: bytes, suffix: str) -> Verbatim:
    """What the stage makes of a file in the vault."""
    here = tools(root)
    path = here.study.original(recording(suffix))
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    return adopt(recording(suffix), here)


def turns(verbatim: Verbatim) -> list[tuple[str | None, str]]:
    """Who says what, neighbouring turns of one speaker together."""
    found: list[tuple[str | None, str]] = []
    for block in verbatim.blocks:
        if block.kind == "turn" and found and found[-1][0] == block.speaker and block.speaker:
            found[-1] = (block.speaker, f"{found[-1][1]} {block.text}")
        elif block.kind == "turn":
            found.append((block.speaker, block.text))
    return found


def words(blocks: tuple[Block, ...]) -> list[str]:
    return [word.text for block in blocks for word in block.words]


# --- every format -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_every_format_gives_the_same_interview(tmp_path: Path, path: Path) -> None:
    verbatim = adopted(tmp_path, path.read_bytes(), path.suffix)
    assert verbatim.engine.startswith(f"imported: {path.suffix[1:]}")
    untold = path.name in ("whisper.json", "faster_whisper.json")  # these recognisers hear no voices
    assert turns(verbatim) == [(None if untold else who, text) for who, text in SAID]
    ids = [word.id for block in verbatim.blocks for word in block.words]
    assert len(set(ids)) == len(ids)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_words_have_times_where_the_file_has_them(tmp_path: Path, path: Path) -> None:
    verbatim = adopted(tmp_path, path.read_bytes(), path.suffix)
    timed = [word for block in verbatim.blocks if block.kind == "turn" for word in block.words]
    if path.name in ("atrain.txt", "typed.txt"):
        assert all(word.start is None for word in timed) and verbatim.figures.duration == 0
    else:
        assert all(word.start is not None and word.end is not None and word.start <= word.end for word in timed)
        assert verbatim.figures.duration == pytest.approx(19, abs=0.5)
        assert abs((timed[0].start or 0) - 1.25) <= 1.25


def test_words_of_whisper_keep_their_own_times_and_confidence(tmp_path: Path) -> None:
    verbatim = adopted(tmp_path, (FILES[0].parent / "whisper.json").read_bytes(), ".json")
    word = verbatim.blocks[-1].words[0]
    assert (word.text, word.start, word.end, word.confidence) == ("Dank", 17.4, 17.667, 0.4)
    unaligned = adopted(tmp_path, (FILES[0].parent / "whisperx.json").read_bytes(), ".json")
    between = unaligned.blocks[-1].words[3]
    assert between.text == "&" and unaligned.blocks[-1].words[2].end == between.start and between.confidence is None


@pytest.mark.parametrize(
    "data",
    [
        word_files.teams(TEAMS),
        word_files.lines(*(f"{'Interviewer' if who == 'I' else 'Respondent'}: {text}" for who, text in SAID)),
        word_files.table(*((f"{who}:", text) for who, text in SAID)),
        word_files.table(*((f"00:00:{2 * n:02}", who, text) for n, (who, text) in enumerate(SAID))),
        word_files.lines(
            *(
                line
                for voice, clock, text in TEAMS
                for line in (f"0:0:{clock[-2:]}.0 --> 0:0:{int(clock[-2:]) + 2}.160", voice, text)
            )
        ),
    ],
    ids=["teams", "labels", "table", "table with times", "teams before 2023"],
)
def test_word_documents_give_the_same_interview(tmp_path: Path, data: bytes) -> None:
    assert turns(adopted(tmp_path, data, ".docx")) == list(SAID)


def test_insertions_are_text_and_deletions_and_comments_are_not(tmp_path: Path) -> None:
    verbatim = adopted(tmp_path, word_files.tracked(), ".docx")
    assert turns(verbatim) == [("I", "Hoe gaat het?"), ("R", "Het gaat best wel.")]
    assert not verbatim.voices


def test_text_of_windows_and_utf_16_is_read_as_well(tmp_path: Path) -> None:
    text = "I: Hoe is het?\nR: Geïnteresseerd, één keer.\n"
    for encoding in ("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252"):
        assert turns(adopted(tmp_path, text.encode(encoding), ".txt"))[1] == ("R", "Geïnteresseerd, één keer.")


def test_entities_are_decoded_and_tags_dropped() -> None:
    text = "WEBVTT\n\n00:01.000 --> 00:02.000\n<v.loud R&amp;D><i>Drie</i> &lt; <c.geel>vier</c> <00:01.500>hè</v>\n"
    _, said = read_transcript(text.encode(), ".vtt", "x")
    assert [(one.voice, " ".join(word.text for word in one.words)) for one in said] == [("R&D", "Drie < vier hè")]


def test_overlapping_cues_are_both_kept(tmp_path: Path) -> None:
    text = "WEBVTT\n\n00:01.000 --> 00:05.000\n<v A>een twee\n\n00:03.000 --> 00:04.000\n<v B>ja\n"
    verbatim = adopted(tmp_path, text.encode(), ".vtt")
    assert [block.text for block in verbatim.blocks] == ["een twee", "ja"]


def test_a_title_above_a_typed_interview_is_kept_without_a_speaker(tmp_path: Path) -> None:
    verbatim = adopted(tmp_path, (FILES[0].parent / "typed.txt").read_bytes(), ".txt")
    assert (verbatim.blocks[0].kind, verbatim.blocks[0].text) == ("paragraph", "Gesprek op school")


@pytest.mark.parametrize(
    "text",
    [
        "[00:00:01] Anna: hoi\n[00:00:04] Kees: ja\n",
        "00:00:01 Spreker 1: hoi\n00:00:04 Spreker 2: ja\n",
        "Anna (00:00:01): hoi\nKees [0:04]: ja\n",
        "Spreker 1 (00:00:01)\nhoi\nSpreker 2 (00:00:04)\nja\n",
        "Anna de Vries\t0:01\nhoi\nKees\t0:04\nja\n",
        "I: #00:00:01-0# hoi\n\nR: #00:00:04-0# ja\n",
        "I\t[0:01] hoi\nR\t[0:04] ja\n",
    ],
)
def test_times_are_read_wherever_typists_put_them(tmp_path: Path, text: str) -> None:
    verbatim = adopted(tmp_path, text.encode(), ".txt")
    assert [(block.text, block.start) for block in verbatim.blocks] == [("hoi", 1.0), ("ja", 4.0)]
    assert len({block.speaker for block in verbatim.blocks}) == 2


# --- who speaks -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("label", "names"),
    [
        ("I", []),
        ("SPEAKER_00", []),
        ("Spreker 2", []),
        ("R1", []),
        ("Interviewer", []),
        ("Moeder", []),
        ("Juf Anneke", ["Anneke"]),
        ("Anneke Bakker (Gast)", ["Anneke Bakker"]),
        ("Vries, Jan de", ["Jan de Vries"]),
        ("Interviewer (Jan)", ["Jan"]),
        ("Jan Hofstra (onderzoeker)", ["Jan Hofstra"]),
        ("anneke.bakker@school.nl", ["anneke bakker"]),
        ("Oudste", []),
    ],
)
def test_labels_name_somebody_or_nobody(label: str, names: list[str]) -> None:
    assert list(names_in(label)) == names


def test_a_colon_inside_a_sentence_is_no_voice() -> None:
    lines = ["I: Wat zei ze?", "Nee: dat zei ze niet.", "Ik zei: doe maar.", "Let op: dit was later.", "R: Ja."]
    assert voices_in(lines) == {"I", "R"}
    assert voices_in(["moeder: ja", "kees: nee", "kees: ja", "om 10:30 uur"]) == {"moeder", "kees"}
    assert voices_in(["Anneke: ja", "Jan de Boer: nee", "Conclusie: niets"]) == {"Anneke", "Jan de Boer"}


@pytest.mark.parametrize(
    ("voices", "roles"),
    [
        (("Q? I", "A R1", "B R2"), {"I": "I", "R1": "R1", "R2": "R2"}),
        (("A Jan (onderzoeker)", "Q? Anneke"), {"Jan (onderzoeker)": "I", "Anneke": "R"}),
        (("Q? Anneke Bakker", "A Jan Hofstra"), {"Anneke Bakker": "R", "Jan Hofstra": "I"}),
        (("A Moeder", "Q? Kees", "A Vader"), {"Kees": "I", "Moeder": "R1", "Vader": "R2"}),
        (("A S00", "Q? S01"), {"S01": "I", "S00": "R"}),
        (("Q? Kees",), {}),
        (("Q? Anneke Bakker",), {"Anneke Bakker": "R"}),
    ],
)
def test_who_asks_is_proposed(voices: tuple[str, ...], roles: dict[str, str]) -> None:
    text = "WEBVTT\n" + "".join(
        f"\n00:{at:02}.000 --> 00:{at:02}.900\n<v {voice.split(' ', 1)[1]}>{voice.split(' ', 1)[0]}\n"
        for at, voice in enumerate(voices)
    )
    _, said = read_transcript(text.encode(), ".vtt", "x")
    assert roles_for(said, ["Anneke Bakker"]) == roles


# --- nothing is lost --------------------------------------------------------------------------------------

TEXT = st.lists(
    st.text(st.characters(categories=("L", "N", "P"), exclude_characters="<>&{}#[]():"), min_size=1, max_size=8).filter(
        lambda word: "--" not in word
    ),
    min_size=1,
    max_size=6,
)
CUES = st.lists(st.tuples(TEXT, st.sampled_from(["", "Anna de Vries", "S01"])), min_size=1, max_size=8)


def expected(said: list[tuple[list[str], str]]) -> list[str]:
    """The words as the pipeline writes them: composed, split at white space."""
    return [word for texts, _ in said for text in texts for word in composed(text).split()]


@given(CUES)
def test_every_word_of_a_cue_is_in_the_verbatim_in_order(said: list[tuple[list[str], str]]) -> None:
    vtt, srt = "WEBVTT\n", ""
    segments = []
    for at, (text, voice) in enumerate(said, 1):
        spoken = " ".join(text)
        vtt += f"\n{at}\n00:{at:02}.000 --> 00:{at + 1:02}.000\n" + (f"<v {voice}>" if voice else "") + f"{spoken}\n"
        srt += f"{at}\n00:00:{at:02},000 --> 00:00:{at + 1:02},000\n{spoken}\n\n"
        parts = [{"word": f" {word}", "start": float(at), "end": at + 0.5, "probability": 0.9} for word in text]
        segments.append({"start": at, "end": at + 1, "text": f" {spoken}", "words": parts, "speaker": voice or None})
    for data, suffix in ((vtt, ".vtt"), (srt, ".srt"), (json.dumps({"segments": segments}), ".json")):
        if not expected(said):
            continue
        _, told = read_transcript(data.encode(), suffix, "x")
        assert [word.text for one in told for word in one.words] == expected(said)


@given(CUES)
def test_every_word_of_a_typed_turn_is_in_the_verbatim_in_order(said: list[tuple[list[str], str]]) -> None:
    spoken = [(["ja", *text], "I" if at % 2 else "R") for at, (text, _) in enumerate(said)]
    text = "\n".join(f"{who}: {' '.join(texts)}" for texts, who in spoken)
    marked = "\n".join(f"{who}: {' '.join(t)} #00:00:{at:02}-5#" for at, (t, who) in enumerate(spoken))
    for data in (text, marked):
        _, told = read_transcript(data.encode(), ".txt", "x")
        assert [word.text for one in told for word in one.words] == expected(spoken)
        assert [one.voice for one in told] == [who for _, who in spoken]


# --- what cannot be read ----------------------------------------------------------------------------------


def zipped(**files: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return out.getvalue()


def with_macro() -> bytes:
    out = io.BytesIO(word_files.lines("I: Sanne?", "R: Ja."))
    with zipfile.ZipFile(out, "a") as archive:
        archive.writestr("word/vbaProject.bin", b"\xd0\xcf\x11\xe0")
    return out.getvalue()


BAD: tuple[tuple[str, bytes, type[CasusError]], ...] = (
    (".vtt", b"WEBVTT\n\nNOTE Sanne\n", NothingSaid),
    (".vtt", b" \n\n", NothingSaid),
    (".vtt", b"Sanne zegt niets", NotATranscript),
    (".vtt", b"WEBVTT\n\n00:xx --> 00:02.000\nSanne\n", TimesWrong),
    (".vtt", b"WEBVTT\n\n00:05.000 --> 00:02.000\nSanne\n", TimesWrong),
    (".vtt", b"WEBVTT\n\n00:50.000 --> 00:51.000\nSanne\n\n00:01.000 --> 00:02.000\nja\n", TimesWrong),
    (".srt", b"1\n00:00:01,000 --> 00:61:02,000\nSanne\n", TimesWrong),
    (".srt", b"\xff\xfe\x00", NotATranscript),
    (".json", b'{"nodes": [{"name": "Sanne"}]}', NotATranscript),
    (".json", b'{"segments": [{"start": 1, "end": NaN, "text": "Sanne"}]}', NotATranscript),
    (".json", b'{"segments": [{"start": 2, "end": 1, "text": "Sanne"}]}', TimesWrong),
    (".json", b"[" * 100_000, NotATranscript),
    (".json", b'{"segments": []}', NothingSaid),
    (".html", b"<!DOCTYPE html><html><body><p>Sanne</p></body></html>", NotATranscript),
    (".txt", b"<p>I: Sanne</p>", NotATranscript),
    (".txt", b"Sanne was er ook.\nZe zei niets.\n", WithoutSpeakers),
    (".txt", b"I: Sanne #00:05:00-0#\nR: ja #00:00:01-0#\n", TimesWrong),
    (".docx", b"Sanne", NoWordFile),
    (".docx", zipped(Sanne=b"x"), NoWordFile),
    (".docx", word_files.lines("I: Sanne?")[:-400], NoWordFile),
    (".docx", zipped(**{"[Content_Types].xml": b"<Types/>", "word/document.xml": bytes(60 << 20)}), TooLarge),
    (".docx", with_macro(), HasMacros),
    (".docx", word_files.lines("Sanne was er ook."), WithoutSpeakers),
    (".docx", word_files.lines(""), NothingSaid),
)


@pytest.mark.parametrize(("suffix", "data", "error"), BAD, ids=lambda value: getattr(value, "__name__", None))
def test_bad_files_say_what_is_wrong_without_saying_what_they_say(
    suffix: str, data: bytes, error: type[CasusError]
) -> None:
    with pytest.raises(error) as raised:
        read_transcript(data, suffix, "casus-04_leraar-1")
    assert type(raised.value) is error and raised.value.exit_code == 6
    for language in ("nl", "en"):
        told = raised.value.sentence(language) + raised.value.remedy(language)
        assert "Sanne" not in told and "casus-04_leraar-1" in told


def test_a_wrong_time_is_pointed_out_by_its_line() -> None:
    with pytest.raises(TimesWrong, match="line 6"):
        read_transcript(b"WEBVTT\n\n00:01.000 --> 00:02.000\nja\n\n00:09.000 --> 00:0x\nnee\n", ".vtt", "x")


def test_nothing_is_opened_without_consent(tmp_path: Path) -> None:
    here = tools(tmp_path, record(("opnemen",)))
    with pytest.raises(PurposeNotGiven):
        adopt(recording(".vtt"), here)  # there is no such file: nobody looked


def test_six_hours_are_taken_over(tmp_path: Path) -> None:
    clocks = (f"{n // 3600:02}:{n // 60 % 60:02}:{n % 60:02}" for n in range(6 * 3600))
    cues = (
        f"\n{n}\n{clock}.000 --> {clock}.950\n<v {('Anneke Bakker', 'Jan Hofstra')[n // 30 % 2]}>woord een twee</v>\n"
        for n, clock in enumerate(clocks)
    )
    verbatim = adopted(tmp_path, ("WEBVTT\n" + "".join(cues)).encode(), ".vtt")
    assert len(words(verbatim.blocks)) == 3 * 6 * 3600 and verbatim.figures.duration == 6 * 3600 - 0.05


# --- from the inbox to the release ------------------------------------------------------------------------


@pytest.fixture
def study(tmp_path: Path) -> Study:
    made = empty_study(tmp_path / "studie")
    path = made.consent(CASE)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(record_as_yaml(record()))
    return made


def drop(study: Study, name: str, data: bytes) -> None:
    path = study.inbox / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)


def data_of(name: str) -> bytes:
    return (FILES[0].parent / name).read_bytes()


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("teams.vtt", lambda: data_of("teams.vtt")),
        ("gesprek.docx", lambda: word_files.teams(TEAMS)),
        ("noscribe.txt", lambda: data_of("noscribe.txt")),
        ("typed.txt", lambda: data_of("typed.txt")),
    ],
)
def test_a_transcript_goes_from_the_inbox_to_the_release_without_a_name(
    study: Study, casus: Casus, name: str, data: Callable[[], bytes]
) -> None:
    drop(study, f"{CASE}/leraar/2026-05-13 {name}", data())
    ran = casus("run", "--study", str(study.root))
    assert ran.returncode == 0, ran.stderr
    assert not [path for path in study.inbox.rglob("*") if path.is_file()]
    page = (study.release / "by-case" / CASE / "leraar-1.txt").read_text(encoding="utf-8")
    head, _, body = page.partition("-" * 100)
    assert "imported: " in head and "Elders uitgeschreven" in head and "spraak" not in head.split("Labels")[0]
    assert "[KIND-1]" in body and "[LEERKRACHT-1]" in body and "(unv.)" in body and "[lacht]" in body
    assert body.count("I:") == 3 and body.count("R:") >= 2
    assert ("00:00:04" in body) == (name != "typed.txt")
    lying = [path for path in study.release.rglob("*") if path.is_file()]
    written = [text for path in lying for _, text in texts_in(path.name, path.read_bytes())]
    outside = [path.read_text(encoding="utf-8") for path in study.work.rglob("*.json")]
    for text in (*written, *outside, ran.stdout, ran.stderr):
        found = [said for said in NAMES if said in text]
        assert not found, found
    assert (study.release / "by-case" / CASE / "leraar-1.vtt").exists() == (name != "typed.txt")
    content = json.loads((study.release / "by-case" / CASE / "leraar-1.json").read_text(encoding="utf-8"))
    assert content["kind"] == "transcript" and content["figures"]["speech"] == 0


def test_marks_of_typists_stay_as_they_are_and_names_between_brackets_do_not(study: Study, casus: Casus) -> None:
    marks = "(unv.) [onverstaanbaar] [inaudible 00:12:03] (...) (3s) [Musik] (onv.) [crosstalk] (niet te verstaan)"
    drop(
        study,
        f"{CASE}/leraar/2026-05-13 a.txt",
        f"I: Ja?\nR: Nou {marks} en [Mees] en (Daan) en (0612345678) en (06 min 12345678).\n".encode(),
    )
    assert casus("run", "--study", str(study.root)).returncode == 0
    page = (study.release / "by-case" / CASE / "leraar-1.txt").read_text(encoding="utf-8")
    body = " ".join(page.split())
    assert marks in body and "Mees" not in body and "345678" not in body and "([KIND-1])" in body


def test_a_named_voice_is_masked_in_every_interview_of_the_case(study: Study, casus: Casus) -> None:
    drop(study, f"{CASE}/leraar/2026-05-13 een.vtt", data_of("teams.vtt"))
    drop(
        study,
        f"{CASE}/leraar/2026-05-14 twee.txt",
        b"I: Hoe ging het?\nR: Dat zei ik al tegen hofstra, die weet het.\n",
    )
    assert casus("run", "--study", str(study.root)).returncode == 0
    page = (study.release / "by-case" / CASE / "leraar-2.txt").read_text(encoding="utf-8")
    assert "[PERSOON-1]" in page and "hofstra" not in page


def test_a_recording_and_its_transcript_are_two_parts(study: Study, casus: Casus) -> None:
    drop(study, f"{CASE}/leraar/2026-05-13 gesprek.vtt", data_of("teams.vtt"))
    drop(study, f"{CASE}/leraar/2026-05-13 gesprek.wav", b"RIFF....WAVE")
    assert casus("intake", "--study", str(study.root)).returncode == 0
    assert {(one.id, one.kind) for one in study.recordings()} == {
        (f"{CASE}_leraar-1", "transcript"),
        (f"{CASE}_leraar-2", "audio"),
    }


def test_a_text_is_placed_by_its_role(study: Study, casus: Casus) -> None:
    for role in ("dossier", "leraar"):
        drop(study, f"{CASE}/{role}/2026-05-13 tekst.txt", f"I: Hoe is het {role}?\nR: Goed.\n".encode())
    drop(study, f"{CASE}/dossier/2026-05-13 gesprek.vtt", data_of("teams.vtt"))
    drop(study, f"{CASE}/leraar/2026-05-14 notitie.txt", b"Sanne was er ook.\n")
    ran = casus("run", "--study", str(study.root), "--json")
    assert {(one.id, one.kind) for one in study.recordings()} == {
        (f"{CASE}_dossier-1", "document"),
        (f"{CASE}_leraar-1", "transcript"),
    }
    reasons = {row["reason"] for row in json.loads(ran.stdout)["recordings"] if row["state"] == "quarantined"}
    assert any("niet wie er spreekt" in reason for reason in reasons)
    assert any("hoort bij wie er spreekt, niet in het dossier" in reason for reason in reasons)


def test_a_transcript_waits_for_its_date(study: Study, casus: Casus) -> None:
    drop(study, f"{CASE}/leraar/gesprek.vtt", data_of("teams.vtt"))
    casus("run", "--study", str(study.root))
    assert not study.product("verbatim", f"{CASE}_leraar-1").exists()
    drop(study, f"{CASE}/leraar/gesprek 2026-05-13.vtt", data_of("teams.vtt"))
    casus("run", "--study", str(study.root))
    assert study.product("verbatim", f"{CASE}_leraar-1").exists()


def test_names_of_voices_are_remembered_but_never_shown(tmp_path: Path) -> None:
    verbatim = adopted(tmp_path, data_of("teams.vtt"), ".vtt")
    assert verbatim.voices == ("Anneke Bakker", "Jan Hofstra")
    assert "Hofstra" not in repr(verbatim)
