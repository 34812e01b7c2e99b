"""How well names are found: the gold utterances through find and identify, and real quotes that hold no name.

python -m benchmarks.names [--errors N]
"""

from __future__ import annotations

import argparse
import json
import re
import subprocess
import sys
import tempfile
from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import yaml

from pipeline.config import Settings, StudySettings
from pipeline.model import (
    Block,
    CaseMaterial,
    ConsentRecord,
    Figures,
    Finding,
    Mention,
    Person,
    Recording,
    Register,
    Verbatim,
    Word,
)
from pipeline.ports import Tools
from pipeline.stages.find import find
from pipeline.stages.identify import identify

SHARED = Path(__file__).resolve().parents[2] / "shared"
GOLD = SHARED / "data" / "gold"
MASK_FROM = 0.5


def verbatim_of(texts: dict[str, str], case: str) -> Verbatim:
    """One block per text, as if one recording held them all."""
    recording = Recording(case, case, "ouder", "", (), date(2026, 5, 1), "", ".wav", "audio")
    blocks = tuple(
        Block(name, "turn", tuple(Word(f"{name}-{at}", word) for at, word in enumerate(text.split(" "))))
        for name, text in texts.items()
    )
    return Verbatim(recording, "nl", blocks, Figures(), "benchmark")


def tools_for(record: ConsentRecord) -> Tools:
    """The two things that `find` asks of its tools."""
    settings = Settings(study=StudySettings(name="benchmark"))
    return cast(Tools, SimpleNamespace(settings=settings, consent=lambda case: record))


def record_of(case: str, entry: dict[str, Any]) -> ConsentRecord:
    """What the consent form of a gold case would say."""
    persons = tuple(Person(p["entity"], p["role"], p["name"]) for p in entry["participants"])
    school, institution, place = (entry[key]["name"] for key in ("school", "institution", "place"))
    return ConsentRecord(case, persons, (), (), (school,), (institution,), (place,))


def predict(what: str) -> list[dict[str, Any]]:
    """Spans for every gold utterance, as the scorer wants them.

    `what` is "found" (certain findings of each interview by itself), "certain" (after identifying over the whole case,
    without what goes to the review queue) or "released" (everything that is masked).
    """
    gold = [json.loads(line) for line in (GOLD / "dev.jsonl").read_text().splitlines()]
    cases = yaml.safe_load((GOLD / "dev_cases.yaml").read_text())
    texts: dict[str, dict[str, str]] = defaultdict(dict)
    for utterance in gold:
        texts[utterance["case"]][utterance["id"]] = utterance["text"]
    rows: dict[str, list[dict[str, Any]]] = {utterance["id"]: [] for utterance in gold}
    for case, said in texts.items():
        record = record_of(case, cases[case])
        verbatim, tools = verbatim_of(said, case), tools_for(record)
        findings = find(verbatim, tools)
        spans: Iterable[Finding | Mention] = [span for span in findings.spans if span.score >= MASK_FROM]
        if what != "found":
            material = CaseMaterial(case, (verbatim,), (findings,), record, Register(case), ())
            spans = [m for m in identify(material, tools).mentions if m.doubt != "name" or what == "released"]
        for span in spans:
            rows[span.block].append({"start": span.start, "end": span.end, "label": span.kind})
    return [{"id": name, "spans": spans} for name, spans in rows.items()]


def false_alarms() -> tuple[float, float, dict[str, int]]:
    """Words masked and asked about per 1000 of real quotes that name nobody, over the records of all gold cases."""
    quotes = json.loads((GOLD / "real_quotes_without_names.json").read_text())
    cases = yaml.safe_load((GOLD / "dev_cases.yaml").read_text())
    words = sum(len(re.findall(r"\w+", quote)) for quote in quotes) * len(cases)
    masked = asked = 0
    which: dict[str, int] = defaultdict(int)
    texts = {str(at): quote for at, quote in enumerate(quotes)}
    for case, entry in cases.items():
        for one in find(verbatim_of(texts, case), tools_for(record_of(case, entry))).spans:
            said = texts[one.block][one.start : one.end]
            size = len(re.findall(r"\w+", said))
            masked, asked = (masked + size, asked) if one.score >= MASK_FROM else (masked, asked + size)
            which[f"{said} ({one.recogniser}, {one.score:.2f})"] += 1
    return 1000 * masked / words, 1000 * asked / words, dict(which)


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--errors", default="0")
    errors = parser.parse_args().errors
    if not GOLD.is_dir():
        print("The annotated gold (../shared) is not here: names are not measured.")
        return
    for what, title in (
        ("found", "found in each interview by itself"),
        ("certain", "identified over the case, without what a reviewer is asked"),
        ("released", "everything masked: what leaves where nobody reviews"),
    ):
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / f"{what}.jsonl"
            path.write_text("\n".join(json.dumps(row) for row in predict(what)))
            print(f"--- {title}", flush=True)
            command = [sys.executable, str(SHARED / "score_names.py"), str(path), "--errors", errors, "--fps", errors]
            subprocess.run(command, check=True)
    masked, asked, which = false_alarms()
    print(f"== real quotes without names: {masked:.2f} masked, {asked:.2f} asked about, per 1000 words")
    for said, count in sorted(which.items(), key=lambda item: -item[1])[: int(errors)]:
        print(f"   {count} x {said}")


if __name__ == "__main__":
    main()
