"""Holds what the pipeline made of a study against what was really spoken.

Recognised words are aligned to the script; every name in the script is then a name heard right, heard
nearly right (edit distance 2, or the same phonetic key) or lost, and its words are masked or left.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from rapidfuzz.distance import DamerauLevenshtein, Levenshtein

from pipeline.model import ConsentRecord, Redacted, RedactedCase, Verbatim, Word
from pipeline.recognisers.phonetic import sound
from pipeline.store import Study

NEAR = 2
OUTPUTS = ("release", "work")
ARTICLES = ("de", "het")  # "De Klimop": the article tells nothing


@dataclass(frozen=True)
class NameHeard:
    """One name as spoken, and what became of it."""

    recording: str
    entity: str
    kind: str
    spoken: str = field(repr=False)
    heard: str = field(repr=False)
    in_record: bool
    hidden: bool
    label: str

    @property
    def right(self) -> bool:
        """Whether the recogniser wrote it as spoken."""
        return plain(self.spoken) == plain(self.heard)

    @property
    def near(self) -> bool:
        """Whether the recogniser wrote something like it."""
        spoken, heard = plain(self.spoken), plain(self.heard)
        return bool(heard) and (DamerauLevenshtein.distance(spoken, heard) <= NEAR or sound(spoken) == sound(heard))


@dataclass(frozen=True)
class Judgement:
    """The figures of one study."""

    words: int
    wrong_words: int
    names: tuple[NameHeard, ...]
    speech: float
    worded: float
    gaps: float
    survivors: tuple[str, ...]  # files under release/ or work/ in which a name of a record stands
    labels_of_child: dict[str, frozenset[str]]  # per case

    @property
    def word_error_rate(self) -> float:
        """Insertions, deletions and replacements per spoken word."""
        return self.wrong_words / max(1, self.words)

    @property
    def known_right(self) -> tuple[NameHeard, ...]:
        """Names of the consent records that were recognised as spoken."""
        return tuple(name for name in self.names if name.in_record and name.right)

    @property
    def near_wrong(self) -> tuple[NameHeard, ...]:
        """Names that were recognised nearly right."""
        return tuple(name for name in self.names if not name.right and name.near)


def plain(text: str) -> str:
    """Letters and digits only, without case and accents."""
    folded = unicodedata.normalize("NFKD", text.casefold())
    return re.sub(r"[\W_]", "", "".join(c for c in folded if not unicodedata.combining(c)))


def judge(study: Study, truths: Mapping[str, Sequence[dict[str, Any]]], records: Iterable[ConsentRecord]) -> Judgement:
    """Compare each recording's script (turns as `truth_of` gives them) with the study's transcripts."""
    by_case = {record.case: record for record in records}
    names: list[NameHeard] = []
    words = wrong = 0
    speech = worded = gaps = 0.0
    for recording, turns in truths.items():
        if not study.product("redacted", recording.partition("_")[0]).is_file():
            continue
        case = study.load(RedactedCase, "redacted", recording.partition("_")[0])
        redacted = next((t for t in case.transcripts if t.recording.id == recording), None)
        if redacted is None:
            continue
        verbatim = study.load(Verbatim, "verbatim", recording)
        figures = verbatim.figures
        speech, worded, gaps = speech + figures.speech, worded + figures.worded, gaps + figures.gaps
        spoken = [word for turn in turns for word, _ in turn["words"]]
        heard = [word for block in verbatim.blocks for word in block.words]
        steps = Levenshtein.opcodes([plain(w) for w in spoken], [plain(w.text) for w in heard])
        words += len(spoken)
        wrong += Levenshtein.distance([plain(w) for w in spoken], [plain(w.text) for w in heard])
        names += _names(recording, turns, heard, _aligned(steps), redacted, known_words(by_case[case.case]))
    return Judgement(
        words,
        wrong,
        tuple(names),
        speech,
        worded,
        gaps,
        survivors(study, by_case.values()),
        _child_labels(study, by_case),
    )


def known_words(record: ConsentRecord) -> frozenset[str]:
    """Every name of a record, whole and in parts of four letters and more."""
    whole = [p.name for p in record.persons] + [n for p in record.persons for n in p.nicknames]
    whole += [*record.schools, *record.institutions, *record.places, *record.other_names]
    parts = [part for name in whole for part in name.split() if part[0].isupper() and len(part) > 3]
    return frozenset(plain(name) for name in (*whole, *parts))


def survivors(study: Study, records: Iterable[ConsentRecord]) -> tuple[str, ...]:
    """Files that leave the vault in which a capitalised name of its case still stands."""
    found = []
    for record in records:
        people = [p.name for p in record.persons] + [n for p in record.persons for n in p.nicknames]
        whole = [*people, *record.schools, *record.institutions, *record.places, *record.other_names]
        alone = {part for name in people for part in name.split() if part[0].isupper() and len(part) > 2}
        pattern = re.compile(r"(?<!\w)(?:" + "|".join(map(re.escape, sorted({*whole, *alone}))) + r")s?(?!\w)")
        for folder in OUTPUTS:
            for path in sorted((study.root / folder).rglob("*")):
                belongs = record.case in str(path.relative_to(study.root)) or path.name == "overview.csv"
                if path.is_file() and belongs and pattern.search(_without_starts(path)):
                    found.append(str(path.relative_to(study.root)))
    return tuple(found)


def _without_starts(path: Path) -> str:
    """The text of a file, its first words of sentences in lower case: "Roos" there may be a flower."""
    text = path.read_text(encoding="utf-8", errors="replace")
    return re.sub(r"(?:(?<=[.?!:] )|(?<=: {2}))\w", lambda m: m[0].lower(), text)


def _aligned(steps: Iterable[Any]) -> dict[int, list[int]]:
    """For each spoken word the heard words that stand for it."""
    table: dict[int, list[int]] = {}
    for step in steps:
        spoken, heard = range(step.src_start, step.src_end), range(step.dest_start, step.dest_end)
        if step.tag == "insert":
            table.setdefault(step.src_start - 1, []).extend(heard)
        elif step.tag != "delete":
            for one, other in zip(spoken, heard, strict=True):
                table.setdefault(one, []).append(other)
    return table


def _names(
    recording: str,
    turns: Sequence[dict[str, Any]],
    heard: Sequence[Word],
    aligned: Mapping[int, list[int]],
    redacted: Redacted,
    known: frozenset[str],
) -> list[NameHeard]:
    """Every name of the script with what was heard for it."""
    found, first = [], 0
    for turn in turns:
        offsets = [m.start() for m in re.finditer(r"\S+", turn["text"])]
        for name in turn["names"]:
            covered = [
                first + number
                for number, (start, word) in enumerate(zip(offsets, turn["text"].split(), strict=True))
                if start < name["end"] and start + len(word) > name["start"]
            ]
            last = [aligned.get(position, []) for position in covered]
            same = [heard[i] for indexes in last for i in indexes]
            exact = [heard[i] for indexes in last for i in indexes[:1]]
            spoken = "".join(turn["text"].split()[position - first] for position in covered)
            text = min(
                (" ".join(w.text for w in ws) for ws in (exact, same)),
                key=lambda t: abs(len(plain(t)) - len(plain(spoken))),
            )
            labels = [label_at(redacted, word) for word in (exact or same) if plain(word.text) not in ARTICLES]
            found.append(
                NameHeard(
                    recording=recording,
                    entity=name["entity"],
                    kind=name["kind"],
                    spoken=spoken,
                    heard=text,
                    in_record=plain(name["name"]) in known,
                    hidden=bool(labels) and all(labels),
                    label=next((label for label in labels if label), ""),
                )
            )
        first += len(turn["words"])
    return found


def label_at(redacted: Redacted, word: Word) -> str:
    """The label that took this word's place; "" where it stayed."""
    middle = ((word.start or 0.0) + (word.end or 0.0)) / 2
    for block in redacted.blocks:
        for piece in block.pieces:
            if piece.label and piece.start is not None and piece.end is not None and piece.start <= middle <= piece.end:
                return piece.label
    return ""


def _child_labels(study: Study, records: Mapping[str, ConsentRecord]) -> dict[str, frozenset[str]]:
    """The labels under which the child of each case goes in the register."""
    table = {}
    for case, record in records.items():
        children = {person.id for person in record.persons if person.role == "kind"}
        entities = study.register(case).entities
        table[case] = frozenset(entity.label for entity in entities if entity.person in children)
    return table


def committed_truths(folder: Path) -> dict[str, Any]:
    """The spoken turns of the committed demo's interviews, by recording id."""
    scripts = {path.stem: json.loads(path.read_text(encoding="utf-8")) for path in sorted(folder.glob("*.json"))}
    return {recording: script["turns"] for recording, script in scripts.items() if script.get("turns")}
