"""What the purposes of consent are called in the Data Privacy Vocabulary 2.3 (https://w3id.org/dpv)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

Method = Literal["", "signature", "assent", "resistance", "authority"]

RECORD = "https://w3id.org/dpv/schema/dpv-27560#record-eu-gdpr"
GUARDIANS = frozenset(("voogd", "verzorger", "pleegmoeder", "pleegvader"))
STATES = {
    "given": "ConsentGiven",
    "renewed": "RenewedConsentGiven",
    "withdrawn": "ConsentWithdrawn",
    "refused": "ConsentRefused",
    "resisted": "ConsentRefused",
}
METHODS: dict[Method, tuple[str, str]] = {  # Dutch, English
    "": ("", ""),
    "signature": ("handtekening", "signature"),
    "assent": ("instemming van het kind", "assent of the child"),
    "resistance": ("verzet", "resistance"),
    "authority": ("gezag nagegaan op", "authority checked on"),
}
CONTEXT: dict[str, Any] = {
    "dpv": "https://w3id.org/dpv#",
    "eu-gdpr": "https://w3id.org/dpv/legal/eu/gdpr#",
    "legal-eu": "https://w3id.org/dpv/legal/eu#",
    "legal-nl": "https://w3id.org/dpv/legal/nl#",
    "pd": "https://w3id.org/dpv/pd#",
    "loc": "https://w3id.org/dpv/loc#",
    "dct": "http://purl.org/dc/terms/",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "casus": "urn:casus:consent#",
    "dpv:isIndicatedAtTime": {"@type": "xsd:dateTime"},
    **{
        term: {"@type": "@id"}
        for term in (
            "dct:conformsTo",
            "dpv:hasApplicableLaw",
            "dpv:hasJurisdiction",
            "dpv:hasLegalBasis",
            "dpv:hasLocation",
            "dpv:hasPersonalData",
            "dpv:hasProcessing",
            "skos:broader",
        )
    },
}


@dataclass(frozen=True, slots=True)
class Terms:
    """One purpose: in a sentence, and in terms of the vocabulary."""

    described: tuple[str, str]  # Dutch, English
    data: tuple[str, ...]
    processing: tuple[str, ...]
    recipient: str = "dpv:DataController"
    kept: Literal["audio", "names", "text"] = "text"  # which of the study's terms ends it; text without names stays


_STORY = ("pd:Opinion", "pd:School", "pd:Behavioural", "pd:Health", "pd:Family")
TERMS: dict[str, Terms] = {
    "opnemen": Terms(
        ("Het gesprek opnemen (geluid)", "Recording the conversation (sound)"),
        ("pd:VoiceCommunicationRecording",),
        ("dpv:Collect", "dpv:Record", "dpv:Store"),
        kept="audio",
    ),
    "transcriberen": Terms(
        ("Het gesprek uitschrijven zonder namen", "Writing the conversation down without names"),
        (*_STORY, "dpv:PseudonymisedData"),
        ("dpv:Transform", "dpv:Pseudonymise", "dpv:Analyse"),
    ),
    "andere informanten spreken": Terms(
        ("Met anderen over het kind spreken", "Talking to others about the child"),
        _STORY,
        ("dpv:Collect", "dpv:Record"),
        kept="names",
    ),
    "dossier inzien": Terms(
        ("Het dossier van het kind lezen", "Reading the child's file"),
        _STORY,
        ("dpv:Consult", "dpv:Pseudonymise", "dpv:Analyse"),
        kept="names",
    ),
    "citeren": Terms(
        ("Zinnen zonder namen aanhalen", "Quoting sentences without names"),
        ("dpv:PseudonymisedData",),
        ("dpv:Disseminate",),
        "dpv:ThirdParty",
    ),
    "delen": Terms(
        ("De tekst zonder namen met andere onderzoekers delen", "Sharing the text without names with researchers"),
        ("dpv:PseudonymisedData",),
        ("dpv:Share",),
        "dpv:ThirdParty",
    ),
    "archiveren": Terms(
        ("De tekst zonder namen in een archief bewaren", "Keeping the text without names in an archive"),
        ("dpv:PseudonymisedData",),
        ("dpv:Store", "dpv:MakeAvailable"),
        "dpv:ThirdParty",
    ),
    "geluid delen": Terms(
        ("Het geluid zonder namen delen", "Sharing the sound without names"),
        ("pd:VoiceCommunicationRecording",),
        ("dpv:Share",),
        "dpv:ThirdParty",
        "audio",
    ),
}
