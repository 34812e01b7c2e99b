"""Evidence that goes before a name: "mijn oudste zoon ...", "mijn zus heet ...", "ik ben ...", "naast ... zitten"."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.labels import group_of, role_of
from pipeline.people.relations import DETERMINERS, MINE, RELATIVES, YOURS, is_plural, role_of_noun
from pipeline.people.signs import FAIR, HINT, STRONG, WEAK, Around, Sign, marks

_FILLERS = frozenset(str.split("eh ehm uh uhm euh euhm ehh namelijk dus , genaamd"))
_NAMES = frozenset(str.split("heet heette heten genaamd called noemen"))
_CALL = frozenset({"noemen", "noemt", "noemde", "noemden"})
_ME = frozenset({"me", "mij"})
_OF = frozenset({"van", "in", "uit", "op", "bij"})
_ANYBODY = frozenset({"ze", "we", "iedereen", "mensen", "kinderen"})
_BETWEEN = frozenset(str.split("die hij ze zij dat ook en , dan toen is was"))
_ADJECTIVES = frozenset(
    str.split("eigen klein groot oud ambulant pedagogisch orthopedagogisch creatief remedial best vast")
)
_AND = frozenset({"en", "of", ",", "&", "plus", "and"})
_STOPS = frozenset(".,;:?!…)")
_PLAY = frozenset(
    str.split(
        "speel speelt spelen speelde speelden gespeeld bevriend vrienden vriendinnen vriendjes vriendinnetjes ruzie "
        "afgesproken afspreken voetbal voetballen voetbalt voetbalde gevochten vecht vechten vocht gamen gamet game "
        "buitenspelen knutselen stoeien logeren gelogeerd klasje klieren kletst kletsen"
    )
)
_SIT = frozenset(str.split("zit zat zitten gezeten sit zetten zet"))
_PARTY = frozenset(str.split("feestje partijtje kinderfeestje verjaardagsfeestje"))
_CARE = frozenset(str.split("therapie speltherapie behandeling begeleiding traject sessies logopedie huisbezoek"))
_WORK = frozenset(str.split("draai draaien doe doen sta staan werk werken run runnen deel delen geef geven heb hebben"))


def before(near: Around) -> Iterator[Sign]:
    """All evidence on the left, and what needs both sides."""
    for rule in (
        _noun,
        _called,
        _listed,
        _apposed,
        _myself,
        _ours,
        _oldest,
        _playing,
        _owned,
        _working,
        _cared,
        _young,
    ):
        yield from rule(near)


def phrase_before(near: Around, at: int) -> tuple[str, bool]:
    """The role that a noun phrase ending at this place on the left gives, and whether its noun is plural."""
    if at >= len(near.left):
        return "", False
    noun, step = near.left[at], at + 1
    while step < min(len(near.left), at + 3) and _is_adjective(near.left[step]):
        step += 1
    owner = near.left[step] if step < len(near.left) and near.left[step] in DETERMINERS else ""
    owner = owner or ("-" if step > at + 1 else "")
    return role_of_noun(noun, owner, near.voice, before=near.left[step + 1 :]), is_plural(noun)


def _with_complement(near: Around, at: int) -> str:
    """The same where words may follow the noun: "de begeleidster van het jeugdteam", "een jongen in de klas"."""
    role, _ = phrase_before(near, at)
    for place in range(at + 1, at + 4):
        if not role and near.left_is(_OF, at=place) and all(map(str.isalpha, near.left[at:place])):
            role, _ = phrase_before(near, place + 1)
    return role


def _is_adjective(word: str) -> bool:
    return (
        word in _ADJECTIVES
        or word.endswith("maatschappelijk")
        or (word.endswith("e") and word not in DETERMINERS and len(word) > 3)
    )


def _noun(near: Around) -> Iterator[Sign]:
    """ "mijn oudste zoon Daan", "vader Peter", "mijn broer eh Jan", "mijn zus, Jan," """
    at = 0
    while at < len(near.left) and near.left[at] in _FILLERS and near.left[at] != ",":
        at += 1
    role, _ = phrase_before(near, at)
    if role:
        yield Sign(role, STRONG)


def _called(near: Around) -> Iterator[Sign]:
    """ "mijn dochter heet Lisa", "een broertje en die heet Tim", "de naam van mijn zus is Eva"."""
    if not near.left_is(_NAMES | {"is"}):
        return
    at = 1
    while at < min(len(near.left), 5) and near.left[at] in _BETWEEN:
        at += 1
    role = _with_complement(near, at)
    if role:
        yield Sign(role, STRONG if near.left[0] != "is" else FAIR)
    elif near.left[0] != "is":
        yield from _further_back(near, at)


def _further_back(near: Around, at: int) -> Iterator[Sign]:
    """ "een broertje van vier die heet Tim"."""
    for place, _ in enumerate(marks(near.left[at:], 5), at):
        role, _ = phrase_before(near, place)
        if role:
            yield Sign(role, FAIR)
            return


def _listed(near: Around) -> Iterator[Sign]:
    """ "drie vrienden: Bram, Sep", "mijn zussen Britt en Eva": of the later ones."""
    at = 0
    while near.left_is(_AND | {":"}, at=at) and at < 8:
        role, plural = phrase_before(near, at + 1)
        if role and (plural or near.left[at] == ":"):
            yield Sign(role, STRONG)
            return
        at += 2
    role, plural = phrase_before(near, at) if at else ("", False)
    if role and plural:
        yield Sign(role, STRONG)


def _apposed(near: Around) -> Iterator[Sign]:
    """ "mijn broer, Jan, ...", "bij zijn vader, bij Jan dus".

    Without a mark behind it, as in "mijn moeder, Sanne wil", the name may begin anew.
    """
    at = 1 if near.left_is(frozenset({"bij", "met", "van", "aan", "door"}), ",") else 0
    if near.left_is(",", at=at):
        role = _with_complement(near, at + 1)
        if role:
            ends = not near.right or near.right[0] in _STOPS or near.right[0] == "dus"
            yield Sign(role, STRONG if ends else WEAK)


def _myself(near: Around) -> Iterator[Sign]:
    """ "ik ben Anja", "mijn naam is Anja", "ik heet Anja", "ze noemen me An": who speaks."""
    role = role_of(near.voice.detail) if near.voice.detail else near.voice.role
    if near.voice.asks or role == "persoon":
        return
    named = near.left_is("is", "naam", MINE) or near.left_is("heet", "ik") or near.left_is("ik", "heet")
    if named or near.left_is(_ME, _CALL) or near.left_is(_ME, _ANYBODY, _CALL):
        yield Sign(role, STRONG)
    elif near.left_is("ben", "ik") or near.left_is("ik", "ben"):
        ends = near.many or not near.right or near.right[0] in _STOPS or near.right[0] in ("en", "van", "uit", "de")
        yield Sign(role, STRONG if ends else FAIR)


def _ours(near: Around) -> Iterator[Sign]:
    """A parent's "onze Daan"."""
    if near.left_is(frozenset({"onze", "ons"})) and group_of(near.voice.role) == "parent":
        yield Sign("kind", FAIR)


def _oldest(near: Around) -> Iterator[Sign]:
    """ "mijn oudste is Daan" needs no noun."""
    if near.left_is(frozenset({"is", "heet"}), frozenset({"oudste", "jongste", "middelste"}), MINE | YOURS):
        yield Sign("kind", STRONG)


def _playing(near: Around) -> Iterator[Sign]:
    """ "speelt met Bram", "naast Bram zitten", "het feestje van Bram", "bij Bram spelen", "een Bram in de klas"."""
    behind, ahead = frozenset(marks(near.left[1:], 5)), frozenset(marks(near.right, 5))
    with_ = near.left_is(frozenset({"met", "tegen"})) and not _PLAY.isdisjoint(behind | ahead)
    beside = near.left_is(frozenset({"naast", "achter", "tegenover"})) and not _SIT.isdisjoint(behind | ahead)
    party = near.left_is("van", _PARTY) or near.right_is(_PARTY)
    visit = near.left_is("bij") and not _PLAY.isdisjoint(frozenset(near.right[:3]))
    another = near.left_is("een") and near.right_is(frozenset({"in", "uit"}))
    if with_ or beside or party or visit or another:
        yield Sign("vriend", FAIR)
    elif near.left_is("door", "gepest") or near.left_is("ene", "door", "gepest"):
        yield Sign("kind", FAIR)


def _owned(near: Around) -> Iterator[Sign]:
    """ "de moeder van Bram", "Brams moeder", "Bram z'n zusje": Bram is young."""
    of = near.left_is("van", RELATIVES, DETERMINERS) or near.left_is("van", "ouders")
    his = near.right_is(frozenset({"z'n", "zijn", "haar", "d'r"}), RELATIVES)
    if of or his or (near.possessive and near.right_is(RELATIVES)):
        yield Sign("kind", FAIR)


def _working(near: Around) -> Iterator[Sign]:
    """A teacher's "samen met Joke draai ik groep 5", "ik deel de groep met Joke"."""
    together = near.left_is("met", "samen") and near.right_is(_WORK)
    shared = near.left_is("met", frozenset({"groep", "klas"}), DETERMINERS, _WORK)
    if (together or shared) and group_of(near.voice.role) == "teacher":
        yield Sign("leraar", FAIR)


def _cared(near: Around) -> Iterator[Sign]:
    """ "in therapie bij Esther"."""
    if near.left_is(frozenset({"bij", "met", "van", "door"}), _CARE):
        yield Sign("hulpverlener", FAIR)


def _young(near: Around) -> Iterator[Sign]:
    """A child calls grown-ups by a title: a bare first name is most likely another child's."""
    if group_of(near.voice.role) == "child" and not near.voice.asks and not near.many:
        yield Sign("leraar", WEAK) if near.formal else Sign("kind", HINT)
