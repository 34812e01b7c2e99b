"""A made-up study in which every recording was heard and masked: four roles a case, 150 words a minute."""

from __future__ import annotations

import itertools
import random
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import get_args

from pipeline.consent.writing import record_as_yaml
from pipeline.model import (
    ConsentRecord,
    Entity,
    Figures,
    Finding,
    Findings,
    Form,
    Mark,
    Permission,
    Person,
    Piece,
    Recording,
    Redacted,
    RedactedBlock,
    RedactedCase,
    Register,
    Third,
)
from pipeline.store import Receipt, Spent, StateFile, Study, digest_of, write

RATE = 150  # words a minute
PACE = 60 / RATE  # seconds a word
ROLES = {"ouder": "moeder", "leraar": "leraar", "hulpverlener": "hulpverlener", "kind": "kind"}  # as a record says it
TALK = (
    "Ja nou eh, dat is op [SCHOOL-1] eigenlijk wel goed gegaan en toen zei [KIND-1] dat wil ik niet, want wij hadden "
    "de gemeente gebeld over ondersteuning. En één van de leerkrachten dacht daar anders over, hè, dus toen zijn we "
    "samen met [HULPVERLENER-1] gaan praten omdat omdat het thuis ook niet meer ging zoals we dat graag gewild hadden. "
    "Hij is nu negen, zit in groep zes en slaapt slecht."
).split()
PURPOSES = ("opnemen", "transcriberen", "andere informanten spreken", "citeren", "delen", "archiveren")


def made_up_study(root: Path, cases: int, minutes: int) -> Study:
    """A study on disk of so many cases, without recordings or words of anybody, that may be released."""
    study = Study(root)
    for number in range(1, cases + 1):
        case, dice = f"casus-{number:02}", random.Random(number)
        register = _register(case, number)
        transcripts = tuple(_transcript(case, role, minutes * RATE, dice) for role in ROLES)
        write(study.consent(case), record_as_yaml(_record(case, number)))
        study.save("register", case, register)
        study.save("redacted", case, RedactedCase(case, register, transcripts))
        study.save_receipt(case, Receipt("redact", "1", "", (), ()))
        study.save_spent(Spent("redact", case, 2.5))
        for one in transcripts:
            id_ = one.recording.id
            found = tuple(Finding(block.id, 0, 3, "PERSON", 0.9, "known-exact") for block in one.blocks if block.pieces)
            study.save("recordings", id_, one.recording)
            study.save("findings", id_, Findings(id_, found))
            study.save_state(StateFile(id_, "release", "released"))
            study.save_spent(Spent("transcribe", id_, 40.0 * minutes))
    return study


def _record(case: str, number: int) -> ConsentRecord:
    """Everybody agreed to everything."""
    first, last = date(2026, 3, 1), date(2040, 3, 1)
    names = zip(ROLES.values(), ("Els", "Tom", "Noor", "Sanne"), strict=True)
    people = tuple(
        Person(f"{role}-1", role, f"{name} Achternaam{number}", age_band="8-11" if role == "kind" else "")
        for role, name in names
    )
    signers = {"kind-1": "moeder-1"}
    given = tuple(
        Permission(one.id, PURPOSES, ((signers.get(one.id, one.id), first),), first, last, "formulier-1.0")
        for one in people
    )
    return ConsentRecord(case, people, ("moeder-1",), given)


def _register(case: str, number: int) -> Register:
    """Thirty people, and what the labels stand for."""
    names = (f"Voornaam{n} {'van der ' if n % 5 == 0 else ''}Achternaam{number}{n}" for n in range(30))
    people = (
        Entity(f"E{n}", "PERSON", "persoon", f"PERSOON-{n}", (Form(name, "consent"),)) for n, name in enumerate(names)
    )
    told = (
        Entity("E97", "PERSON", "kind", "KIND-1", (Form(f"Sanne Achternaam{number}", "consent"),), "kind-1"),
        Entity("E98", "PERSON", "hulp", "HULPVERLENER-1", (Form(f"Noor Achternaam{number}", "consent"),)),
        Entity("E99", "SCHOOL", "school", "SCHOOL-1", (Form(f"De Regenboog {number}", "consent"),)),
    )
    return Register(case, (*people, *told))


def _transcript(case: str, role: str, words: int, dice: random.Random) -> Redacted:
    blocks: list[RedactedBlock] = []
    clock, said = 0.0, 0
    talk = itertools.cycle(TALK)
    while said < words:
        count = min(dice.choice((3, 8, 20, 60, 140)), words - said)
        pieces = tuple(_pieces(itertools.islice(talk, count), clock, dice))
        blocks.append(RedactedBlock(f"b{len(blocks)}", "turn", pieces, clock, clock + PACE * count, dice.choice("IR")))
        clock, said = clock + PACE * count, said + count
        if dice.random() < 0.1:
            kind = dice.choice(("gap", "silence"))
            blocks.append(RedactedBlock(f"b{len(blocks)}", kind, (), clock, clock + 12.0))  # type: ignore[arg-type]
            clock += 12.0
    third = Third(words // 3, words // 90, words // 150, words // 300)
    figures = Figures(clock, clock * 0.9, clock * 0.88, 12.0, marks=(("doubtful", 40),), thirds=(third, third, third))
    id_ = f"{case}_{role}-1"
    recording = Recording(id_, case, role, "", (), date(2026, 5, 11), digest_of(id_.encode()), ".wav", "audio")
    return Redacted(recording, tuple(blocks), (), figures, "made up", "nl")


def _pieces(words: Iterator[str], clock: float, dice: random.Random) -> Iterator[Piece]:
    for at, word in enumerate(words):
        start = clock + PACE * at
        label = word[1:].split("]")[0] if word.startswith("[") else None
        marks: tuple[Mark, ...] = (dice.choice(get_args(Mark)),) if dice.random() < 0.03 else ()
        yield Piece(word, start, start + 0.35, label, marks)
