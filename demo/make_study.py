"""Writes the demo study and its truth, always the same: `python -m demo.make_study [FOLDER]`."""

from __future__ import annotations

import argparse
import json
import shutil
import zlib
from collections import Counter
from pathlib import Path
from typing import Any

from demo.audio_files import write_audio
from demo.casts import Cast
from demo.perform import Performance, perform, truth_of, voices_for
from demo.records import consent_record
from demo.script import FOLDER, Dialogue, Name, fill, new_dialogue, read_dialogue
from demo.study_cases import BROKEN, CASES, UNPLACED, Recording, StudyCase

_HERE = Path(__file__).parent
_KINDS = {
    "geboren": "DATE",
    "adres": "ADDRESS",
    "telefoon": "PHONE",
    "email": "EMAIL",
}
_KEPT_OF_BROKEN = 0.4


def performed(case: StudyCase, recording: Recording) -> Performance:
    """A recording of the study before it is encoded."""
    if recording.dialogue:
        dialogue = read_dialogue(FOLDER / f"{recording.dialogue}.txt", case.cast)
    else:
        dialogue = new_dialogue(recording.role, case.cast, zlib.crc32(recording.path.encode()), exchanges=1)
    return _spoken(dialogue, case.cast, recording.path, recording.stereo)


def texts() -> dict[str, str]:
    """Every text file of the demo by its path: consent records, dossiers and truth."""
    files: dict[str, str] = {}
    for case in CASES:
        files[f"study/vault/consent/{case.name}.yaml"] = consent_record(case)
        if case.dossier:
            dossier, truth = _dossier(case)
            files[f"study/inbox/{case.dossier}"] = dossier
            files[f"truth/{case.name}_dossier-1.json"] = _json(truth)
        counted: Counter[str] = Counter()
        for recording in case.recordings:
            counted[recording.role] += 1
            name = f"{case.name}_{recording.role}-{counted[recording.role]}"
            files[f"truth/{name}.json"] = _json(_truth(case, recording, performed(case, recording)))
    files["truth/casus-02_ib-1.json"] = _json(
        {
            "file": f"inbox/{BROKEN[0]}",
            "case": "casus-02",
            "role": "ib",
            "persons": ["ib-1"],
            "recorded_on": "2026-06-09",
            "expected": "broken",
        }
    )
    files["truth/unplaced-1.json"] = _json({"file": f"inbox/{UNPLACED}", "expected": "unplaced"})
    return files


def write_recordings(inbox: Path) -> None:
    """Encodes every recording into the inbox, the unplaced and the broken one included."""
    for case in CASES:
        for recording in case.recordings:
            path = inbox / recording.path
            path.parent.mkdir(parents=True, exist_ok=True)
            write_audio(path, performed(case, recording).audio)
    cast = CASES[1].cast
    unplaced = new_dialogue("leraar", cast, 7, exchanges=4)
    write_audio(inbox / UNPLACED, _spoken(unplaced, cast, UNPLACED).audio)
    path = inbox / BROKEN[0]
    whole = read_dialogue(FOLDER / f"{BROKEN[1]}.txt", cast)
    write_audio(path, _spoken(whole, cast, BROKEN[0]).audio)
    content = path.read_bytes()
    path.write_bytes(content[: int(len(content) * _KEPT_OF_BROKEN)])


def make_study(folder: Path) -> None:
    """Writes `study/` and `truth/` anew in the folder."""
    for old in ("study/inbox", "study/vault", "truth"):
        shutil.rmtree(folder / old, ignore_errors=True)
    for name, text in texts().items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    write_recordings(folder / "study" / "inbox")


def _spoken(dialogue: Dialogue, cast: Cast, path: str, stereo: bool = False) -> Performance:
    seed = zlib.crc32(path.encode())
    return perform(dialogue, cast, voices_for(dialogue, cast, seed), seed, stereo)


def _truth(case: StudyCase, recording: Recording, performance: Performance) -> dict[str, Any]:
    people = {turn.person for turn in performance.turns if turn.person}
    return {
        "file": f"inbox/{recording.path}",
        "case": case.name,
        "role": recording.role,
        "persons": sorted(people),
        "recorded_on": _day(recording.path),
        "expected": recording.expected,
        "stereo": recording.stereo,
        "seconds": round(performance.seconds, 2),
        "turns": truth_of(performance),
    }


def _dossier(case: StudyCase) -> tuple[str, dict[str, Any]]:
    template = (_HERE / "dossiers" / f"{case.name}.txt").read_text(encoding="utf-8")
    line = fill(template, case.cast, "moeder", case.identifiers)
    names = [vars(name) for name in (*line.names, *_identifiers(case, line.text))]
    return line.text, {
        "file": f"inbox/{case.dossier}",
        "case": case.name,
        "role": "dossier",
        "persons": ["kind-1"],
        "recorded_on": _day(case.dossier),
        "expected": "released",
        "text": line.text,
        "names": sorted(names, key=lambda name: int(name["start"])),
    }


def _identifiers(case: StudyCase, text: str) -> list[Name]:
    found = []
    for slot, value in case.identifiers.items():
        start = text.index(value)
        found.append(Name(value, value, slot, _KINDS[slot], start, start + len(value)))
    return found


def _day(path: str) -> str:
    at = path.index("2026-")
    return path[at : at + 10]


def _json(value: dict[str, Any]) -> str:
    """One turn a line: a change shows up as the turn that changed."""
    turns = value.get("turns")
    if turns is None:
        return json.dumps(value, ensure_ascii=False, indent=1) + "\n"
    rest = json.dumps({**value, "turns": []}, ensure_ascii=False, indent=1)
    lines = ",\n".join("  " + json.dumps(turn, ensure_ascii=False) for turn in turns)
    return rest.replace('"turns": []', f'"turns": [\n{lines}\n ]') + "\n"


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path, nargs="?", default=_HERE)
    make_study(parser.parse_args().folder)


if __name__ == "__main__":
    main()
