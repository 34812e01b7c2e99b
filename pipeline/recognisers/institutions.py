"""Institutions of care, and what is named like them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pipeline.recognisers.context import before, is_capitalised, is_new
from pipeline.recognisers.lexicon import common, is_listed, is_name, is_verb, is_word
from pipeline.recognisers.page import Token
from pipeline.recognisers.reading import Reading, Recogniser, Span
from pipeline.recognisers.sense import sense_at

_HEADS = tuple(
    tuple(head.split())
    for head in (
        "centrum voor jeugd en gezin",
        "veilig thuis",
        "samen veilig",
        "raad voor de kinderbescherming",
        *str.split(
            "jeugdbescherming jeugdzorg jeugdhulp jeugdteam cjg wijkteam buurtteam ggz ggd jeugdggz stichting praktijk "
            "kinderpraktijk fysiotherapiepraktijk logopediepraktijk huisartsenpraktijk therapiepraktijk zorggroep "
            "huize kliniek moskee kerk buurthuis zorgboerderij logeerhuis zorginstelling gezinshuis pleegzorg "
            "vluchtelingenhulp behandelcentrum expertisecentrum bureau centrum"
        ),
    )
)
_CASED = frozenset(["bureau", "centrum"])  # "het centrum", "achter het bureau"; but "via Centrum Autisme Midden"
_REGIONAL = frozenset(str.split("thuis jeugdbescherming jeugdzorg jeugdhulp wijkteam buurtteam cjg ggz zorggroep"))
_LEADS = frozenset(["bij", "van", "naar", "via", "vanuit"])
_STARTS = {head[0] for head in _HEADS}
_JOINTS = frozenset(str.split("de het el al en van 't - voor"))
_REGIONS = frozenset(str.split("noord oost zuid west midden centraal centrum noordoost zuidoost noordwest zuidwest"))


class Institutions(Recogniser):
    """A kind of institution with a name or region after it."""

    label = "institution"
    kinds = ("INSTITUTION",)
    examples = (
        "Ik werk bij [Jeugdbescherming Noordkust] hier.",
        "bij [veilig thuis gelderland-zuid] lag al een melding",
        "we gingen naar [praktijk tersteeg] toe",
        "Ze is van [Stichting De Hoeksteen] in de stad.",
        "naar het [centrum voor jeugd en gezin kanaleneiland] dus",
        "dat lag bij [praktijk het baken] toen, bij [jeugdzorg noord] en [Stichting Samen]",
        "via [Centrum Autisme Midden] en [Bureau Jeugd Parkstad], in het centrum van de stad",
        "Bij een CJG of een wijkteam of veilig thuis werkt dat hetzelfde.",
        "Daar heeft de stichting niets over gezegd.",
        "in de praktijk werkt het anders en Jeugdzorg wil dat ook",
    )

    def spans(self, reading: Reading) -> Iterator[Span]:
        """Head and name together: the head alone says nothing."""
        words = reading.words
        for at, token in enumerate(words):
            if token.norm not in _STARTS:
                continue
            for head in _HEADS:
                if tuple(word.norm for word in words[at : at + len(head)]) == head:
                    bare = before(words, at) in _LEADS  # "bij centrum de eik", but "in het centrum"
                    if len(head) == 1 and head[0] in _CASED and not bare and (not token.capital or token.initial):
                        break
                    last = _last_of_name(words, at + len(head))
                    if last is None:
                        last = _lower_name(reading, at, at + len(head) - 1)
                    if last is not None:
                        yield Span(token.start, words[last].end, "INSTITUTION", 0.85)
                    break


def _last_of_name(words: Sequence[Token], at: int) -> int | None:
    """The last token of the name that starts at or just after `at`; None where there is no name."""
    last = None
    while at < len(words) and (at == 0 or not words[at].initial):
        token = words[at]
        said = last is None and token.capital and not token.initial  # "Stichting Samen": any word with a capital
        if _names(token) or token.norm in _REGIONS or (said and token.norm not in _JOINTS):
            last = at
        elif token.text != "-" and (last is not None or token.norm not in _JOINTS):
            break
        at += 1
    return last


def _lower_name(reading: Reading, first: int, at: int) -> int | None:
    """ "bij praktijk het baken", "zorggroep mijnstreek belde", all in lower case: a rare word that stands as a name."""
    words = reading.words
    if at + 1 < len(words) and words[at].norm in _CASED and words[at + 1].text.isdigit():
        return at + 1  # "bij centrum 45"
    over = at + 2 if at + 1 < len(words) and words[at + 1].norm in {"de", "het", "'t"} else at + 1
    if before(words, first) in common("determiners") or over >= len(words):
        return None
    token = words[over]
    if not token.word or not token.near or token.norm in common():
        return None
    if words[at].norm in _REGIONAL and not is_listed(token.text) and not is_verb(token.text):
        return over  # "bij wijkteam noordkust"
    named = words[at].norm.endswith(("stichting", "praktijk")) and (over > at + 1 or is_name(token.text))
    return over if named or sense_at(reading.text, over).name > 0.5 else None


def _names(token: Token) -> bool:
    if not token.word or token.initial:
        return False
    if is_capitalised(token) or is_new(token):
        return True
    return is_name(token.text) and not is_word(token.text) and token.norm not in common()
