"""A study of made-up cases that were released, to be archived; and the bag that comes of it, read by others."""

from __future__ import annotations

import zipfile
from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from lxml import etree

from pipeline.archive.archive import Archived, archive
from pipeline.errors import CasusError
from pipeline.model import ConsentRecord, Entity, Form, Permission, Person, Redacted, RedactedCase, Register
from pipeline.ports import Tools
from pipeline.stages.gate import gate, gather
from pipeline.stages.release import release
from tests import redacted as make

SCHEMAS = Path(__file__).parent / "data" / "dans"
SETTINGS: dict[str, Any] = {
    "title": "Samen rond het kind",
    "description": "Wat ouders, leraren en hulpverleners van elkaar merken.\n\nTwee jaar gesprekken.",
    "creators": [
        {
            "initials": "A.",
            "insertion": "van",
            "surname": "Loon",
            "orcid": "0000-0002-1825-0097",
            "organisation": "Hogeschool Zuid",
        },
        {"organisation": "Lectoraat Jeugd"},
    ],
    "rights_holder": "Hogeschool Zuid",
    "licence": "https://doi.org/10.17026/fp39-0x58",
    "audience": ["D54000", "D52000"],
    "subjects": ["jeugdhulp", "onderwijs"],
}
GIVEN = ("opnemen", "transcriberen", "andere informanten spreken", "dossier inzien", "citeren", "archiveren")
START, END = date(2026, 1, 1), date(2040, 1, 1)
UNTIL = "2029-02"  # from then on the child may be 12, and must agree itself


def record(case: str, without: Collection[str] = (), unsigned: Collection[str] = (), **more: str) -> ConsentRecord:
    """Two parents with authority, their child and a teacher, who allow everything; `without`: not `archiveren`.

    `unsigned`: parents who did not sign that for the child. `more`: other purposes, by person ("leraar_1").
    """
    people = (
        Person("kind-1", "kind", "Sanne de Wit", born="2017-03"),
        Person("moeder-1", "moeder", "Els Maas"),
        Person("vader-1", "vader", "Joris de Wit"),
        Person("leraar-1", "leraar", "Tom Bos"),
    )
    signers = {"kind-1": ("moeder-1", "vader-1")}
    given = []
    for person in people:
        extra = more.get(person.id.replace("-", "_"), "")
        purposes = [p for p in GIVEN if p != "archiveren" or person.id not in without] + ([extra] if extra else [])
        asked = signers.get(person.id, (person.id,))
        signed = tuple((signer, START) for signer in asked if person.role != "kind" or signer not in unsigned)
        given.append(Permission(person.id, tuple(purposes), signed, START, END, "formulier-1.0"))
        if person.id == "kind-1" and unsigned:  # all of it was signed by both, but for the archive
            both = tuple((signer, START) for signer in signers["kind-1"])
            other = tuple(p for p in purposes if p != "archiveren")
            given[-1:] = [
                replace(given[-1], purposes=("archiveren",)),
                replace(given[-1], purposes=other, signed=both),
            ]
    return ConsentRecord(case, people, ("moeder-1", "vader-1"), tuple(given), digest="cd" * 32)


def register(case: str, *names: str) -> Register:
    """The child and the teacher, and more persons by these names."""
    people = (("kind", "KIND-1", "Sanne de Wit"), ("leraar", "LEERKRACHT-1", "Tom Bos"))
    more = tuple(("persoon", f"PERSOON-{n}", name) for n, name in enumerate(names, start=1))
    return Register(
        case,
        tuple(
            Entity(f"E{n}", "PERSON", role, label, (Form(name, "consent"),))
            for n, (role, label, name) in enumerate((*people, *more), start=1)
        ),
    )


def case_of(case: str, *transcripts: Redacted, names: tuple[str, ...] = ()) -> RedactedCase:
    """A mother, a teacher and a page of the child's file."""
    made = transcripts or (
        make.redacted(
            make.turn("Ja nou eh, [KIND-1] gaat wel goed."), of=make.recording(case, "ouder", detail="moeder")
        ),
        make.redacted(make.turn("[KIND-1] leest graag, zegt [LEERKRACHT-1]."), of=make.recording(case)),
        make.redacted(
            make.turn("Het gaat goed op school.", None, None, "paragraph"),
            of=make.recording(case, "dossier", recorded_on=None),
        ),
    )
    return RedactedCase(case, register(case, *names), made)


def tools_for(root: Path, *records: ConsentRecord, study: str = "Proef", **archive: Any) -> Tools:
    """A study that is told all that an archive asks, in which nobody needs to approve; `archive`: other settings."""
    sections: dict[str, Any] = {"release": {"review": "none", "always_review": []}, "archive": SETTINGS | archive}
    return make.tools(root, *records, study={"name": study}, **sections)


def packed(
    tools: Tools, *cases: RedactedCase, sound: bool = False, not_released: Mapping[str, CasusError] | None = None
) -> Archived:
    """Release these cases, and archive what may be archived of them."""
    for case in cases:
        tools.study.save("register", case.case, case.register)
        for one in case.transcripts:
            tools.study.save("recordings", one.recording.id, one.recording)
    through = [gate(case, tools) for case in cases]
    released = release(gather("Proef", through), tools, {case.case: case.register for case in cases})
    stopped = dict(released.errors)
    return archive((case for case in through if case.case not in stopped), tools, not_released or {}, sound)


def unpacked(tools: Tools, archived: Archived, folder: Path) -> Path:
    """The bag as whoever receives it has it."""
    with zipfile.ZipFile(tools.study.archive / archived.place) as whole:
        whole.extractall(folder)
    return folder / archived.dataset.name


def payload(bag: Path) -> dict[str, bytes]:
    """What is in `data/`, by its place there."""
    data = bag / "data"
    return {p.relative_to(data).as_posix(): p.read_bytes() for p in sorted(data.rglob("*")) if p.is_file()}


class _Offline(etree.Resolver):  # type: ignore[misc]
    """The schemas of DANS name one address on the web; what is there lies beside them."""

    def resolve(self, url: str, _id: str, context: Any) -> Any:
        if url.startswith("http"):
            assert url.endswith("/xml.xsd"), url
            return self.resolve_filename(str(SCHEMAS / "extern" / "xml.xsd"), context)
        return None


def schema(place: str) -> Any:
    """A schema of DANS, read without network."""
    parser = etree.XMLParser(no_network=True)
    parser.resolvers.add(_Offline())
    return etree.XMLSchema(etree.parse(str(SCHEMAS / place), parser))


DATASET, FILES = schema("md/ddm/v2/ddm.xsd"), schema("bag/metadata/files/files.xsd")
