"""What stands around a word: the evidence that it is, or is not, a name here."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.recognisers.lexicon import common, is_inflected, is_name, is_word, jargon
from pipeline.recognisers.page import INNER_PARTICLES, PARTICLES, Token

TITLES = frozenset(
    str.split(
        "juf juffrouw juffie meester mevrouw meneer mijnheer heer dokter dr mw mevr dhr oom tante opa oma zuster "
        "coach pastoor imam familie fam pake beppe"
    )
)
KIN = frozenset(
    str.split(
        "broer broertje zus zusje zoon zoontje dochter dochtertje neef neefje nicht nichtje vriend vriendje "
        "vriendin vriendinnetje buurvrouw buurman buurjongen buurmeisje collega duo stiefvader stiefmoeder "
        "pleegmoeder pleegvader man vrouw mama papa moeder vader kleinzoon kleindochter logopedist logopediste "
        "psycholoog psychiater huisarts directeur begeleider begeleidster schoonzus zwager ex tweelingbroer "
        "tweelingzus"
    )
)
# Between a first name and a surname; "in" and "op" lead to a place far more often.
_JOINERS = INNER_PARTICLES - {"in", "op", "te", "s", "t", "d"}
_NAMING = frozenset(str.split("heet heette heten genaamd genoemd"))


def before(tokens: Sequence[Token], at: int, steps: int = 1) -> str:
    """The word this many places to the left within the sentence ("" where there is none)."""
    for place in range(at - 1, at - steps - 1, -1):
        if place < 0 or not tokens[place].word or tokens[place + 1].initial:
            return ""
    return tokens[at - steps].norm


def after(tokens: Sequence[Token], at: int) -> str:
    """The word to the right within the sentence ("" where there is none)."""
    following = at + 1
    return tokens[following].norm if following < len(tokens) and tokens[following].word else ""


def is_titled(tokens: Sequence[Token], at: int, words: frozenset[str] = TITLES) -> bool:
    """Whether a title stands before: "juf Wil", "dr. Mei"."""
    if at > 1 and tokens[at - 1].text == "." and tokens[at - 2].norm in words:
        return True
    return before(tokens, at) in words


INTRODUCING = _NAMING | {
    "is",
    "hem",
    "haar",
    "hij",
    "ze",
    "zij",
    "die",
    "ik",
}  # the last word of what `is_introduced` sees


def is_introduced(tokens: Sequence[Token], at: int) -> bool:
    """Whether the words before say that a name comes: "heet", "mijn naam is", "noemen we hem"."""
    last = before(tokens, at)
    if last == "is":
        return before(tokens, at, 2) in {"naam", "achternaam", "voornaam", "roepnaam"}
    if last in {"hem", "haar"}:
        return before(tokens, at, 3).startswith("noem")
    return last in _NAMING or (last in {"hij", "ze", "zij", "die", "ik"} and before(tokens, at, 2) in _NAMING)


def is_left_off(text: str, token: Token) -> bool:
    """Whether a word was broken off: "ik mert- eh, ik merk"."""
    return text[token.end : token.end + 2] in ("- ", "-")


def is_new(token: Token) -> bool:
    """Whether this is no Dutch word at all."""
    return token.word and len(token.text) > 1 and token.norm not in TITLES and not is_word(token.text)


def is_capitalised(token: Token) -> bool:
    """Whether a capital inside the sentence says that this is a name."""
    if not token.word or not token.capital or token.initial or len(token.text) < 2:
        return False
    if token.norm in common() or token.norm in jargon() or token.norm in TITLES or token.norm in KIN:
        return False
    return token.norm not in PARTICLES and not (token.text.isupper() and is_word(token.text))


def looks_named(token: Token) -> bool:
    """Whether this may be a name where one is expected: capitalised, no word, or a word that is a name too."""
    if token.capital and not token.initial and is_name(token.text) and token.norm not in PARTICLES:
        return True  # "meester Piet", "juf Wil"
    if not token.word or token.norm in common() or token.norm in jargon() or token.norm in PARTICLES:
        return False
    if is_capitalised(token) or is_new(token):
        return True
    return is_name(token.text) and token.norm not in TITLES and token.norm not in KIN


def run_of_names(tokens: Sequence[Token], at: int) -> int:
    """Where a name that starts here ends: over capitals, and over tussenvoegsels to a surname."""
    end = tokens[at].end
    while at + 1 < len(tokens):
        ahead = at + 1
        if tokens[ahead].text == "-" and tokens[ahead].start == end and ahead + 1 < len(tokens):
            ahead += 1
            joined = tokens[ahead].start == tokens[ahead - 1].end and tokens[ahead].capital
        else:
            while ahead < len(tokens) - 1 and tokens[ahead].norm in _JOINERS and tokens[ahead].near:
                ahead += 1
            joined = tokens[ahead].near and _continues(tokens, at, ahead)
        if not joined:
            break
        at, end = ahead, tokens[ahead].end
    return end


def with_particles(tokens: Sequence[Token], at: int) -> int:
    """Where the name at `at` begins: at the tussenvoegsel or article before it, if that has a capital of its own."""
    first = at
    while first and tokens[first].near and tokens[first - 1].norm in PARTICLES and tokens[first - 1].word:
        first -= 1
    while first < at and not (tokens[first].capital and not tokens[first].initial):
        first += 1
    return first


def _continues(tokens: Sequence[Token], at: int, ahead: int) -> bool:
    """Whether the word at `ahead` is the surname to the name at `at`, with particles between."""
    token = tokens[ahead]
    cased = token.capital and not token.initial and token.norm not in jargon()
    if is_capitalised(token) or (cased and token.norm in common("everyday")):
        return True
    if ahead == at + 1:
        return False
    firm = any(between.norm in {"der", "den", "ten", "ter", "el"} for between in tokens[at + 1 : ahead])
    rare = token.norm not in common()
    return cased or is_new(token) or (rare and (firm or (is_name(token.text) and not is_inflected(token.text))))
