"""What stands between brackets and nobody said or wrote: "(unv.)", "[inaudible 00:12:03]", "(3s)", "[Musik]".

Typists put it there, and in a document we do ("[bijlage niet geopend]"): `documents/wording.py` has all of those.
"""

from __future__ import annotations

import re

_BRACKETS = re.compile(r"\[[^\[\]]{1,40}\]|\([^()]{1,40}\)")
_TIME = re.compile(r"\d{1,2}(?::\d\d){1,2}(?:[.,]\d+)?")
_WORDS = frozenset(
    "unv onv onverst onverstaanbaar unverst unverständlich inaudible unintelligible indistinct niet te verstaan x xx "
    "xxx crosstalk overlap door elkaar tegelijk musik music muziek lacht lachen lachend gelach laughs laughing "
    "laughter applaus applause pauze pause stilte stil silence zucht zuchten sighs huilt huilen crying hoest hoesten "
    "kucht kuchen coughs fluistert fluisterend whispers geluid geluiden ruis noise blank audio telefoon gaat s sec "
    "secs seconde seconden second seconds min minuut minuten minute minutes en and".split()
)

_MARKS = frozenset(
    "afbeelding afbeeldingen niet gelezen ingevoegd onderdeel bijlage geopend bladzijde is een teken formule "
    "zonder uitkomst bericht in noot opmerking opmerkingen verwijderde tekst koptekst voettekst noten tekstvakken "
    "formuliervelden doorgestuurd verborgen werkblad overgenomen eigenschappen van het bestand adressen links "
    "veldcodes wie en wijzigingen maakte formules de staat er namen cellen keuzelijsten bladwijzers overige "
    "regels andere versie onzichtbare code onderdelen van aan kopie blinde datum onderwerp "
    "picture pictures not read embedded object attachment opened page a sign formula without result message "
    "within note comment comments deleted text header footer notes boxes form fields forwarded hidden sheet left "
    "out properties of the file addresses field codes who made and changes formulas there names cells lists to "
    "choose from bookmarks other lines version that does show parts copy blind date subject".split()
)
_MARK = re.compile(r"\[[a-z][^\[\]]{1,80}\]")


def asides_in(text: str) -> list[tuple[int, int]]:
    """Where they stand, brackets included.

    A name or a number between brackets is none: every word must be known as one, besides a time and a count.
    """
    spans = [found.span() for found in _BRACKETS.finditer(text) if _is_aside(found[0])]
    return spans + [found.span() for found in _MARK.finditer(text) if _is_mark(found[0])]


def _is_mark(text: str) -> bool:
    """Whether every word is one of ours: never with a capital, so that "[Page]" may be somebody."""
    return all(word in _MARKS for word in re.findall(r"[^\W\d_]+", text)) and len(re.findall(r"\d", text)) < 6


def _is_aside(text: str) -> bool:
    rest = _TIME.sub(" ", text.lower())
    words, numbers = re.findall(r"[^\W\d_]+", rest), re.findall(r"\d+", rest)
    return bool(words) and all(word in _WORDS for word in words) and sum(map(len, numbers)) <= 2
