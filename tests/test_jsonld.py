"""Consent as JSON-LD: the right terms, the right order, no names, and nothing that two readers read differently."""

from __future__ import annotations

import json
import uuid
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from rdflib import DCTERMS, RDF, SKOS, XSD, Graph, Literal, URIRef
from rdflib.namespace import DefinedNamespace

from pipeline.consent.fields import PURPOSES
from pipeline.consent.jsonld import as_jsonld, jsonld_bytes, read_jsonld, study_namespace, summary_jsonld
from pipeline.consent.paper import KnownForm
from pipeline.consent.records import read_record
from pipeline.consent.terms import TERMS
from pipeline.errors import NotConsentJson, VaultDamaged
from pipeline.model import ConsentRecord, Objection, Permission, Person
from pipeline.store import Study
from tests import dpv
from tests import redacted as make
from tests.conftest import ROOT
from tests.studies import Casus, empty_study

SPACE = uuid.UUID("5f0c9f5e-9f0a-4a43-8a3e-0b4a8f0f4d11")
CONTACT = {
    "organisation": "Hogeschool Voorbeeld",
    "address": "Laan 1, Utrecht",
    "email": "onderzoek@voorbeeld.nl",
    "privacy_officer": "fg@voorbeeld.nl",
}
SETTINGS = make.settings(contact=CONTACT, retention={"audio_until": "2027-08-31"})
GIVEN, ENDS = date(2026, 3, 1), date(2041, 3, 1)
RECORD = ConsentRecord(
    case="casus-01",
    persons=(
        Person("kind-1", "kind", "Sanne van der Meulen", ("San",), "12-15", born="2013-04", gender="f"),
        Person("moeder-1", "moeder", "Roos de Wit"),
        Person("voogd-1", "voogd", "Jeroen Hoekstra"),
        Person("leraar-1", "leraar", "Wil Postma"),
        Person("broer-1", "broer", "Daan"),
    ),
    authority=("moeder-1", "voogd-1"),
    permissions=(
        Permission(
            "kind-1",
            ("opnemen", "dossier inzien"),
            (("voogd-1", date(2026, 3, 4)), ("moeder-1", GIVEN)),
            GIVEN,
            ENDS,
            "ouders-1.0",
            assent=date(2026, 3, 2),
            language="nl",
            form_digest="ab" * 32,
        ),
        Permission("leraar-1", ("opnemen",), (("leraar-1", GIVEN),), GIVEN, ENDS, "volwassenen-1.0", date(2026, 9, 1)),
        Permission("leraar-1", ("opnemen",), (("leraar-1", ENDS),), ENDS, date(2045, 1, 1), "volwassenen-2.0"),
    ),
    schools=("obs De Regenboog",),
    objections=(
        Objection("kind-1", "moeder-1", "withdrawn", date(2026, 5, 1), ("dossier inzien",)),
        Objection("kind-1", "kind-1", "resisted", date(2026, 4, 1)),
        Objection("broer-1", "broer-1", "refused", date(2026, 4, 1)),
    ),
    authority_seen="gezagsregister, door Els gezien",
    authority_seen_on=date(2026, 2, 27),
)
DOCUMENT = as_jsonld(RECORD, SETTINGS, SPACE)


def process_of(document: dict[str, Any], person: str, purpose: str) -> dict[str, Any]:
    (node,) = [n for n in document["@graph"] if n["dpv:hasDataSubject"]["dct:identifier"].endswith(f"/{person}")]
    (process,) = [p for p in node["dpv:hasProcess"] if p["dct:title"] == purpose]
    assert isinstance(process, dict)
    return process


def states(process: dict[str, Any]) -> list[tuple[str, str]]:
    return [
        (event["@type"][0].removeprefix("dpv:"), event["dpv:isIndicatedAtTime"][:10])
        for event in process["dpv:hasConsentStatus"]
    ]


def graph_of(document: dict[str, Any]) -> Graph:
    return Graph().parse(data=jsonld_bytes(document), format="json-ld")


def test_the_kept_list_of_terms_is_that_of_the_vocabulary_itself() -> None:
    if not dpv.SOURCE.is_dir():
        pytest.skip("the vocabulary's own files are not beside this checkout (../shared/data/dpv)")
    assert dpv.TERMS.read_text(encoding="utf-8").splitlines()[1:] == dpv.read()


def test_every_purpose_has_its_terms() -> None:
    assert tuple(TERMS) == PURPOSES


def test_every_term_exists_in_its_vocabulary_and_it_parses_offline() -> None:
    everything = replace(RECORD, permissions=tuple(replace(p, purposes=PURPOSES) for p in RECORD.permissions))
    known = dpv.kept()
    used = {
        str(term)
        for triple in graph_of(as_jsonld(everything, SETTINGS, SPACE))
        for term in triple
        if isinstance(term, URIRef) and not str(term).startswith(("urn:uuid:", "urn:sha256:"))
    }
    used |= {
        str(term.datatype)
        for term in graph_of(summary_jsonld(heard("kind-1"), RECORD, SETTINGS, SPACE)).objects()
        if isinstance(term, Literal) and term.datatype
    }
    others: tuple[type[DefinedNamespace], ...] = (DCTERMS, RDF, SKOS, XSD)
    strange = {term for term in used - known if not any(URIRef(term) in space for space in others)}
    assert strange == {"urn:casus:consent#parentalAuthority"}
    assert len(used & known) > 40


def test_it_has_what_27560_asks_for_of_every_person() -> None:
    needed = [
        "@id dct:identifier dct:conformsTo dpv:hasDataSubject dpv:hasDataController dpv:hasJurisdiction".split(),
        "dpv:hasNotice dpv:hasProcess dpv:hasConsentControl dpv:hasRight".split(),
    ]
    process = "dpv:hasPurpose dpv:hasPersonalData dpv:hasProcessing dpv:hasLegalBasis dpv:hasRecipient".split()
    schema = {
        "required": needed[0] + needed[1],
        "properties": {
            "dpv:hasProcess": {
                "type": "array",
                "minItems": 1,
                "items": {
                    "required": [*process, "dpv:hasStorageCondition", "dpv:hasConsentStatus"],
                    "properties": {
                        "dpv:hasConsentStatus": {
                            "minItems": 1,
                            "items": {"required": ["@type", "dpv:isIndicatedAtTime", "dpv:isIndicatedBy"]},
                        }
                    },
                },
            }
        },
    }
    given_ = [node for node in DOCUMENT["@graph"] if "broer" not in node["dpv:hasDataSubject"]["dct:identifier"]]
    assert len(given_) == 2
    for node in given_:
        jsonschema.validate(node, schema)
    notice = given_[0]["dpv:hasNotice"][0]
    assert notice["@id"] == "urn:sha256:" + "ab" * 32
    assert (notice["dct:title"], notice["dct:hasVersion"], notice["dct:language"]) == ("ouders-1.0", "1.0", "nl")
    assert given_[0]["dpv:hasConsentControl"]["dpv:isExercisedAt"] == "mailto:onderzoek@voorbeeld.nl"


def test_events_are_in_order_of_time_each_with_who_and_until_when() -> None:
    file = process_of(DOCUMENT, "kind-1", "dossier inzien")
    assert states(file) == [
        ("ConsentGiven", "2026-03-01"),
        ("ConsentGiven", "2026-03-02"),
        ("ConsentGiven", "2026-03-04"),
        ("ConsentRefused", "2026-04-01"),
        ("ConsentWithdrawn", "2026-05-01"),
    ]
    mother, child, guardian, resisted, withdrawn = (e["dpv:isIndicatedBy"][0] for e in file["dpv:hasConsentStatus"])
    assert mother["@type"] == "dpv:ParentOfDataSubject" and mother["casus:parentalAuthority"] is True
    assert mother["dpv:hasJustification"] == "gezag nagegaan op 2026-02-27"
    assert guardian["@type"] == "dpv:GuardianOfDataSubject"
    assert child == resisted and child["@type"] == "dpv:DataSubject"
    assert withdrawn == mother
    given_ = file["dpv:hasConsentStatus"][0]
    assert given_["dpv:hasDuration"] == {"@type": "dpv:UntilTimeDuration", "rdf:value": "2041-03-01"}
    recording = process_of(DOCUMENT, "kind-1", "opnemen")
    assert ("ConsentWithdrawn", "2026-05-01") not in states(recording)
    assert recording["dpv:hasStorageCondition"][1]["dpv:hasDuration"]["rdf:value"] == "2027-08-31"


def test_a_consent_that_follows_another_is_renewed_and_a_withdrawn_one_says_so() -> None:
    assert states(process_of(DOCUMENT, "leraar-1", "opnemen")) == [
        ("ConsentGiven", "2026-03-01"),
        ("ConsentWithdrawn", "2026-09-01"),
        ("RenewedConsentGiven", "2041-03-01"),
    ]


def test_a_no_before_any_yes_is_told_for_every_purpose() -> None:
    assert all(states(process_of(DOCUMENT, "broer-1", p)) == [("ConsentRefused", "2026-04-01")] for p in TERMS)


def test_on_one_day_a_yes_comes_before_a_no() -> None:
    both = replace(RECORD, objections=(Objection("leraar-1", "leraar-1", "withdrawn", GIVEN),))
    assert [state for state, _ in states(process_of(as_jsonld(both, SETTINGS, SPACE), "leraar-1", "opnemen"))][:2] == [
        "ConsentGiven",
        "ConsentWithdrawn",
    ]


def test_a_form_that_the_study_made_gives_the_digest_that_a_record_lacks() -> None:
    form = KnownForm("ouders-1.0", "nl", "cd" * 32)
    bare = replace(RECORD, permissions=(replace(RECORD.permissions[0], form_digest=""),), objections=())
    (node,) = as_jsonld(bare, SETTINGS, SPACE, [form])["@graph"]
    assert node["dpv:hasNotice"][0]["@id"] == "urn:sha256:" + "cd" * 32
    (node,) = as_jsonld(bare, SETTINGS, SPACE)["@graph"]
    assert "@id" not in node["dpv:hasNotice"][0]


def heard(*persons: str) -> Any:
    return replace(make.transcript(), persons=persons)


def test_a_summary_tells_only_of_who_is_heard_and_no_days() -> None:
    summary = summary_jsonld(heard("leraar-1"), RECORD, SETTINGS, SPACE)
    (node,) = summary["@graph"]
    assert node["dpv:hasDataSubject"]["dct:identifier"] == "casus-01/leraar-1"
    text = jsonld_bytes(summary).decode()
    assert "2026-03-01" not in text and "2041-03-01" not in text
    event = node["dpv:hasProcess"][0]["dpv:hasConsentStatus"][0]
    assert event["dpv:isIndicatedAtTime"] == {"@type": "xsd:gYearMonth", "@value": "2026-03"}
    assert "kind-1" not in text and "moeder-1" not in text


def test_ids_are_those_of_the_study_and_differ_between_cases_and_studies() -> None:
    def ids(document: dict[str, Any]) -> set[str]:
        return {str(term) for term in graph_of(document).all_nodes() if str(term).startswith("urn:uuid:")}

    ours = ids(DOCUMENT)
    assert ours == ids(as_jsonld(RECORD, SETTINGS, SPACE))
    assert not ours & ids(as_jsonld(replace(RECORD, case="casus-02"), SETTINGS, SPACE))
    assert not ours & ids(as_jsonld(RECORD, SETTINGS, uuid.UUID(int=7)))


names = st.text("abcdefghijklmnopqrstuvwxyzéëïŞ", min_size=5, max_size=12).map(lambda name: f"Q{name}x")


@settings(phases=[Phase.generate])  # an example is plain enough as it is; making it smaller takes minutes
@given(st.data())
def test_no_name_of_the_record_is_in_it_and_it_is_read_back_as_it_was(data: st.DataObject) -> None:
    draw = data.draw
    persons = tuple(replace(p, name=draw(names), nicknames=(draw(names),)) for p in RECORD.persons)
    purposes = st.lists(st.sampled_from(PURPOSES), min_size=1, unique=True).map(tuple)
    days = st.dates(date(2020, 1, 1), date(2030, 1, 1))
    permissions = tuple(
        replace(p, purposes=draw(purposes), signed=tuple((s, draw(days)) for s, _ in p.signed), valid_from=draw(days))
        for p in RECORD.permissions
    )
    kinds = [replace(o, on=draw(days), purposes=draw(purposes | st.just(()))) for o in RECORD.objections]
    record = replace(
        RECORD,
        persons=persons,
        permissions=permissions,
        objections=tuple(kinds),
        schools=(draw(names),),
        institutions=(draw(names),),
        places=(draw(names),),
        other_names=(draw(names),),
        authority_seen=draw(names),
    )
    told = {name for p in persons for name in (p.name, *p.nicknames)}
    told |= {*record.schools, *record.institutions, *record.places, *record.other_names, record.authority_seen}
    transcript = heard(*(person.id for person in persons))
    for document in (as_jsonld(record, SETTINGS, SPACE), summary_jsonld(transcript, record, SETTINGS, SPACE)):
        written = jsonld_bytes(document)
        assert written == jsonld_bytes(document)
        assert not [name for name in told if name.casefold() in written.decode().casefold()]
        assert read_jsonld(written) == document


@pytest.mark.parametrize(
    "data",
    [
        b'{"dpv:hasProcess": 1, "dpv:hasProcess": 2}',
        b'{"a": [{"b": 1, "\\u0062": 2}]}',
        b"[]",
        b"3",
        b"",
        b'{"a": NaN}',
        b'{"a": 1} {"b": 2}',
        b'{"a": "\xff"}',
        b"[" * 100_000,
    ],
)
def test_what_readers_do_not_agree_on_is_refused(data: bytes) -> None:
    with pytest.raises(NotConsentJson):
        read_jsonld(data)


@pytest.mark.parametrize("path", sorted((ROOT / "consent" / "examples").glob("*.yaml")), ids=lambda path: path.stem)
def test_the_records_we_ship_can_be_told_so(path: Path) -> None:
    record = read_record(path)
    document = as_jsonld(record, make.settings(), SPACE)
    assert len(document["@graph"]) == len({permission.person for permission in record.permissions})
    assert len(graph_of(document)) > 20


def test_the_namespace_is_made_once_and_stays_in_the_vault(tmp_path: Path) -> None:
    study = Study(tmp_path)
    first = study_namespace(study)
    assert first == study_namespace(study) and first.version == 4
    assert [path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*") if path.is_file()] == [
        "vault/consent-ids"
    ]
    (study.vault / "consent-ids").write_text("Sanne", encoding="utf-8")
    with pytest.raises(VaultDamaged):
        study_namespace(study)


def test_a_steward_exports_the_consent_of_a_case(casus: Casus, tmp_path: Path) -> None:
    study = empty_study(tmp_path / "s")
    path = study.consent("casus-01")
    path.parent.mkdir(parents=True)
    path.write_bytes((ROOT / "consent" / "examples" / "casus-01.yaml").read_bytes())
    printed = casus("consent", "export", "casus-01", "--study", "s")
    assert printed.returncode == 0, printed.stderr
    record = read_record(path)
    assert read_jsonld(printed.stdout.strip().encode()) == as_jsonld(record, make.settings(), study_namespace(study))
    written = casus("consent", "export", "casus-01", "--study", "s", "--to", "uit.jsonld")
    assert written.returncode == 0 and (tmp_path / "uit.jsonld").read_bytes() == printed.stdout.encode()
    assert json.loads(printed.stdout)
