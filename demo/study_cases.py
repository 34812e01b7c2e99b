"""The cases of the demo study: who is in them, what they signed, what was recorded."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from demo.casts import PARTS, Cast, Person, entity_of

ALL = (
    "opnemen",
    "transcriberen",
    "andere informanten spreken",
    "dossier inzien",
    "citeren",
    "delen",
)
OWN = ("opnemen", "transcriberen", "citeren", "delen")


@dataclass(frozen=True)
class Recording:
    """A file in the inbox: its path there, the dialogue spoken in it ("": a short new one) and its first speaker.

    `expected` is what a study run should make of it: released, blocked or withdrawn.
    """

    path: str
    dialogue: str
    person: str
    role: str
    expected: str = "released"
    stereo: bool = False


@dataclass(frozen=True)
class Consent:
    """A consent in a record: for whom, purposes, signatures by day, form, days of withdrawal, assent and end."""

    person: str
    purposes: tuple[str, ...]
    signed: Mapping[str, str]
    withdrawn: str = ""
    assent: str = ""
    until: str = ""

    @property
    def form(self) -> str:
        """The form that was signed."""
        return "ouders-1.0" if self.person == "kind-1" else "volwassenen-1.0"


@dataclass(frozen=True)
class StudyCase:
    """A case: its cast, what its consent record knows of it, its recordings and its file.

    `known` are the parts and `known_places` the slots that the record names; `authority` are the
    persons with parental authority; `identifiers` fill the dossier's slots that are no names; `refused` says who
    refused when.
    """

    name: str
    cast: Cast
    known: tuple[str, ...]
    known_places: tuple[str, ...]
    authority: tuple[str, ...]
    consents: tuple[Consent, ...]
    recordings: tuple[Recording, ...]
    dossier: str
    identifiers: Mapping[str, str]
    ages: str
    born: str
    group: str
    other_names: tuple[str, ...] = ()
    refused: Mapping[str, str] = field(default_factory=dict)


def _cast(people: str, others: str, nickname: str = "") -> Cast:
    """A cast from lines of `part gender first [last]` and a list of the other names."""
    found: dict[str, Person] = {}
    for line in people.strip().splitlines():
        part, gender, first, *last = line.split(maxsplit=3)
        female = gender == "v"
        nick = nickname if part == "kind" else ""
        found[part] = Person(entity_of(part, female), first, female, " ".join(last), nick)
    slots = ("school", "oude_school", "instelling", "instelling2", "plaats", "plaats2")
    ordered = {part: found[part] for part in PARTS}
    return Cast(ordered, dict(zip(slots, others.split("|"), strict=True)))


def _own(
    days: Mapping[str, str], withdrawn: Mapping[str, str] | None = None, sound: tuple[str, ...] = ()
) -> tuple[Consent, ...]:
    """Adults who signed for themselves on these days; `sound`: whose sound may be shared."""
    gone, more = withdrawn or {}, dict.fromkeys(sound, ("geluid delen",))
    return tuple(Consent(who, OWN + more.get(who, ()), {who: day}, gone.get(who, "")) for who, day in days.items())


CASES = (
    StudyCase(
        "casus-01",
        _cast(
            """
            kind v Sanne van der Meulen
            broer m Daan van der Meulen
            moeder v Roos de Wit
            vader m Jeroen van der Meulen
            leraar m Wil Hoekstra
            hulp v Karin Postma
            ib v Annemiek Visser
            oudleraar v Ingrid
            vriend m Mees
            oma v Gerda
            oom m Erik
            """,
            "De Regenboog|De Klimop|Jeugdzorg Noord|Praktijk De Linde|Zwolle|Meppel",
            "San",
        ),
        ("kind", "moeder", "vader", "leraar", "hulp", "ib", "broer", "oma"),
        ("school", "instelling", "plaats"),
        ("moeder-1", "vader-1"),
        (
            Consent("kind-1", ALL, {"moeder-1": "2026-03-01", "vader-1": "2026-03-02"}, assent="2026-03-05"),
            *_own(
                {
                    "moeder-1": "2026-03-01",
                    "vader-1": "2026-03-02",
                    "leraar-1": "2026-03-10",
                    "hulpverlener-1": "2026-03-12",
                    "ib-1": "2026-03-12",
                },
                sound=("leraar-1",),
            ),
        ),
        (
            Recording("casus-01/ouders/2026-04-14 gesprek.mp3", "01_ouders", "moeder-1", "ouder"),
            Recording("casus-01/leraar/2026-05-13 opname.m4a", "02_leraar", "leraar-1", "leraar"),
            Recording(
                "casus-01_hulpverlener_2026-05-20.ogg",
                "03_hulpverlener",
                "hulpverlener-1",
                "hulpverlener",
            ),
            Recording("casus-01/leerling/2026-06-03 opname.opus", "04_kind", "kind-1", "kind"),
            Recording("casus-01_ib_2026-06-10.mp3", "05_ib", "ib-1", "ib"),
        ),
        "casus-01/dossier/2026-03-20 leerlingdossier.txt",
        {
            "geboren": "14 september 2015",
            "adres": "Molenweg 12, 8012 AB Zwolle",
            "telefoon": "06-12345678",
            "email": "j.vandermeulen@voorbeeld.nl",
        },
        "8-11",
        "2015-09",
        "groep 7",
    ),
    StudyCase(
        "casus-02",
        _cast(
            """
            kind m Mohammed El Amrani
            broer v Samira El Amrani
            moeder v Fatima Yilmaz
            vader m Hassan El Amrani
            leraar v Marieke van den Berg
            hulp v Esther Dijkstra
            ib m Johan de Groot
            oudleraar v Petra
            vriend m Jayden
            oma v Nadia
            oom m Ali
            """,
            "Het Kompas|De Wegwijzer|Centrum voor Jeugd en Gezin|Veilig Thuis|Almere|Lelystad",
            "Mo",
        ),
        ("kind", "moeder", "vader", "leraar", "hulp", "ib", "broer", "oma"),
        ("school", "instelling", "plaats"),
        ("moeder-1", "vader-1"),
        (
            Consent("kind-1", ALL, {"moeder-1": "2026-03-08", "vader-1": "2026-03-08"}, assent="2026-03-09"),
            *_own(
                {
                    "moeder-1": "2026-03-08",
                    "leraar-1": "2026-03-17",
                    "hulpverlener-1": "2026-03-19",
                    "ib-1": "2026-03-19",
                },
                sound=("hulpverlener-1",),
            ),
        ),
        (
            Recording("casus-02_moeder_2026-04-21.m4a", "06_moeder", "moeder-1", "ouder"),
            Recording("casus-02/juf/2026-05-19 opname.opus", "07_leraar", "leraar-1", "leraar"),
            Recording(
                "casus-02/hulpverlener/2026-05-27 gesprek.opus",
                "08_hulpverlener",
                "hulpverlener-1",
                "hulpverlener",
                stereo=True,
            ),
            Recording("casus-02_kind_2026-06-02.wav", "09_kind", "kind-1", "kind"),
        ),
        "casus-02_dossier_2026-03-27.txt",
        {
            "geboren": "20-06-2017",
            "adres": "Lindelaan 7, 1315 XK Almere",
            "telefoon": "0612345679",
            "email": "fatima.yilmaz@voorbeeld.nl",
        },
        "8-11",
        "2017-06",
        "groep 5",
    ),
    StudyCase(
        "casus-03",
        _cast(
            """
            kind m Thijs Bakker
            broer m Bram Bakker
            moeder v Linda Smit
            vader m Wouter Bakker
            leraar m Henk Kramer
            hulp v Nicole Veenstra
            ib v Saskia Mulder
            oudleraar v Tineke
            vriend m Sem
            oma v Corrie
            oom m Piet
            """,
            "De Springplank|De Akker|Jeugdhulp Drenthe|Zorggroep Oost|Assen|Emmen",
        ),
        ("kind", "moeder", "vader", "leraar", "hulp", "ib", "broer", "oom"),
        ("school", "instelling", "plaats"),
        ("vader-1",),
        (
            Consent("kind-1", ALL, {"vader-1": "2026-03-15"}, assent="2026-03-15"),
            *_own(
                {
                    "vader-1": "2026-03-15",
                    "leraar-1": "2026-03-24",
                    "hulpverlener-1": "2026-03-26",
                },
                {"hulpverlener-1": "2026-07-01"},
            ),
        ),
        (
            Recording("casus-03/vader/2026-04-28 opname.m4a", "10_vader", "vader-1", "ouder"),
            Recording("casus-03_leerkracht_2026-05-21.mp3", "11_leraar", "leraar-1", "leraar"),
            Recording(
                "casus-03/hulpverlener/2026-05-28 opname.ogg",
                "12_hulpverlener",
                "hulpverlener-1",
                "hulpverlener",
                "withdrawn",
            ),
            Recording("casus-03_ib_2026-06-11.m4a", "13_ib", "ib-1", "ib", "withdrawn"),
        ),
        "casus-03/dossier/2026-04-02 rapport.txt",
        {
            "geboren": "21 juni 2016",
            "adres": "Schoolstraat 31, 9401 CD Assen",
            "telefoon": "0592-123456",
            "email": "administratie@despringplank.voorbeeld.nl",
        },
        "8-11",
        "2016-06",
        "groep 6",
        ("Sem",),
        {"ib-1": "2026-06-01"},
    ),
    StudyCase(
        "casus-04",
        _cast(
            """
            kind v Noor Hendriks
            broer m Teun Hendriks
            moeder v Anouk Peters
            vader m Ruben Hendriks
            leraar v Femke Jonker
            hulp m Bas Verhoeven
            ib v Ellen Willems
            oudleraar v Truus
            vriend m Finn
            oma v Riet
            oom m Kees
            """,
            "De Wissel|De Esdoorn|Buurtteam West|Praktijk Zuid|Utrecht|Zeist",
        ),
        ("kind", "moeder", "vader", "leraar"),
        ("school", "instelling", "plaats"),
        ("moeder-1", "vader-1"),
        (
            Consent("kind-1", ALL, {"moeder-1": "2026-03-20"}, assent="2026-03-20"),
            Consent("moeder-1", OWN, {"moeder-1": "2026-03-20"}, until="2026-06-30"),
        ),
        (
            Recording("casus-04/moeder/2026-04-30 opname.opus", "", "moeder-1", "ouder", "blocked"),
            Recording("casus-04_kind_2026-06-04.opus", "", "kind-1", "kind", "blocked"),
        ),
        "",
        {},
        "8-11",
        "2016-11",
        "groep 6",
    ),
)
"""All that the demo study says, besides what is spoken."""

UNPLACED = "opname vrijdag.mp3"
"""A file whose name tells neither case nor role."""

BROKEN = ("casus-02_ib_2026-06-09.m4a", "05_ib")
"""A recording that was cut off while it was copied, of a person who did consent."""
