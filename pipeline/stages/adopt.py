"""From a transcript that was made elsewhere to what was said in it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import count

from pipeline.accounting import count_marks, marked_blocks, thirds
from pipeline.consent.gate import refusal_for, respondents
from pipeline.errors import TooLarge
from pipeline.model import Block, Figures, Recording, Verbatim
from pipeline.ports import Tools
from pipeline.recognisers.lexicon import is_word
from pipeline.transcripts import Utterance, read_transcript
from pipeline.transcripts.voices import names_in, roles_for

_MOST_MB = 100
_SENTENCE_ENDS = (".", "?", "!", "…")


def adopt(recording: Recording, tools: Tools) -> Verbatim:
    """Take over a transcript word for word: who speaks becomes "I" or "R", and the names of voices are remembered.

    Nobody listens here, so what was left out stays unknown. Asks for consent before the file is opened. Raises what
    the gate refuses with, and what `read_transcript` raises.
    """
    record = tools.consent(recording.case)
    if refused := refusal_for(recording, record, tools.today, roles=tools.settings.roles):
        raise refused
    original = tools.study.original(recording)
    if original.stat().st_size > _MOST_MB << 20:
        raise TooLarge(recording=recording.id, limit=_MOST_MB)
    form, said = read_transcript(original.read_bytes(), recording.suffix, recording.id)
    heard = respondents(recording, record, tools.settings.roles)
    known = [name for p in record.persons if p.id in heard for name in (p.name, *p.nicknames)]
    settings = tools.settings.transcribe
    blocks = _blocks(_turns(said, settings.turn_pause_seconds), roles_for(said, known))
    names = {name for one in said if one.voice for name in names_in(one.voice)}
    blocks = marked_blocks(blocks, settings.doubt_below, is_word)
    length = max((block.end or 0.0 for block in blocks), default=0.0)
    figures = Figures(length, marks=count_marks(blocks), thirds=thirds(blocks))
    return Verbatim(recording, settings.language, blocks, figures, f"imported: {form}", tuple(sorted(names)))


def _turns(said: Sequence[Utterance], pause: float) -> list[Utterance]:
    """Cues that follow on one another as one turn; of a voice that nobody knows up to the end of a sentence."""
    turns: list[Utterance] = []
    for one in said:
        if turns and _goes_on(turns[-1], one, pause):
            turns[-1] = replace(one, words=turns[-1].words + one.words)
        else:
            turns.append(one)
    return turns


def _goes_on(before: Utterance, one: Utterance, pause: float) -> bool:
    end, start = before.words[-1].end, one.words[0].start
    if end is None or start is None or before.voice != one.voice or before.kind != one.kind:
        return False
    return 0 <= start - end < pause and (one.voice is not None or not before.words[-1].text.endswith(_SENTENCE_ENDS))


def _blocks(turns: Sequence[Utterance], roles: Mapping[str, str]) -> tuple[Block, ...]:
    """Turns with numbers, and roles in the place of voices."""
    number = count(1)
    return tuple(_block(f"b{at:04}", turn, roles, number) for at, turn in enumerate(turns, 1))


def _block(id_: str, turn: Utterance, roles: Mapping[str, str], number: Iterator[int]) -> Block:
    words = tuple(replace(word, id=f"w{next(number):05}") for word in turn.words)
    ends = [word.end for word in words if word.end is not None]
    return Block(id_, turn.kind, words, words[0].start, max(ends, default=None), roles.get(turn.voice or ""))
