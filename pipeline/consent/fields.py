"""What a consent record has: keys, patterns, and what can be wrong with a value."""

from __future__ import annotations

import re
from collections.abc import Mapping

from pipeline.config import ROLES
from pipeline.consent.yaml_lines import Problem
from pipeline.model import Gender, ObjectionKind

PURPOSES = (
    "opnemen",
    "transcriberen",
    "andere informanten spreken",
    "dossier inzien",
    "citeren",
    "delen",
    "archiveren",
    "geluid delen",
)
FIELDS = (
    ("casus", "personen", "toestemmingen"),
    ("gezag", "gezag_gezien", "bezwaren", "scholen", "instellingen", "plaatsen", "andere_namen"),
)
NAMES = ("scholen", "instellingen", "plaatsen", "andere_namen")
PERSON_FIELDS = (("id", "rol", "naam"), ("roepnamen", "leeftijd", "geboren", "geslacht", "groep"))
PERMISSION_FIELDS = (
    ("voor", "doelen", "getekend", "geldig_van", "geldig_tot", "formulier"),
    ("instemming", "taal", "formulier_sha256", "ingetrokken"),
)
OBJECTION_FIELDS = (("voor", "door", "wat", "op"), ("doelen",))
SEEN_FIELDS = ("bron", "op")
OBJECTIONS: Mapping[str, ObjectionKind] = {"ingetrokken": "withdrawn", "geweigerd": "refused", "verzet": "resisted"}
GENDERS: Mapping[str, Gender] = {"meisje": "f", "vrouw": "f", "jongen": "m", "man": "m"}

CASE = re.compile(r"[a-z]+-\d+", re.ASCII)
PERSON_ID = re.compile(r"[a-z]+(-[a-z]+)*-[1-9]\d*", re.ASCII)
ROLE = re.compile(r"[a-z]+([ '-][a-z]+)*", re.ASCII)
AGE = re.compile(r"\d{1,2}(-\d{1,2}|\+)?", re.ASCII)
BORN = re.compile(r"(19|20)\d\d(-(0[1-9]|1[0-2]))?", re.ASCII)
GROUP = re.compile(r"(groep|klas|leerjaar) \d{1,2}|so|sbo|vso|vmbo|havo|vwo|mbo", re.ASCII)
LANGUAGE = re.compile(r"[a-z]{2,3}", re.ASCII)
SHA256 = re.compile(r"[0-9a-f]{64}", re.ASCII)
SOURCE = re.compile(r"[a-z]+( [a-z]+){0,3}", re.ASCII)
FORM = re.compile(r"[a-z]+(-[a-z]+)*-\d+(\.\d+)*", re.ASCII)
_FAMILY = ("broer", "zus", "oma", "opa", "oom", "tante", "neef", "nicht", "vriend", "vriendin", "buurman", "buurvrouw")
ROLE_WORDS = frozenset(_FAMILY).union(ROLES, *ROLES.values())

OTHER_CASE: Problem = ("de casus is niet die van de bestandsnaam", "the case is not that of the file name")
NO_CASE: Problem = ("een casus heet woord-nummer, zoals casus-04", "a case is called word-number, like casus-04")
NO_ID: Problem = ("een id is rol-nummer, zoals leraar-1", "an id is role-number, like leraar-1")
NO_ROLE: Problem = ("een rol is een kleine-letterwoord, zoals leraar", "a role is a lower-case word, like leraar")
IS_NAME: Problem = ("dit is ook een naam uit dit bestand", "this is also a name of this file")
SAME_ID: Problem = ("deze id is al gebruikt", "this id is used already")
TWO_CHILDREN: Problem = (
    "er is al een kind; broers en zussen hebben rol broer of zus",
    "there is a child already; siblings have role broer or zus",
)
NO_AGE: Problem = ("een leeftijd is een groep, zoals 8-11 of 16+", "an age is a band, like 8-11 or 16+")
NO_FORM: Problem = ("een formulier heet woord-versie, zoals ouders-1.0", "a form is word-version, like ouders-1.0")
NO_PERSON: Problem = ("deze id staat niet onder personen", "this id is not under personen")
NO_PURPOSE: Problem = (f"een doel is een van: {', '.join(PURPOSES)}", f"a purpose is one of: {', '.join(PURPOSES)}")
NOTHING: Problem = ("deze lijst is leeg", "this list is empty")
DOUBLE: Problem = ("hier staat iets twee keer", "something is here twice")
ENDS_FIRST: Problem = ("geldig_tot ligt voor geldig_van", "geldig_tot is before geldig_van")
SIGNED_LATE: Problem = ("getekend na geldig_tot", "signed after geldig_tot")
NO_MONTH: Problem = ("dit is geen jaar of maand (jjjj-mm)", "this is no year or month (yyyy-mm)")
NO_GENDER: Problem = ("kies uit meisje, jongen, vrouw, man", "choose among meisje, jongen, vrouw, man")
NO_GROUP: Problem = ("een groep heet zoals groep 6, klas 2 of vso", "a group is called like groep 6, klas 2 or vso")
NO_LANGUAGE: Problem = ("een taal is een code, zoals nl", "a language is a code, like nl")
NO_SHA256: Problem = ("dit is geen sha256 (64 tekens 0-9a-f)", "this is no sha256 (64 signs 0-9a-f)")
NO_SOURCE: Problem = (
    "een bron is een soort stuk, zoals gezagsregister",
    "a source is a kind of paper, like gezagsregister",
)
NO_OBJECTION: Problem = (f"kies uit {', '.join(OBJECTIONS)}", f"choose among {', '.join(OBJECTIONS)}")
NOT_THEIRS: Problem = (
    "alleen wie het betreft of wie het gezag heeft kan bezwaar maken",
    "only the person itself or who has authority can object",
)
