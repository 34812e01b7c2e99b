"""The dataset as RO-Crate 1.2: plain JSON-LD that tells a machine what is in it, who made it and what may be done."""

from __future__ import annotations

import json
from typing import Any

from pipeline.archive.dataset import Dataset, name_of
from pipeline.config import CreatorSettings

METADATA = "ro-crate-metadata.json"
VERSION = "https://w3id.org/ro/crate/1.2"


def crate_json(dataset: Dataset) -> bytes:
    """The metadata file of the crate; every other file of the dataset is a part of it."""
    makers = [_maker(number, creator) for number, creator in enumerate(dataset.creators, start=1)]
    root: dict[str, Any] = {
        "@id": "./",
        "@type": "Dataset",
        "name": dataset.title,
        "description": "\n\n".join(dataset.description),
        "datePublished": dataset.dated,
        "license": {"@id": dataset.licence},
        "author": [{"@id": maker["@id"]} for maker, *_ in makers],
        "copyrightHolder": {"@id": "#rights-holder"},
        "inLanguage": list(dataset.languages),
        "keywords": list(dataset.subjects),
        "conditionsOfAccess": dataset.access,
        "hasPart": [{"@id": file.place} for file in dataset.files],
    }
    graph = [
        {
            "@id": METADATA,
            "@type": "CreativeWork",
            "about": {"@id": "./"},
            "conformsTo": {"@id": VERSION},
        },
        root,
        {"@id": dataset.licence, "@type": "CreativeWork", "name": dataset.licence},
        {"@id": "#rights-holder", "@type": "Organization", "name": dataset.rights_holder},
        *(entity for entities in makers for entity in entities),
        *(
            {
                "@id": file.place,
                "@type": "File",
                "name": file.place.rpartition("/")[2],
                "encodingFormat": file.type,
                "contentSize": str(file.size),
            }
            for file in dataset.files
        ),
    ]
    whole = {"@context": f"{VERSION}/context", "@graph": graph}
    return json.dumps(whole, ensure_ascii=False, indent=1).encode("utf-8", "replace") + b"\n"


def _maker(number: int, creator: CreatorSettings) -> list[dict[str, Any]]:
    """A person, and the organisation they belong to; or an organisation by itself."""
    id_ = f"https://orcid.org/{creator.orcid}" if creator.orcid else f"#creator-{number}"
    if not creator.surname:
        return [{"@id": id_, "@type": "Organization", "name": name_of(creator)}]
    family = " ".join(part for part in (creator.insertion, creator.surname) if part)
    person = {"@id": id_, "@type": "Person", "name": name_of(creator), "familyName": family}
    if not creator.organisation:
        return [person]
    of = {"@id": f"#organisation-{number}", "@type": "Organization", "name": creator.organisation}
    return [person | {"affiliation": {"@id": of["@id"]}}, of]
