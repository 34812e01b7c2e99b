"""What is made only when somebody asks: sound without names, reading packs, a dataset for an archive.

Each first brings the release up to date.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from pipeline.archive.archive import Archived, archive
from pipeline.errors import (
    CasusError,
    NoRecording,
    NothingToPack,
    NotReleased,
    OneRole,
    SoundDeleted,
    UnknownSubject,
    known,
)
from pipeline.mirror import digests, listed
from pipeline.model import Recording, RedactedCase
from pipeline.packs import Pack, ask_for, asked
from pipeline.ports import Bleeper, Mapper, Tools
from pipeline.run import Outcome, Tell, run_cases, run_recordings, silent
from pipeline.stages.bleep import Bleeped, How, bleep
from pipeline.stages.gate import gate


def run_bleep(
    tools: Tools, lay: Bleeper, how: How, wanted: str = "", over: Mapper = map, tell: Tell = silent
) -> Iterator[tuple[str, Bleeped | CasusError]]:
    """Bring the release up to date, then take the names out of one recording, or of each that has sound.

    Gives each recording with what became of it. Raises UnknownSubject.
    """
    chosen = [one for one in tools.study.recordings() if one.id == wanted or (one.kind == "audio" and not wanted)]
    if wanted and not chosen:
        raise UnknownSubject(what=wanted)
    outcomes = {one.subject: one for one in run_cases(tools, run_recordings(tools, over, tell, ()), tell).outcomes}
    for recording in chosen:
        tell(recording.id, "bleep")
        try:
            yield recording.id, _bleeped(recording, outcomes[recording.id], tools, lay, how)
        except Exception as problem:
            yield recording.id, known(problem, recording.id)


def run_archive(tools: Tools, sound: bool = False, over: Mapper = map, tell: Tell = silent) -> Archived:
    """Bring the release up to date, then pack what may be archived. Raises what `archive` does."""
    outcomes = run_cases(tools, run_recordings(tools, over, tell, ()), tell).outcomes
    tell("archive", "archive")
    stays = {o.subject: o.error or NotReleased(recording=o.subject) for o in outcomes if o.state != "released"}
    cases = sorted({one.case for one in tools.study.recordings() if one.id not in stays})
    redacted = (tools.study.load(RedactedCase, "redacted", case) for case in cases)
    out = (replace(c, transcripts=tuple(t for t in c.transcripts if t.recording.id not in stays)) for c in redacted)
    return archive((gate(case, tools) for case in out), tools, stays, sound)


def run_pack(tools: Tools, pack: Pack, over: Mapper = map, tell: Tell = silent) -> tuple[str, ...]:
    """Ask for a pack, and bring the release up to date with it. Gives the places of its files in the release.

    A pack that cannot be made now is not asked for. Raises NothingToPack, OneRole, NameInPack, CannotCheck.
    """
    before = asked(tools.study)
    ask_for((*before, pack), tools.study)
    released = run_cases(tools, run_recordings(tools, over, tell, ()), tell).released
    places = listed(tools.study.work / "release.json")
    made = tuple(place for place in places if place in (f"{pack.place}.docx", f"{pack.place}.pdf"))
    if not made:
        ask_for(before, tools.study)
        if error := dict(released.withheld if released else ()).get(pack.place):
            raise error
        if pack.case and any(place.startswith(f"by-case/{pack.case}/") for place in places):
            raise OneRole(case=pack.case)
        raise NothingToPack(what=pack.case or pack.role or "release/")
    return made


def _bleeped(recording: Recording, outcome: Outcome, tools: Tools, lay: Bleeper, how: How) -> Bleeped:
    """One recording without names, if its transcript was released."""
    if recording.kind != "audio":
        raise NoRecording(recording=recording.id)
    if tools.study.is_silent(recording.id):
        raise SoundDeleted(recording=recording.id)
    if outcome.state != "released":
        raise outcome.error or NotReleased(recording=recording.id)
    redacted = tools.study.load(RedactedCase, "redacted", recording.case)
    (out,) = (one for one in gate(redacted, tools).transcripts if one.redacted.recording.id == recording.id)
    sound = tools.study.work / "sound.json"
    try:
        return bleep(out.redacted, redacted.register, tools, lay, how)
    finally:
        tools.witness.shared([out], digests(sound))
