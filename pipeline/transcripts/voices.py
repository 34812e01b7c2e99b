"""Who speaks, as a file writes it down: what is such a label, which names are in it, and who asks.

"I:", "Interviewer:", "S00:", "SPEAKER_01", "Moeder:" and "Spreker 2" name nobody; "Anna de Vries:" and "juf Anna:" do.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from pipeline.labels import role_of
from pipeline.recognisers.context import TITLES
from pipeline.recognisers.lexicon import common, is_name, is_word
from pipeline.recognisers.page import PARTICLES
from pipeline.recognisers.phonetic import normal
from pipeline.transcripts.page import Utterance

_ASKS = frozenset(
    "i int interviewer interviewster interviewers onderzoeker onderzoekster vrager vraagsteller q vraag".split()
)
_ANSWERS = frozenset(
    "r resp respondent respondente geïnterviewde geinterviewde interviewee deelnemer participant a antwoord b".split()
)
_NOBODY = _ASKS | _ANSWERS
_NOBODY |= frozenset(
    "spreker speaker sprecher undefined unknown onbekend onbekende gast guest gasttoegang extern external unverified "
    "host organisator iemand allen samen beiden en and".split()
)
_LABEL = re.compile(r"(?:[-–]\s+)?(\[)?([^\W\d_][^:<>\[\]?!;|*]{0,60}?)(?(1)\])\s*(?::(?!//)(?!(?<=\d:)\d)|\t)\s*")
_PROGRAM = re.compile(r"(?:SPEAKER_\d+|Speaker undefined|S\d\d|(?:Speaker|Spreker|Sprecher) \d+):?", re.IGNORECASE)
_NUMBERED = re.compile(r"R\d")
_INITIALS = re.compile(r"[A-Z]{1,3}\d{0,2}")
_MOST_WORDS = 6
_NO_ROLE = role_of("")


def label_of(line: str) -> tuple[str, str] | None:
    """What may be the label of a line, and the rest; None where there is none."""
    if _PROGRAM.fullmatch(line):
        return line.rstrip(":"), ""
    found = _LABEL.match(line)
    return (found[2].strip(), line[found.end() :]) if found else None


def voices_in(lines: Iterable[str]) -> frozenset[str]:
    """The labels that name who speaks: a role, a code, a name, or any short one that comes back."""
    counts = Counter(found[0] for line in lines if (found := label_of(line)))
    return frozenset(label for label, count in counts.items() if _is_voice(label, count))


def _is_voice(label: str, count: int) -> bool:
    said = re.sub(r"\([^()]*\)", " ", label).split()
    words = [normal(word) for word in said]
    if not 0 < len(words) <= _MOST_WORDS:
        return False
    if all(map(_is_code, words)):
        return True
    if len(words) == 1 and _INITIALS.fullmatch(said[0]):
        return count > 1
    if words[0] in common() and not _is_code(words[0]) and not (is_name(said[0]) and count > 1):
        return False
    if words[-1] in PARTICLES:  # "Let op"
        return False
    looks = all(word[0].isupper() or not word[0].isalpha() or normal(word) in PARTICLES for word in said)
    named = any(not is_word(word) or is_name(word) for word in said)
    coded = any(_is_code(word) for word in words if word.isalpha())
    return (looks and (named or coded)) or (named and _is_code(words[0])) or (len(words) == 1 and count > 1)


def _is_code(word: str) -> bool:
    """Whether a word of a label names nobody: a role, a title, a number, "R1", "S00"."""
    stem = _stem(word)
    return len(stem) < 2 or stem in _NOBODY or stem in TITLES or role_of(stem) != _NO_ROLE


def _stem(word: str) -> str:
    return re.sub(r"[\d_.]+$", "", normal(word.strip("().")))


def names_in(label: str) -> Iterator[str]:
    """The names in a label as they would be said: no role, title, number or "(gast)"; "Vries, Anna de" turned."""
    for part in (re.sub(r"\([^()]*\)", " ", label), *re.findall(r"\(([^()]*)\)", label)):
        if "@" in part:
            part = re.sub(r"[._]", " ", part.split("@")[0])
        last, comma, first = part.partition(",")
        words = [word for word in (f"{first} {last}" if comma else part).split() if not _is_code(normal(word))]
        capitals = [word for word in words if normal(word) not in PARTICLES]
        if len(words) == 1 and _INITIALS.fullmatch(words[0]):
            continue
        if any(not is_word(word) or is_name(word) or (len(words) > 1 and word[0].isupper()) for word in capitals):
            yield " ".join(words)


def roles_for(utterances: Sequence[Utterance], respondents: Iterable[str]) -> dict[str, str]:
    """Who asks ("I") and who answers ("R"; "R1", "R2" where several do), by voice. A proposal.

    A label that says so is believed; who bears the first name of a respondent answers; of the others, who has most
    question marks asks. Of one voice alone, or of none that can be told apart, nothing is said.
    """
    voices = list(dict.fromkeys(one.voice for one in utterances if one.voice))
    known = {normal(name.split()[0]) for name in respondents if name}
    asking = {voice for voice in voices if _says(voice, _ASKS)}
    answering = {voice for voice in voices if voice not in asking and _answers(voice, known)}
    rest = [voice for voice in voices if voice not in asking and voice not in answering]
    if not asking and rest and len(voices) > 1:
        questions = Counter(one.voice for one in utterances for word in one.words if word.text.endswith("?"))
        asking = {max(rest, key=lambda voice: questions[voice])}
    elif len(voices) == 1 and rest:
        return {}
    others = [voice for voice in voices if voice not in asking]
    if len(others) > 1 and all(_NUMBERED.fullmatch(voice) for voice in others):
        return dict.fromkeys(asking, "I") | {voice: voice for voice in others}
    return dict.fromkeys(asking, "I") | {v: f"R{n}" if len(others) > 1 else "R" for n, v in enumerate(others, 1)}


def _answers(voice: str, known: set[str]) -> bool:
    first = {normal(name.split()[0]) for name in names_in(voice)}
    return _says(voice, _ANSWERS) or bool(first & known) or any(role_of(_stem(w)) != _NO_ROLE for w in voice.split())


def _says(voice: str, words: frozenset[str]) -> bool:
    """Whether a label says so in a word; in a letter only if that is all of it: "I. Bakker" asks nothing."""
    stems = [_stem(word) for word in voice.split()]
    return any(stem in words for stem in stems if len(stem) > 1 or len(stems) == 1)
