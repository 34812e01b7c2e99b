"""Evidence that follows a name: "..., de IB'er", "... is mijn broer", "... van Jeugdhulp", "... is acht"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.labels import group_of
from pipeline.people.relations import DETERMINERS, MINE, RELATIVES, is_plural, role_of_noun
from pipeline.people.signs import FAIR, STRONG, WEAK, Around, Sign, marks
from pipeline.recognisers.context import TITLES

_ADJECTIVE = re.compile(r"\w{3,}e$|eigen|klein|groot|oud|ambulant|pedagogisch|orthopedagogisch|echt|best")
_ADVERBS = frozenset(
    str.split("ook toen nu eigenlijk dus gewoon altijd echt wel inmiddels ondertussen sinds allebei beide beiden")
)
_IS = frozenset({"is", "was", "wordt", "werd", "blijft"})
_ARE = frozenset({"zijn", "waren", "are"})
_AND = frozenset({"en", ",", "of", "&", "and"})
_WHO = frozenset({"dat", "die", "hij", "zij", "ze", "who"})
_AFTER_NOUN = frozenset(str.split(". , ; ) : ? ! van die en uit op bij in dus toch"))
_CARE = re.compile(  # without hyphens
    r"jeugd(?:zorg|hulp|bescherming|ggz|team|reclassering)\w*|ggz|cjg|wijkteam|buurtteam|gebiedsteam|centrum|veilig"
    r"|stichting|\w*praktijk|zorggroep|\w*maatschappelijk|opvoedpoli|mee|accare|karakter|youth|care|ggd|gezinshulp"
    r"|thuisbegeleiding|bureau|kinderbescherming|raad"
)
_CARING = frozenset(
    str.split("begeleidt begeleidde behandelt behandelde ondersteunt ondersteunde coacht coachte observeerde")
)
_FRIENDS = frozenset(str.split("vrienden vriendjes vriendinnen vriendinnetjes vriendje vriendin klasgenoten maatjes"))
_SHARE = frozenset(str.split("hebben delen draaien doen staan werken"))
_AGES = frozenset(
    str.split(
        "twee drie vier vijf zes zeven acht negen tien elf twaalf dertien veertien vijftien zestien zeventien "
        "2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17"
    )
)
_AFTER_AGE = frozenset(str.split("jaar jarig geworden en . , ; ) ? ! maanden"))
_NOW = frozenset(str.split("nu net al pas ondertussen inmiddels toen bijna ook"))
_SCHOOL = frozenset(
    str.split("groep middelbare brugklas kleuterschool basisschool peuterspeelzaal havo vmbo vwo mavo mbo opvang bso")
)
_CLASS = frozenset(
    str.split("klas groep groepje groepjes tafelgroepje team parallelklas voetbalteam elftal judo voetbal bso straat")
)
_LESSON = frozenset({"les", "gym", "gymles", "muziekles", "bijles"})


def behind(near: Around) -> Iterator[Sign]:
    """All evidence on the right."""
    for rule in (
        _apposed,
        _called_so,
        _is,
        _are,
        _that_is,
        _cares,
        _aged,
        _at_school,
        _classmate,
        _has_friends,
        _teaches,
        _mine,
    ):
        yield from rule(near)


def phrase_behind(near: Around, at: int, bare: bool = False) -> tuple[str, int, str]:
    """The role that a noun phrase beginning at this place on the right gives, the place behind it, and its noun.

    `bare`: it may lack an article, as in "Anja, logopedist bij ...".
    """
    right, owner = near.right, ""
    if near.right_is(DETERMINERS, at=at):
        owner, at = right[at], at + 1
    elif not bare:
        return "", at, ""
    for place in range(at, min(at + 3, len(right))):
        role = role_of_noun(right[place], owner or "-", near.voice, near.left, right[place + 1 : place + 4])
        if role:
            return role, place + 1, right[place]
        if not (_ADJECTIVE.fullmatch(right[place]) or (owner == "een" and right[place].isalpha())):
            break
    return "", at, ""


def _apposed(near: Around) -> Iterator[Sign]:
    """ "Tineke, de IB'er, ...", "Anja (logopedist)", "Hetty, IB'er van ...", "Jan, dat is mijn broer"."""
    if not near.right_is(frozenset({",", "(", "-", "–"})):
        return
    at = 1
    while near.right_is(_AND | _WHO | _IS, at=at) and at < 4:
        at += 1
    role, then, noun = phrase_behind(near, at, bare=True)
    if not role:
        return
    bare = not near.right_is(DETERMINERS, at=at)
    ends = then >= len(near.right) or near.right[then] in _AFTER_NOUN
    plain = _works(role) or near.right[0] == "(" or near.right_is("van", at=then)
    if bare and (noun in TITLES or not (ends and plain)):
        return
    yield Sign(role, STRONG if ends or at > 1 else WEAK)


def _called_so(near: Around) -> Iterator[Sign]:
    """ "herman de directeur heeft", "Richard mijn ex": without a mark before it."""
    if near.right_is(frozenset({"de", "onze"})):
        role, _, noun = phrase_behind(near, 0)
        if role == "buur" or (_works(role) and noun not in TITLES):
            yield Sign(role, FAIR)
    elif near.right_is(MINE):
        role, _, _ = phrase_behind(near, 0)
        if role:
            yield Sign(role, FAIR)


def _is(near: Around) -> Iterator[Sign]:
    """ "Evi is mijn beste vriendin", "Anja was toen zijn juf", "heeft alleen Evi als vriendin"."""
    if near.right_is("als"):
        role, _, _ = phrase_behind(near, 1, bare=True)
        if role:
            yield Sign(role, FAIR)
    if not near.right_is(_IS):
        return
    at = 1
    while near.right_is(_ADVERBS, at=at):
        at += 1
    if near.right_is("niet", DETERMINERS, at=at) and "vader" in near.right[at + 2 : at + 4]:
        yield Sign("stiefvader", FAIR)
        return
    role, _, noun = phrase_behind(near, at, bare=True)
    if role and (near.right_is(DETERMINERS, at=at) or (_works(role) and noun not in TITLES) or noun == "juf"):
        yield Sign(role, STRONG if noun not in ("jongen", "meisje", "kind") else FAIR)


def _are(near: Around) -> Iterator[Sign]:
    """ "Jayden en Dylano zijn volle broers": of each of them."""
    at = 0
    while near.right_is(_AND, at=at) and at < 6:
        at += 2
    if not near.right_is(_ARE, at=at):
        return
    at += 1
    while near.right_is(_ADVERBS, at=at):
        at += 1
    role, _, noun = phrase_behind(near, at, bare=True)
    if role and is_plural(noun):
        yield Sign(role, STRONG)


def _that_is(near: Around) -> Iterator[Sign]:
    """ "Giovanni. Dat is zijn oudste broer."; and later in the sentence: "met Wim gesproken, de directeur"."""
    at = 1 if near.right_is(".") else 0
    if near.right_is(_WHO, _IS, at=at):
        role, _, _ = phrase_behind(near, at + 2)
        if role:
            yield Sign(role, STRONG if near.right[at] in ("dat", "die") else FAIR)
        return
    said = tuple(marks(near.right, 5))
    if "," in said[1:]:
        at = said.index(",", 1) + 1
        at += 2 if near.right_is(_WHO, _IS, at=at) else 0
        role, then, _ = phrase_behind(near, at)
        if role and (then >= len(near.right) or near.right[then] in _AFTER_NOUN) and not near.right_is(",", at=0):
            yield Sign(role, FAIR if _works(role) else WEAK)


def _cares(near: Around) -> Iterator[Sign]:
    """ "Karin van Jeugdhulp Drenthe", "Karin, die werkt bij het wijkteam", "Karin komt op huisbezoek"."""
    at = 0
    while near.right_is(frozenset({",", "die", "werkt", "komt", "kwam", "is"}), at=at):
        at += 1
    if near.right_is(frozenset({"van", "bij", "vanuit", "namens", "from", "at"}), at=at):
        at += 1
        while near.right_is(DETERMINERS, at=at):
            at += 1
        if at < len(near.right) and _CARE.fullmatch(near.right[at].replace("-", "")):
            yield Sign("hulpverlener", STRONG)
        elif near.right_is("ib", at=at):
            yield Sign("ib", STRONG)
        return
    said = tuple(marks(near.right, 12))
    visits = "komt" in said and ("huisbezoek" in said or ("thuis" in said and "ons" in said))
    if visits or (said[:1] == ("die",) and not _CARING.isdisjoint(said[1:2])) or not _CARING.isdisjoint(said[:1]):
        yield Sign("hulpverlener", FAIR)


def _aged(near: Around) -> Iterator[Sign]:
    """ "Lisa is acht", "Lisa van twaalf", "Lisa, die is nu vijf jaar"."""
    at = 0
    while near.right_is(frozenset({",", "en", "hij", "ze", "zij", "die"}), at=at) and at < 3:
        at += 1
    if not near.right_is(frozenset({"is", "van", "wordt", "werd", "("}), at=at):
        return
    at += 1
    while near.right_is(_NOW, at=at):
        at += 1
    if near.right_is(_AGES, at=at) and (at + 1 >= len(near.right) or near.right[at + 1] in _AFTER_AGE):
        yield Sign("kind", FAIR)


def _at_school(near: Around) -> Iterator[Sign]:
    """ "Lisa zit op de middelbare", "Lisa gaat naar groep 3"."""
    if near.right_is(frozenset({"zit", "zat", "gaat", "ging", "moet", "doet"})):
        said = tuple(marks(near.right, 6))
        if any(one in ("in", "op", "naar", "doet") for one in said) and not _SCHOOL.isdisjoint(said):
            yield Sign("kind", FAIR)


def _classmate(near: Around) -> Iterator[Sign]:
    """ "Bram uit de klas", "Bram zit bij mij in de klas", "Bram zit naast mij", "Bram en Sep zitten naast elkaar"."""
    if near.right_is(
        frozenset({"uit", "van"}), frozenset({"de", "het", "mijn", "zijn", "haar", "onze", "dezelfde", "m'n"})
    ):
        if not _CLASS.isdisjoint(near.right[2:4]):
            yield Sign("vriend", FAIR)
        return
    at = 0
    while near.right_is(_AND, at=at) and at < 4:
        at += 2
    said = tuple(marks(near.right[at:], 7))
    if near.right_is(frozenset({"zit", "zat", "zitten", "zaten"}), at=at):
        with_me = not {"mij", "me", "hem", "haar", "ons", "elkaar"}.isdisjoint(said)
        if with_me and ("naast" in said or ("bij" in said and not _CLASS.isdisjoint(said))):
            yield Sign("vriend", FAIR)


def _has_friends(near: Around) -> Iterator[Sign]:
    """ "Damian en zijn vriendjes", "Damian en zijn moeder"."""
    if near.right_is("en", frozenset({"zijn", "z'n", "haar", "d'r"}), _FRIENDS | RELATIVES):
        yield Sign("kind", FAIR)


def _teaches(near: Around) -> Iterator[Sign]:
    """ "Joke staat voor de klas", "Joke geeft gym", a teacher's "Joke en ik hebben samen groep zes"."""
    shares = near.right_is("en", "ik", _SHARE) and {"groep", "klas"} & set(near.right[3:7])
    if shares and group_of(near.voice.role) == "teacher":
        yield Sign("leraar", FAIR)
    said = tuple(marks(near.right, 6))
    stands = near.right_is(frozenset({"staat", "stond", "sta"})) and "voor" in said and not _CLASS.isdisjoint(said)
    teaches = near.right_is(frozenset({"geeft", "gaf"})) and not _LESSON.isdisjoint(said)
    if stands or teaches or ("voor" in said[:2] and {"groep", "klas"} & set(said[:4]) and near.left_is("staat")):
        yield Sign("leraar", FAIR)


def _mine(near: Around) -> Iterator[Sign]:
    """A parent's "Dylano van mij"."""
    if near.right_is("van", frozenset({"mij", "ons"})) and group_of(near.voice.role) == "parent":
        yield Sign("kind", FAIR)


def _works(role: str) -> bool:
    """Whether this is a trade, which needs no "mijn" to say who somebody is."""
    return group_of(role) in ("teacher", "care") if role else False
