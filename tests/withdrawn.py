"""A study in which everybody said something that nobody else said, made without a speech model; and a search of it."""

from __future__ import annotations

import io
import os
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from pipeline.config import read_settings
from pipeline.consent.records import ConsentFiles
from pipeline.consent.writing import record_as_yaml
from pipeline.inbox.quarantine import folder_of
from pipeline.model import ConsentRecord, Permission, Person, Verbatim, Word
from pipeline.on_request import run_bleep
from pipeline.ports import Heard, Sound, SpokenBy, Stretch, Tools
from pipeline.run import run_study
from pipeline.stages.bleep import How
from pipeline.store import Study, digest_of, write

TODAY = date(2026, 6, 1)
FIRST, LAST = date(2026, 1, 1), date(2040, 1, 1)
SETTINGS = """
[study]
name = "Proef"
[intake]
keep_inbox = true
[release]
review = "none"
always_review = []
[contact]
organisation = "De Proefschool"
"""
PURPOSES = ("opnemen", "transcriberen", "citeren", "delen", "archiveren", "geluid delen")
FOR_CHILD = (*PURPOSES, "andere informanten spreken", "dossier inzien")
SAID = {
    "casus-01_ouder-1": "Nou eh Sanne speelt met Yassin en heet thuis kwartelei zei buurvrouw Femke Postmus gisteren",
    "casus-01_ouder-2": "Wij zijn samen hier voor Sanne en oom Radboud Tichelaar lust geen spruitjes dus ja",
    "casus-01_leraar-1": "In de klas zit Sanne naast Yassin en juf Tirza Okkerman zag haar een zeepaardje tekenen",
    "casus-01_hulpverlener-1": "I: Hoe gaat het met Sanne?\nR: Mevrouw Wendelien Stofberg belde "
    "over de walnotentaart van Yassin.\n",
    "casus-01_kind-1": "Ik ben Sanne en mijn vriendin Zoraida Bleumink heeft een moestuintje hoor",
    "casus-01_dossier-1": "Verslag over Sanne.\n\nDokter Evert Klumpenaar schreef iets over hoestdrank.\n",
    "casus-02_leraar-1": "In mijn groep zit Bram en meester Olivier Duinkerk zag hem met een vlieger",
}
SECRETS = {
    "casus-01_ouder-1": ("kwartelei", "Femke", "Postmus"),
    "casus-01_ouder-2": ("spruitjes", "Radboud", "Tichelaar"),
    "casus-01_leraar-1": ("zeepaardje", "Tirza", "Okkerman"),
    "casus-01_hulpverlener-1": ("walnotentaart", "Wendelien", "Stofberg"),
    "casus-01_kind-1": ("moestuintje", "Zoraida", "Bleumink"),
    "casus-01_dossier-1": ("hoestdrank", "Evert", "Klumpenaar"),
    "casus-02_leraar-1": ("vlieger", "Olivier", "Duinkerk"),
}
OF_CASE = ("Sanne", "Yassin", "de Wit", "Hogeveld", "Beukenrode")  # "Wit" alone also stands in WithdrawConsent
FILES = {
    "casus-01_moeder_2026-05-11.wav": "casus-01_ouder-1",
    "casus-01_ouders_2026-05-12.wav": "casus-01_ouder-2",
    "casus-01_leraar_2026-05-13.wav": "casus-01_leraar-1",
    "casus-01_hulpverlener_2026-05-14.txt": "casus-01_hulpverlener-1",
    "casus-01_kind_2026-05-15.wav": "casus-01_kind-1",
    "casus-01/dossier/verslag.txt": "casus-01_dossier-1",
    "casus-02_leraar_2026-05-13.wav": "casus-02_leraar-1",
}
SECONDS = 25.0


@dataclass
class Script:
    """A recogniser that hears what stands in the script, and nothing in sound without names."""

    identity: str = "script"

    def __call__(self, sound: Sound, windows: Sequence[Stretch]) -> tuple[Heard, ...]:
        said = "" if sound.path.parent.name == "bleeped" else SAID[sound.recording]
        words = tuple(Word("", text, n * 0.5, n * 0.5 + 0.4, 0.9) for n, text in enumerate(said.split(), 1))
        return tuple(Heard(one, words if one.start == 0 else (), 0.0) for one in windows)

    def close(self) -> None: ...


@dataclass
class Silent:
    """A speaker finder that cannot tell anybody apart."""

    identity: str = "silent"

    def __call__(self, audio: Path, verbatim: Verbatim, count: int) -> tuple[SpokenBy, ...]:
        return ()

    def close(self) -> None: ...


@dataclass
class Speech:
    identity: str = "speech"

    def __call__(self, audio: Path) -> tuple[Stretch, ...]:
        return (Stretch(0.0, SECONDS),)


@dataclass
class Laid:
    identity: str = "laid"

    def __call__(self, source: Path, target: Path, tones: Sequence[Stretch], silences: Sequence[Stretch]) -> float:
        write(target, b"RIFF without names of " + target.stem.encode())
        return SECONDS


def _decode(source: Path, target: Path, recording: str) -> float:
    write(target, b"decoded " + source.read_bytes())
    return SECONDS


def record(case: str, persons: Sequence[tuple[str, str, str]], child: str) -> ConsentRecord:
    """A record in which everybody agreed to everything."""
    authority = tuple(id_ for id_, role, _ in persons if role in ("moeder", "vader"))
    permissions = [Permission(child, FOR_CHILD, tuple((p, FIRST) for p in authority), FIRST, LAST, "ouders-1.0")]
    permissions += [
        Permission(p, PURPOSES, ((p, FIRST),), FIRST, LAST, "volwassenen-1.0") for p, _, _ in persons if p != child
    ]
    return ConsentRecord(
        case,
        tuple(Person(id_, role, name, age_band="6-8" if id_ == child else "") for id_, role, name in persons),
        authority,
        tuple(permissions),
        schools=("De Beukenrode",) if case == "casus-01" else (),
    )


RECORDS = (
    record(
        "casus-01",
        (
            ("kind-1", "kind", "Sanne de Wit"),
            ("moeder-1", "moeder", "Els de Wit"),
            ("vader-1", "vader", "Tom Hogeveld"),
            ("leraar-1", "leraar", "Anja Hogeveld"),
            ("hulpverlener-1", "hulpverlener", "Piet de Wit"),
        ),
        "kind-1",
    ),
    record(
        "casus-02",
        (("kind-1", "kind", "Bram Kok"), ("moeder-1", "moeder", "Ine Kok"), ("leraar-1", "leraar", "Roel Bakker")),
        "kind-1",
    ),
)


def tools_of(study: Study, today: date = TODAY) -> Tools:
    """Tools that hear the script."""
    return Tools(
        settings=read_settings(study.root),
        study=study,
        decode=_decode,
        find_voice=Speech(),
        transcribe=Script(),
        find_speakers=Silent(),
        consent=ConsentFiles(study),
        today=today,
    )


def drop(study: Study, name: str, data: bytes) -> Path:
    """Put a file in the inbox that nobody has touched for a while."""
    path = study.inbox / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    os.utime(path, (1_700_000_000, 1_700_000_000))
    return path


def original(recording: str) -> bytes:
    """The bytes that are dropped for a recording."""
    said = SAID[recording].encode()
    audio = "\n" not in SAID[recording]
    return b"RIFF....WAVE " + SECRETS[recording][0].encode() * 3 if audio else said


def whole_study(root: Path) -> Study:
    """Seven recordings in two cases, all released, with sound, drafts of work, what was set aside, and copies."""
    study = Study(root)
    root.mkdir(parents=True)
    write(root / "study.toml", SETTINGS.encode())
    study.make()
    for one in RECORDS:
        write(study.consent(one.case), record_as_yaml(one))
    for name, recording in FILES.items():
        drop(study, name, original(recording))
    tools = tools_of(study)
    summary = run_study(tools)
    assert {o.subject: o.state for o in summary.outcomes} == dict.fromkeys(SAID, "released"), [
        o.error for o in summary.outcomes
    ]
    done = dict(run_bleep(tools, Laid(), How()))
    assert sorted(path.name for path in study.sound.rglob("*.wav")) == sorted(
        f"{recording.partition('_')[2]}.wav" for recording in SAID if "\n" not in SAID[recording]
    ), done
    for recording in SAID:
        study.scratch("transcribe", recording).save("000", "key", ("half werk", *SECRETS[recording]))
        study.save("hints", recording, f"{SECRETS[recording][1]}.")
        folder = folder_of(study, digest_of(original(recording)))
        write(folder / f"{SECRETS[recording][1]} opname.wav", original(recording))
        write(folder / "LEES MIJ.txt", f"inbox/{recording} {SECRETS[recording][1]}.wav".encode())
    return study


def everything(root: Path) -> Iterator[tuple[str, bytes]]:
    """Every file of a study, and every member of every zip in it."""
    for path in sorted(root.rglob("*")):
        if path.is_file():
            yield from _unpacked(path.relative_to(root).as_posix(), path.read_bytes())


def _unpacked(name: str, data: bytes) -> Iterator[tuple[str, bytes]]:
    yield name, data
    if data.startswith(b"PK\x03\x04"):
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            for member in packed.namelist():
                yield from _unpacked(f"{name}!{member}", packed.read(member))


def found(root: Path, *secrets: str) -> list[tuple[str, str]]:
    """Where anything of this still stands: in names of files or in what they hold, in any case and in UTF-16."""
    hits = []
    for name, data in everything(root):
        lower = data.lower()
        for secret in secrets:
            small = secret.lower()
            if small in name.lower() or small.encode() in lower or small.encode("utf-16-le") in lower:
                hits.append((secret, name))
    return hits
