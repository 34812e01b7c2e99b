"""The inbox: what is placed where, and nothing that is dropped is lost."""

from __future__ import annotations

import multiprocessing
import os
import random
import resource
import shutil
import signal
import subprocess
import sys
import time
import unicodedata
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from demo.study_cases import BROKEN, CASES
from pipeline.config import ROLES, IntakeSettings, Settings, StudySettings
from pipeline.consent.gate import refusal_for
from pipeline.consent.records import ConsentFiles
from pipeline.errors import (
    CannotPlace,
    CaseMissing,
    CasusError,
    DateImpossible,
    InboxIsVault,
    NoSpeech,
    PersonNotInRecord,
    RoleMissing,
    StorageFailed,
    TwoCases,
    TwoDates,
    TwoRoles,
)
from pipeline.inbox.placing import Placed, inbox_readme, place
from pipeline.inbox.quarantine import safe_name, to_quarantine
from pipeline.stages.intake import Taken, take_in
from pipeline.store import Study, digest_of, digest_of_file

ROOT = Path(__file__).parent.parent
SETTINGS = Settings(study=StudySettings(name="Proef"))
KEEPING = SETTINGS.model_copy(update={"intake": IntakeSettings(keep_inbox=True)})
SOUND = b"RIFF....WAVE"


@pytest.fixture
def study(tmp_path: Path) -> Study:
    made = Study(tmp_path / "studie")
    made.root.mkdir()
    made.make()
    return made


def drop(study: Study, name: str, data: bytes = SOUND) -> Path:
    """Put a file in the inbox that nobody has touched for a while."""
    path = study.inbox / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    os.utime(path, (1_700_000_000, 1_700_000_000))
    return path


def ids(taken: tuple[Taken, ...]) -> list[str]:
    """What became of each file, in a word."""
    return [
        type(one.error).__name__ if one.error else one.recording.id if one.recording else f"={one.duplicate_of}"
        for one in taken
    ]


def files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file())


# --- names ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("casus-04/leraar/2019-05-13 opname", Placed("casus-04", "leraar", "", (), date(2019, 5, 13))),
        ("casus-04_leraar_2019-05-13", Placed("casus-04", "leraar", "", (), date(2019, 5, 13))),
        ("casus-04/leraar_2019-05-13", Placed("casus-04", "leraar", "", (), date(2019, 5, 13))),
        ("casus-04/2019-05-13 juf", Placed("casus-04", "leraar", "juf", (), date(2019, 5, 13))),
        ("CASUS 4;Intern-Begeleider;13 mei 2019", Placed("casus-04", "ib", "intern-begeleider", (), date(2019, 5, 13))),
        ("Casus04 ib'er 20190513_143000", Placed("casus-04", "ib", "ib'er", (), date(2019, 5, 13))),
        ("casus_123_leraar-2_13-05-2019", Placed("casus-123", "leraar", "", ("leraar-2",), date(2019, 5, 13))),
        ("casus-04/ouders/vader", Placed("casus-04", "ouder", "vader", (), None)),
        ("casus-04 ouders", Placed("casus-04", "ouder", "ouders", (), None)),
        ("casus-04 moeder en vader", Placed("casus-04", "ouder", "moeder en vader", (), None)),
        ("casus-04 leraar 14.30", Placed("casus-04", "leraar", "", (), None)),
        ("casus-04/dossier/verslag hulpverlener", Placed("casus-04", "dossier", "", (), None)),
        ("casus-04 leraar-1 leraar-2", Placed("casus-04", "leraar", "", ("leraar-1", "leraar-2"), None)),
    ],
)
def test_case_role_and_day_are_read_from_folder_and_name(path: str, expected: Placed) -> None:
    assert place(path.split("/"), ROLES) == expected


@pytest.mark.parametrize(
    ("path", "error"),
    [
        ("leraar 2019-05-13", CaseMissing),
        ("sanne-04 leraar", CaseMissing),
        ("casus-04-05-2019 leraar", CaseMissing),
        ("casus-04/casus-05 leraar", TwoCases),
        ("casus-04 2019-05-13", RoleMissing),
        ("casus-04 leraar moeder", TwoRoles),
        ("casus-04/leraar/gesprek met moeder", TwoRoles),
        ("casus-04/moeder/vader", TwoRoles),
        ("casus-04 ouders moeder", TwoRoles),
        ("casus-04 juf leraar-1", TwoRoles),
        ("casus-04 leraar 2019-02-30", DateImpossible),
        ("casus-04 leraar 2019-05-13 2019-05-14", TwoDates),
        ("casus-04/2019-05-13/leraar 14 mei 2019", TwoDates),
        ("casus-04 leraar deel-1-2-2019-05-13", TwoDates),
    ],
)
def test_what_can_be_read_in_two_ways_or_in_none_is_left_to_a_person(path: str, error: type[CannotPlace]) -> None:
    with pytest.raises(error) as told:
        place(path.split("/"), ROLES, "q-12345678")
    assert "sanne" not in told.value.sentence("nl") and told.value.sentence("nl").startswith("q-12345678")


WORDS = [(role, word) for role, words in ROLES.items() for word in words if word != "ouders"]
MONTHS = "januari februari maart april mei juni juli augustus september oktober november december".split()


@settings(max_examples=300, deadline=None)
@given(st.data())
def test_any_case_role_and_day_are_found_whatever_order_separators_and_capitals(data: st.DataObject) -> None:
    number = data.draw(st.integers(0, 9999))
    role, word = data.draw(st.sampled_from(WORDS))
    day = data.draw(st.none() | st.dates(date(1990, 1, 1), date(2030, 12, 31)))
    person = data.draw(st.sampled_from((0, 0, 1, 9))) if " " not in word and "'" not in word else 0
    pieces = [data.draw(st.sampled_from((f"casus-{number}", f"Casus {number:02d}", f"case{number}")))]
    pieces.append(word + (f"-{person}" if person else ""))
    if day:
        written = (day.isoformat(), f"{day:%Y%m%d}", f"{day:%d-%m-%Y}", f"{day.day} {MONTHS[day.month - 1]} {day.year}")
        pieces.append(data.draw(st.sampled_from(written)))
    pieces.append(data.draw(st.sampled_from(("opname", "gesprek", "DEF", "ümlaut", "🎙"))))
    order = data.draw(st.permutations(pieces))
    name = order[0]
    for piece in order[1:]:
        name += data.draw(st.sampled_from((" ", "_", " - ", "; ", ", ", "/"))) + piece
    name = data.draw(st.sampled_from((name, name.upper(), name.title())))
    name = unicodedata.normalize(data.draw(st.sampled_from(("NFC", "NFD"))), name)
    placed = place(name.split("/"), ROLES)
    assert (placed.case, placed.role, placed.recorded_on) == (f"casus-{number:02d}", role, day)
    assert placed.detail == ("" if word == role else word)
    assert placed.persons == ((f"{word}-{person}",) if person else ())


@settings(max_examples=200, deadline=None)
@given(st.lists(st.text(max_size=40), min_size=1, max_size=4))
@example(["casus-1\nleraar", "../../etc"])
@example(["casus-٤ leraar"])
def test_any_name_is_placed_or_told_why_not(parts: list[str]) -> None:
    try:
        assert place(parts, ROLES).role in ROLES
    except CannotPlace as error:
        assert error.sentence("nl") and error.remedy("nl") and error.sentence("en") and error.remedy("en")


@settings(max_examples=200, deadline=None)
@given(st.text(st.characters(), max_size=300))
@example("..")
@example("LEES MIJ.txt")
@example("é" * 200 + ".m4a")
@example("\udce9.wav")
def test_a_safe_name_is_one_short_name_in_any_folder(name: str) -> None:
    safe = safe_name(name)
    assert safe == Path(safe).name and safe not in ("", ".", "..", "LEES MIJ.txt", "READ ME.txt")
    assert len(safe.encode()) <= 121 and safe.isprintable()


# --- the inbox --------------------------------------------------------------------------------------------


def test_files_move_from_the_inbox_into_the_vault_in_order_of_name(study: Study) -> None:
    drop(study, "casus-04/leraar/2019-06-03.wav", b"RIFF two")
    drop(study, "casus-04/leraar/2019-05-13.WAV", b"RIFF one")
    drop(study, "casus-04/dossier/verslag.txt", b"Het kind.")
    taken = take_in(study, SETTINGS)
    assert ids(taken) == ["casus-04_dossier-1", "casus-04_leraar-1", "casus-04_leraar-2"]
    assert study.recordings() == tuple(one.recording for one in taken)
    first = study.recordings()[1]
    assert first.digest == digest_of(b"RIFF one") and first.suffix == ".wav" and first.kind == "audio"
    assert study.original(first).read_bytes() == b"RIFF one"
    assert not files(study.inbox) and take_in(study, SETTINGS) == ()


def test_the_same_content_again_is_a_duplicate_and_in_another_case_a_conflict(study: Study) -> None:
    drop(study, "casus-04_leraar_2019-05-13.wav")
    drop(study, "casus-04_leraar_2019-05-14 kopie.wav")
    drop(study, "casus-05_leraar_2019-05-13.wav")
    drop(study, "kopie van sanne.wav")
    assert ids(take_in(study, SETTINGS)) == [
        *("casus-04_leraar-1", "=casus-04_leraar-1", "SameAudioElsewhere", "=casus-04_leraar-1")
    ]
    assert not files(study.inbox) and len(study.recordings()) == 1


def test_a_better_name_fills_in_what_was_open_and_changes_nothing_else(study: Study) -> None:
    drop(study, "casus-04_ouder.wav")
    take_in(study, SETTINGS)
    for name, detail, persons, day in (
        ("casus-04_vader.wav", "vader", (), None),
        ("casus-04_vader_2019-05-13.wav", "vader", (), date(2019, 5, 13)),
        ("casus-04_vader-2_2019-05-13.wav", "vader", ("vader-2",), date(2019, 5, 13)),
        ("casus-04_moeder_2020-01-01.wav", "vader", ("vader-2",), date(2019, 5, 13)),
        ("casus-04_leraar_2020-01-01.wav", "vader", ("vader-2",), date(2019, 5, 13)),
    ):
        drop(study, name)
        take_in(study, SETTINGS)
        (only,) = study.recordings()
        assert (only.id, only.detail, only.persons, only.recorded_on) == ("casus-04_ouder-1", detail, persons, day)


def test_without_a_day_the_role_can_still_be_mended_and_its_number_is_not_used_again(study: Study) -> None:
    drop(study, "casus-04_leraar.wav")
    take_in(study, SETTINGS)
    drop(study, "casus-04_moeder_2019-05-13.wav")
    assert ids(take_in(study, SETTINGS)) == ["casus-04_ouder-1"]
    drop(study, "casus-04_leraar_2019-05-14.wav", b"RIFF other")
    assert ids(take_in(study, SETTINGS)) == ["casus-04_leraar-2"]
    assert [path.stem for path in files(study.vault / "originals")] == ["casus-04_leraar-2", "casus-04_ouder-1"]


UNPLACEABLE = [
    ("Sanne van der Meulen.wav", SOUND, "CaseMissing"),
    ("casus-04 Sanne.wav", SOUND, "RoleMissing"),
    ("casus-04 leraar 2099-01-01 Sanne.wav", SOUND, "DateImpossible"),
    ("casus-04 leraar Sanne.wav", b"", "EmptyFile"),
    ("casus-04 leraar Sanne.wav", b"%PDF-1.7", "UnknownKind"),
    ("casus-04 leraar Sanne.xyz", SOUND, "UnknownKind"),
    ("casus-04 leraar Sanne", SOUND, "UnknownKind"),
    ("casus-04 dossier Sanne.doc", b"\xd0\xcf\x11\xe0", "OnlyText"),
    ("casus-04 leraar Sanne.pdf", b"%PDF-1.7", "OnlyText"),
    ("casus-04 dossier Sanne.json", b"{}", "WrongRoleForKind"),
    ("casus-04 dossier Sanne.txt", b"OggS", "UnknownKind"),
    ("casus-04 dossier Sanne.wav", SOUND, "WrongRoleForKind"),
    ("casus-04 dossier Sanne.vtt", b"WEBVTT", "WrongRoleForKind"),
    ("casus-04 leraar Sanne.txt", b"<html>Hallo", "UnknownKind"),
    ("casus-04 leraar\nSanne 🎙 e\u0301.xyz", SOUND, "UnknownKind"),
]


@pytest.mark.parametrize(
    ("name", "data", "expected"), UNPLACEABLE, ids=[f"{row[2]}-{i}" for i, row in enumerate(UNPLACEABLE)]
)
def test_what_cannot_be_placed_lies_in_quarantine_with_a_note_and_its_name_stays_there(
    study: Study, name: str, data: bytes, expected: str
) -> None:
    for _ in range(2):
        drop(study, name, data)
        (taken,) = take_in(study, SETTINGS)
        assert type(taken.error).__name__ == expected and not files(study.inbox) and not study.recordings()
        kept, note = sorted(files(study.quarantine), key=lambda path: path.name == "LEES MIJ.txt")
        assert kept.read_bytes() == data and kept.parent == note.parent
        assert kept.parent.name == f"q-{digest_of(data)[:8]}"
        assert taken.error and taken.error.sentence("nl") in note.read_text(encoding="utf-8")
        assert taken.error.remedy("nl") in note.read_text(encoding="utf-8")
        outside = [path for path in files(study.root) if "quarantine" not in path.parts]
        told = f"{taken!r} {taken.error} {taken.error.sentence('nl')} {taken.error.details}"
        assert "sanne" not in (told + "".join(map(str, outside))).casefold()
        assert not any(b"anne" in path.read_bytes() for path in outside)
        state = study.state(f"q-{digest_of(data)[:8]}")
        assert state is not None and state.state == "quarantined" and state.error == expected


def test_a_text_is_a_document_in_the_dossier_and_a_transcript_of_who_speaks(study: Study) -> None:
    names = "dossier.txt leraar.txt leraar.docx dossier.docx dossier.pdf dossier.html leraar.html".split()
    for name in (f"casus-04 {name}" for name in names):
        drop(study, name, name.encode())
    take_in(study, SETTINGS)
    kinds = {one.suffix + one.role: one.kind for one in study.recordings()}
    documents = {key: kind for key, kind in kinds.items() if "dossier" in key}
    assert len(kinds) == len(names) and set(documents.values()) == {"document"}
    assert {kinds[key] for key in kinds.keys() - documents.keys()} == {"transcript"}


def test_a_transcript_without_a_day_may_still_get_another_role(study: Study) -> None:
    drop(study, "casus-04 leraar.vtt", b"WEBVTT")
    drop(study, "casus-04 moeder.vtt", b"WEBVTT")
    take_in(study, SETTINGS)
    assert [one.id for one in study.recordings()] == ["casus-04_ouder-1"]


def test_a_wrong_person_in_a_file_name_is_mended_as_the_message_says(study: Study) -> None:
    drop(study, "casus-04_leraar-7_2019-05-13.wav")
    (taken,) = take_in(study, SETTINGS)
    assert taken.recording and taken.recording.persons == ("leraar-7",)
    remedy = PersonNotInRecord(recording=taken.recording.id, role="leraar", person="leraar-7", ids="-", ids_en="-")
    assert f"vault/recordings/{taken.recording.id}.json" in remedy.remedy("nl")
    study.product("recordings", taken.recording.id).unlink()
    drop(study, "casus-04_leraar-2_2019-05-13.wav")
    (again,) = take_in(study, SETTINGS)
    assert again.recording and (again.recording.id, again.recording.persons) == (taken.recording.id, ("leraar-2",))


def test_quarantine_empties_itself_when_the_file_comes_back_with_a_good_name(study: Study) -> None:
    drop(study, "vrijdag.wav")
    take_in(study, SETTINGS)
    assert len(study.states()) == 1
    drop(study, "casus-04_leraar_2019-05-13.wav")
    assert ids(take_in(study, SETTINGS)) == ["casus-04_leraar-1"]
    assert not files(study.quarantine) and not study.states()


def test_a_state_goes_with_the_folder_that_somebody_threw_away(study: Study) -> None:
    drop(study, "vrijdag.wav")
    take_in(study, SETTINGS)
    for path in files(study.quarantine):
        path.unlink()
    next(study.quarantine.iterdir()).rmdir()
    take_in(study, SETTINGS)
    assert not study.states()


def test_two_files_that_share_a_folder_and_a_name_are_both_kept(study: Study) -> None:
    drop(study, "vrijdag.wav", b"RIFF one")
    take_in(study, SETTINGS)
    kept = next(path for path in files(study.quarantine) if path.suffix == ".wav")
    kept.write_bytes(b"something else that came to lie here")
    drop(study, "vrijdag.wav", b"RIFF one")
    take_in(study, SETTINGS)
    assert sorted(path.read_bytes() for path in files(study.quarantine) if path.suffix == ".wav") == [
        *(b"RIFF one", b"something else that came to lie here")
    ]


def test_a_recording_that_cannot_be_read_goes_to_quarantine_and_its_id_is_never_given_again(study: Study) -> None:
    drop(study, "casus-04_leraar_2019-05-13.wav")
    (taken,) = take_in(study, SETTINGS)
    assert taken.recording
    for _ in range(2):  # also when a kill made us begin again
        shown = to_quarantine(study, taken.recording, NoSpeech(recording=taken.recording.id, seconds=3), "nl")
        assert shown == f"q-{digest_of(SOUND)[:8]}" and not study.recordings()
        assert not files(study.vault / "originals")
        assert [path.name for path in files(study.quarantine)] == ["LEES MIJ.txt", "casus-04_leraar-1.wav"]
    drop(study, "casus-04_leraar_2019-05-13.wav", b"RIFF a good copy")
    assert ids(take_in(study, SETTINGS)) == ["casus-04_leraar-2"]


def test_with_keep_inbox_a_second_look_tells_nothing_new(study: Study) -> None:
    names = ("casus-04_leraar_2019-05-13.wav", "casus-04/leraar/kopie 2019-05-13.wav", "vrijdag.wav", "casus-04_ib.wav")
    for index, name in enumerate(names):
        drop(study, name, SOUND if index < 2 else f"RIFF {index}".encode())
    assert ids(take_in(study, KEEPING)) == ["casus-04_leraar-1", "casus-04_ib-1", "CaseMissing"]
    unreadable = study.recordings()[0]
    to_quarantine(study, unreadable, NoSpeech(recording=unreadable.id, seconds=3), "nl")
    assert take_in(study, KEEPING) == () and len(files(study.inbox)) == 4


def test_what_systems_leave_is_passed_over_and_links_are_never_followed(study: Study, tmp_path: Path) -> None:
    outside = tmp_path / "elders"
    outside.mkdir()
    (outside / "casus-04_leraar.wav").write_bytes(SOUND)
    for name in (
        ".DS_Store",
        "Thumbs.db",
        "._x.wav",
        "casus-04_leraar.wav.part",
        "~x.wav",
        "LEESMIJ.txt",
        ".sync/a.wav",
    ):
        drop(study, name)
    (study.inbox / "casus-04_leraar.wav").symlink_to(outside / "casus-04_leraar.wav")
    (study.inbox / "casus-04").symlink_to(outside)
    os.mkfifo(study.inbox / "casus-04_ib.wav")
    assert ids(take_in(study, SETTINGS)) == ["NoOrdinaryFile"] * 3
    assert not study.recordings() and (outside / "casus-04_leraar.wav").read_bytes() == SOUND
    assert inbox_readme("nl") != inbox_readme("en") and "casus-04/leraar" in inbox_readme("nl")


def test_a_file_that_is_still_being_written_waits(study: Study) -> None:
    writer = subprocess.Popen(
        [
            *(sys.executable, "-c"),
            "import sys, time\nwith open(sys.argv[1], 'wb', 0) as f:\n"
            " f.write(b'RIFF'); print('go', flush=True)\n while True: f.write(b'x'); time.sleep(0.01)",
            str(study.inbox / "casus-04_leraar_2019-05-13.wav"),
        ],
        stdout=subprocess.PIPE,
    )
    try:
        assert writer.stdout and writer.stdout.readline()
        assert ids(take_in(study, SETTINGS)) == ["StillArriving"]
    finally:
        writer.kill()
        writer.wait()
    assert not study.recordings() and len(files(study.inbox)) == 1
    assert ids(take_in(study, SETTINGS)) == ["casus-04_leraar-1"]


def test_a_very_deep_folder_is_walked(study: Study) -> None:
    drop(study, "casus-04/" + "a/" * 400 + "leraar.wav")
    assert ids(take_in(study, SETTINGS)) == ["casus-04_leraar-1"]


@pytest.mark.parametrize("inside", ["vault", "vault/x", "work", "release", "."])
def test_an_inbox_that_is_the_vault_is_refused(tmp_path: Path, inside: str) -> None:
    study = Study(tmp_path / "studie")
    (study.root / inside).mkdir(parents=True)
    study.inbox.symlink_to(study.root / inside)
    with pytest.raises(InboxIsVault):
        take_in(study, SETTINGS)


def test_a_vault_that_cannot_be_written_loses_nothing(study: Study) -> None:
    drop(study, "casus-04_leraar.wav")
    (study.vault / "originals").write_bytes(b"")  # a file where the folder should be: no user may write there
    with pytest.raises(StorageFailed):
        take_in(study, SETTINGS)
    assert [path.read_bytes() for path in files(study.inbox)] == [SOUND] and not study.recordings()
    (study.vault / "originals").unlink()
    assert ids(take_in(study, SETTINGS)) == ["casus-04_leraar-1"]


def test_a_full_disk_loses_nothing(study: Study) -> None:
    drop(study, "casus-04_leraar.wav", b"RIFF" + bytes(200_000))
    full = _start(study, _little_room)
    full.join()
    assert full.exitcode == 7
    assert len(files(study.inbox)) == 1 and not files(study.vault)
    assert ids(take_in(study, SETTINGS)) == ["casus-04_leraar-1"]


# --- kills ------------------------------------------------------------------------------------------------

MANY = {
    **{
        f"casus-0{n % 3 + 1}/{role}/2019-05-{n + 1:02d}.wav": f"RIFF {n} {role}".encode() * 3000
        for n in range(8)
        for role in ("leraar", "moeder", "kind")
    },
    "vrijdag.wav": b"RIFF nobody knows",
    "casus-02_ib_2019-05-01.wav": b"RIFF 0 leraar" * 3000,
    "casus-01_leraar_kopie.wav": b"RIFF 0 leraar" * 3000,
}


def _start(study: Study, first: Callable[[], object] = lambda: None) -> BaseProcess:
    """Intake in a process of its own, under way; its exit code is that of the error. Forked: imports take seconds."""
    ours, theirs = multiprocessing.Pipe()
    process = multiprocessing.get_context("fork").Process(target=_run, args=(study, first, theirs))
    process.start()
    assert ours.recv() == "go"
    return process


def _run(study: Study, first: Callable[[], object], ready: Connection) -> None:
    first()
    ready.send("go")
    try:
        take_in(study, SETTINGS)
    except CasusError as error:
        sys.exit(error.exit_code)


def _little_room() -> None:
    resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000))
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)


def _contents(study: Study) -> Iterator[tuple[str, bytes]]:
    for path in files(study.vault):
        yield path.relative_to(study.vault).as_posix(), path.read_bytes()


@pytest.mark.parametrize("seed", range(4))
def test_killed_at_any_moment_intake_loses_nothing_and_ends_the_same(tmp_path: Path, seed: int) -> None:
    ends = []
    for kills in (0, 3):
        study = Study(tmp_path / str(kills))
        study.root.mkdir()
        study.make()
        for name, data in MANY.items():
            drop(study, name, data)
        wait = random.Random(seed)
        for _ in range(kills):
            process = _start(study)
            time.sleep(wait.uniform(0, 0.12))
            process.kill()
            process.join()
            held = {digest_of(path.read_bytes()) for path in (*files(study.inbox), *files(study.vault))}
            assert held >= {digest_of(data) for data in MANY.values()}
        take_in(study, SETTINGS)
        assert not files(study.inbox)
        ends.append(list(_contents(study)))
    assert ends[0] == ends[1]


NAMES = st.text(st.characters(exclude_characters="/\0", codec="utf-8"), min_size=1, max_size=30)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(NAMES, st.sampled_from((".wav", ".txt", ".m4a", "")), st.booleans()), max_size=4))
def test_files_with_any_name_never_crash_intake_and_never_escape_the_vault(
    tmp_path_factory: pytest.TempPathFactory, names: list[tuple[str, str, bool]]
) -> None:
    root = tmp_path_factory.mktemp("elke naam")
    study = Study(root / "studie")
    study.root.mkdir()
    study.make()
    dropped: dict[str, bytes] = {}
    for index, (name, suffix, good) in enumerate(names):
        full = (f"casus-04 leraar {name}" if good else name) + suffix
        if full not in (".", ".."):
            dropped[full] = f"RIFF {index}".encode()
            drop(study, full, dropped[full])
    taken = take_in(study, SETTINGS)
    assert all(one.error is None or isinstance(one.error, CasusError) for one in taken)
    assert {path.read_bytes() for path in (*files(study.inbox), *files(study.vault))} >= set(dropped.values())
    top = {path.relative_to(study.root).parts[0] for path in files(root)}
    assert top <= {"inbox", "vault", "work"}


def test_a_day_to_come_is_no_day_of_recording(study: Study) -> None:
    drop(study, f"casus-04_leraar_{date.today() + timedelta(days=2)}.wav")
    assert ids(take_in(study, SETTINGS)) == ["DateImpossible"]


def test_the_demo_study_is_placed_and_consented_as_its_makers_meant(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "demo" / "study", tmp_path / "studie")
    study = Study(tmp_path / "studie")
    by_digest = {digest_of_file(path): path.relative_to(study.inbox).as_posix() for path in files(study.inbox)}
    taken = take_in(study, SETTINGS)
    assert [type(one.error).__name__ for one in taken if one.error] == ["CaseMissing"] and not files(study.inbox)
    found = {}
    for recording in study.recordings():
        told = refusal_for(recording, ConsentFiles(study)(recording.case), date(2026, 11, 23), roles=ROLES)
        found[by_digest[recording.digest]] = told.state if told else "released"
    expected = {one.path: one.expected for case in CASES for one in case.recordings}
    expected |= {case.dossier: "released" for case in CASES if case.dossier} | {BROKEN[0]: "released"}
    assert found == expected
