"""How fast names are found and masked: words per second on one core, on a long interview.

python -m benchmarks.redact [--words N]
"""

from __future__ import annotations

import argparse
import json
import time

from benchmarks.names import GOLD, record_of, tools_for, verbatim_of
from pipeline.model import CaseMaterial, ConsentRecord, Person, Register
from pipeline.stages.find import find
from pipeline.stages.identify import identify
from pipeline.stages.mask import mask

SPOKEN = (
    "Ja nou, Sanne zit sinds drie jaar op de Regenboog bij juf Marieke en dat gaat eigenlijk heel goed.",
    "en toen zei hij van eh dat wil ik niet en toen zijn we naar de huisarts gegaan want hij sliep niet",
    "Mevrouw van der Meulen belde op 14 november of het nummer nul zes twaalf vierendertig nog klopte.",
    "Wij merken dat hij meer rust heeft in de klas, maar thuis is hij vaak boos en dan weet ik het ook niet.",
)


def material() -> tuple[list[str], ConsentRecord]:
    """Sentences to repeat, and a consent record: from the gold where it is at hand."""
    if GOLD.is_dir():
        import yaml

        quotes = json.loads((GOLD / "real_quotes_without_names.json").read_text())
        gold = [json.loads(line)["text"] for line in (GOLD / "dev.jsonl").read_text().splitlines()]
        cases = yaml.safe_load((GOLD / "dev_cases.yaml").read_text())
        return [*quotes, *quotes, *gold], record_of("K01", cases["K01"])
    persons = (Person("P1", "kind", "Sanne van der Meulen"), Person("P2", "leraar", "Marieke Bos"))
    return list(SPOKEN), ConsentRecord("casus-01", persons, (), (), ("De Regenboog",))


def main() -> None:
    """Print words per second, for each stage."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--words", type=int, default=20_000)
    wanted = parser.parse_args().words
    sentences, record = material()
    texts: dict[str, str] = {}
    count = 0
    while count < wanted:
        texts[f"b{len(texts)}"] = sentences[len(texts) % len(sentences)]
        count += len(texts[f"b{len(texts) - 1}"].split())
    verbatim, tools = verbatim_of(texts, record.case), tools_for(record)
    begin = time.perf_counter()
    find(verbatim_of({"b": "Een zin."}, record.case), tools)
    print(f"start (word list, analyzer): {time.perf_counter() - begin:.2f} s")
    begin = time.perf_counter()
    findings = find(verbatim, tools)
    spent = time.perf_counter() - begin
    print(f"find: {count / spent:,.0f} words/s ({count:,} words, {len(findings.spans):,} findings, {spent:.1f} s)")
    case = CaseMaterial(record.case, (verbatim,), (findings,), record, Register(record.case), ())
    begin = time.perf_counter()
    identified = identify(case, tools)
    spent = time.perf_counter() - begin
    print(f"identify: {count / spent:,.0f} words/s ({len(identified.mentions):,} mentions)")
    begin = time.perf_counter()
    mask(identified, tools)
    print(f"mask: {count / (time.perf_counter() - begin):,.0f} words/s")


if __name__ == "__main__":
    main()
