"""What stands around a word: the evidence that it is, or is not, a name here."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.model import FindingKind
from pipeline.recognisers.lexicon import common, is_inflected, is_name, is_verb, is_word, jargon
from pipeline.recognisers.page import PARTICLES as PARTICLES
from pipeline.recognisers.page import Token

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
_JOINERS = PARTICLES - {"in", "op", "te", "s", "t", "d"}
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


def is_introduced(tokens: Sequence[Token], at: int) -> bool:
    """Whether the words before say that a name comes: "heet", "mijn naam is", "noemen we hem"."""
    last = before(tokens, at)
    if last == "is":
        return before(tokens, at, 2) in {"naam", "achternaam", "voornaam", "roepnaam"}
    if last in {"hem", "haar"}:
        return before(tokens, at, 3).startswith("noem")
    return last in _NAMING or (last in {"hij", "ze", "zij", "die", "ik"} and before(tokens, at, 2) in _NAMING)


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


def weigh(tokens: Sequence[Token], first: int, last: int, kind: FindingKind) -> float:
    """How likely words that spell a known name are that name here; tokens `first` to `last` inclusive.

    0.95 for what is no Dutch word; for a word, what its surroundings say: below 0.5 a person decides.
    """
    words = [token for token in tokens[first : last + 1] if token.word]
    content = [token for token in words if token.norm not in PARTICLES]
    if not all(is_word(token.text) for token in words) or (kind == "PERSON" and len(content) > 1):
        return 0.95
    if any(token.capital and not token.initial for token in content):
        return 0.9
    if is_titled(tokens, first) or is_introduced(tokens, first):
        return 0.9
    if kind != "PERSON":
        return _weigh_place(tokens, first, last, sum(token.norm not in common() for token in content))
    return _weigh_person(tokens, first, last)


def _weigh_place(tokens: Sequence[Token], first: int, last: int, rare: int) -> float:
    """ "bij karakter", "naar de regenboog", "Karakter heeft": a name. "de regenboog", "karakter": ask."""
    prepositions = common("prepositions")
    directly = before(tokens, first) in prepositions
    over_article = before(tokens, first) in {"de", "het", "'t"} and before(tokens, first, 2) in prepositions
    if rare and (directly or over_article):
        return 0.6
    if tokens[first].initial and tokens[last].capital and is_verb(after(tokens, last)):
        return 0.6
    return 0.3 if rare else 0.2


def _weigh_person(tokens: Sequence[Token], first: int, last: int) -> float:
    """ "Wil heeft", "met wil", "en roos belt": a name. "de roos", "ik wil", "dan": ask."""
    token, left = tokens[first], before(tokens, first)
    if token.norm in common():
        doing = token.norm in common("verbs", "everyday")
        if doing and token.initial and token.capital and is_verb(after(tokens, last)):
            return 0.7
        if (
            token.norm in common("verbs")
            and left in common("prepositions")
            and left not in {"te", "om", "over", "door"}
        ):
            return 0.6
        return 0.2
    if left in common("determiners") - common("pronouns") and left not in {"die", "dat"}:
        return 0.3
    asked = is_verb(before(tokens, first, 2))  # "krijg je roos aan de lijn"
    if left in common("pronouns") and not asked and left not in {"hem", "haar", "ons", "mij", "me"}:
        return 0.4
    return 0.6
