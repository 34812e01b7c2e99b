"""What makes speech spoken: fillers, and words said again at once; and whether a recogniser tidied them up.

Dutch, and one turn at a time. A word is taken with its punctuation, as a recogniser writes it. Lists are closed and
careful: what may be meant, or is grammar, is neither. Dutch says a verb twice where a clause ends ("als hij er is, is
het rustig"), so no verb is listed.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from itertools import accumulate
from math import exp, lgamma, log

from pipeline.model import Third

_FILLER = re.compile(r"e+h+m*|u+h+m*|eu+h+m*|eu+m+|u+m+|h+m+|m+h*m+")  # eh ehm uh uhm euh um hm mm mhm, however long
_EDGES = re.compile(r"^[^\w'\[]+|[^\w'\]]+$")  # "[" and "]" hold a label
_SENTENCE_END = re.compile(r"(?<!\.\.)[.!?;:][\"'”’)]*$|[!?]\.\.\.$")
_PARTING = re.compile(r"(,|\.\.\.|…|-|–)$")
_LONGEST = 4  # words in a phrase said again
_CHANCE = 0.01

_NEVER_LAST = frozenset(  # no clause ends in these, so that twice is a stutter anywhere: "naar de, de school"
    "de een 'n onze mijn jouw te met tussen zonder tijdens volgens en of want omdat zodat welke".split()
)
_OPENING = frozenset("ik jij hij wij we 'k ie maar dus hoe waarom wanneer dit deze".split())  # "dat ben ik, ik ben juf"
_DOUBLED = frozenset(  # grammar without a comma: "dat dat", "als je je best doet", "op op maandag", "van Van Dam"
    "dat die zij er je ze het u 't jullie ons haar hun als dan toen wat wie in op aan uit om bij van tot door over voor"
    " naar onder achter nu eerst zelf gewoon eigenlijk misschien iets".split()
)
_OPENERS = frozenset(
    "en maar want dus of dat omdat toen nou ja nee hoe wat oh ach".split()
)  # a clause may begin behind
_FUNCTION_WORDS = _NEVER_LAST | _OPENING | _DOUBLED  # a phrase without any is no new start: "klik klak, klik klak"
_LISTING = frozenset("en of".split())  # "apart, en apart, en nog verder apart"
_BETWEEN = _LISTING | frozenset("op na voor in aan om bij tegen over door tot".split())  # "stap voor stap voor stap"
_NUMBER = re.compile(
    r"\d.*|nul|een|één|twee|drie|vier|vijf|zes|zeven|acht|negen|tien|elf|twaalf|\w*(tien|tig|honderd|duizend)"
)


@lru_cache(maxsize=10_000)  # the same words come back all the time
def is_filler(word: str) -> bool:
    """Whether this is a sound made while thinking: "eh", "Uhm,", "mm"; never "ja", "nou", "hè", "zeg maar"."""
    return _FILLER.fullmatch(_bare(word)) is not None


@lru_cache(maxsize=10_000)
def ends_sentence(word: str) -> bool:
    """Whether a sentence ends with this word. Dots that trail off ("dat...") end none."""
    return _SENTENCE_END.search(word) is not None


def repetitions(words: Sequence[str]) -> tuple[tuple[int, int], ...]:
    """Words of one turn that were said again at once: spans of places in `words`, end exclusive, in order.

    One span for each time; fillers behind it are in it, and a span may lie within another. Without these words nothing
    in the turn is said again. At most four words, without a comma in between; the last time is never in a span. Who
    starts anew goes on: what is said again before a comma or at the end of its sentence is no repetition. "" stands
    for what is no word.
    """
    bare = [_bare(word) for word in words]
    if len(set(bare)) == len(bare):
        return ()
    ends = list(accumulate(map(ends_sentence, words), initial=0))  # sentence ends before each place
    kept: list[int] = []  # places, the last word first
    spans = []
    for at in range(len(words) - 1, -1, -1):
        if is_filler(words[at]):
            continue
        kept.append(at)
        for length in range(1, min(_LONGEST, (len(kept) - 1) // 2) + 1):
            if bare[kept[-1]] != bare[kept[-1 - length]]:
                continue
            first, last, once_more, goes_on = kept[-1], kept[-length], kept[-2 * length], kept[-1 - 2 * length]
            phrase, again = ([bare[place] for place in kept[-1 - n : -1 - n - length : -1]] for n in (0, length))
            if phrase != again or not all(phrase) or ends[first] != ends[goes_on]:
                continue
            halting = any(_holds_back(words[place]) for place in kept[len(kept) - length + 1 :])
            stopping = _holds_back(words[once_more]) and not is_filler(words[once_more + 1])
            if not halting and not stopping and _new_start(words, bare, first, phrase, goes_on):
                spans.append((first, next(after for after in range(last + 1, goes_on) if not is_filler(words[after]))))
                del kept[-length:]
                break
    return tuple(sorted(spans))


def hesitations(third: Third) -> int:
    """Fillers, repetitions and broken-off words together."""
    return third.fillers + third.repetitions + third.broken


def tidied(thirds: Sequence[Third]) -> tuple[int, ...]:
    """Which later thirds (1, 2) have less than half the hesitations of the first, by more than chance.

    Chance: where hesitations were as likely in both thirds, so few in the later one would come about in fewer than one
    of a hundred recordings (one-sided exact test of two Poisson rates).
    """
    return tuple(at for at, later in enumerate(thirds[1:], start=1) if _much_less(later, thirds[0]))


def _much_less(later: Third, first: Third) -> bool:
    few, many = hesitations(later), hesitations(first)
    if not first.words or not later.words or 2 * few * first.words >= many * later.words:
        return False
    share, total = later.words / (first.words + later.words), few + many
    return sum(_binomial(count, total, share) for count in range(few + 1)) < _CHANCE


def _binomial(count: int, total: int, share: float) -> float:
    """The chance that exactly `count` of `total` fall in a part that holds this share of the words."""
    ways = lgamma(total + 1) - lgamma(count + 1) - lgamma(total - count + 1)
    return exp(ways + count * log(share) + (total - count) * log(1 - share))


def _new_start(words: Sequence[str], bare: Sequence[str], first: int, phrase: Sequence[str], goes_on: int) -> bool:
    """Whether saying this twice is a new start, neither grammar nor meant."""
    before = first - 1  # to the word before that is another, or to the end of a sentence
    while before >= 0 and not ends_sentence(words[before]) and (is_filler(words[before]) or bare[before] == phrase[0]):
        before -= 1
    if len(phrase) > 1:
        longer = {bare[goes_on]} & {phrase[0]} | {bare[before] if before >= 0 else ""} & {phrase[-1]}
        swinging = longer - _BETWEEN and _BETWEEN.intersection(phrase)
        counting = all(map(_NUMBER.fullmatch, phrase)) or len(set(phrase)) == 1 or phrase[-1] in _LISTING
        return not (swinging or counting or _FUNCTION_WORDS.isdisjoint(phrase))
    word = phrase[0]
    if word in _NEVER_LAST or is_filler(words[first + 1]):
        return word in _FUNCTION_WORDS
    begins = before < 0 or bare[before] in _OPENERS or _holds_back(words[before]) or ends_sentence(words[before])
    return begins and (word in _OPENING or (word in _DOUBLED and _holds_back(words[first])))


def _holds_back(word: str) -> bool:
    """Whether a comma, a dash or dots follow the word."""
    return _PARTING.search(word) is not None


@lru_cache(maxsize=10_000)
def _bare(word: str) -> str:
    """The word in small letters without the punctuation around it."""
    return _EDGES.sub("", word.replace("’", "'").casefold())
