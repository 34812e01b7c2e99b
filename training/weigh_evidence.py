"""Weighs the evidence of `pipeline.recognisers.evidence` on our own annotated talk: python -m training.weigh_evidence

Sets of which the network of `sense` saw nothing; each as it is, all in lower case, and as if nobody were known; and
talk without names, told in every case.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import Path

import torch

from pipeline.evaluation.gold import read_cases, read_gold
from pipeline.recognisers import lexicon
from pipeline.recognisers.context import KIN, is_new, is_titled
from pipeline.recognisers.evidence import (
    Facts,
    facts_of_guess,
    facts_of_kin,
    facts_of_known,
    facts_of_misheard,
    facts_of_titled,
    facts_of_unknown,
)
from pipeline.recognisers.known import KnownNames, forms_of
from pipeline.recognisers.lexicon import common, is_verb, is_word
from pipeline.recognisers.page import tokens_of
from pipeline.recognisers.sense import may_be_name

GOLD = Path(__file__).parent.parent / "benchmarks" / "gold"
SETS = ("north", "city", "river")
TARGET = Path(lexicon.__file__).parent / "data" / "evidence.json"


def judged_facts(text: str, names: Sequence[tuple[int, int]], known: KnownNames) -> Iterator[tuple[Facts, bool]]:
    """The facts of every word that may be a name, and whether it is one here."""
    tokens = tokens_of(text)
    hits = {at: hit for hit in known.search(text) for at, t in enumerate(tokens) if hit.start <= t.start < hit.end}
    for at, token in enumerate(tokens):
        hit = hits.get(at)
        if token.word and is_new(token) and not hit:
            yield (
                facts_of_unknown(text, tokens, at),
                any(start < token.end and token.start < end for start, end in names),
            )
        if not token.word or not is_word(token.text) or (token.capital and not token.initial):
            continue
        if hit and tokens[at - 1 if at else at].start >= hit.start and at:
            continue  # counted with its first word
        if hit:
            last = max(place for place, other in hits.items() if other is hit)
            exact = hit.how in ("exact", "possessive", "diminutive")
            facts = (
                facts_of_known(text, tokens, at, last, hit.kind) if exact else facts_of_misheard(text, tokens, at, last)
            )
        elif is_titled(tokens, at) and token.norm not in common():
            facts = facts_of_titled(text, tokens, at)
        elif is_titled(tokens, at, KIN) and not is_verb(token.text) and token.norm not in common("adverbs", "pronouns"):
            facts = facts_of_kin(text, tokens, at)
        elif may_be_name(token.norm):
            facts = facts_of_guess(text, tokens, at)
        else:
            continue
        yield facts, any(start < token.end and token.start < end for start, end in names)


def examples() -> Iterator[tuple[Facts, bool]]:
    """All facts of all sets."""
    for name in SETS:
        cases = read_cases(GOLD / f"{name}_cases.yaml")
        books = {case: KnownNames(forms_of(known.record)) for case, known in cases.items()}
        for utterance in read_gold(GOLD / f"{name}.jsonl", cases):
            names = [(span.start, span.end) for span in utterance.spans]
            names += [(stretch.start, stretch.end) for stretch in utterance.neutral]
            for text in dict.fromkeys((utterance.text, utterance.text.lower())):
                for book in (books[utterance.case], KnownNames(())):
                    yield from judged_facts(text, names, book)
        for utterance in read_gold(GOLD / f"{name}_plain.jsonl"):
            for book in books.values():
                yield from judged_facts(utterance.text, (), book)


def main() -> None:
    """Fit and store."""
    TARGET.write_text("{}\n")  # while we look, everything is asked about
    found = list(examples())
    terms = sorted({name for facts, _ in found for name in facts.amounts})
    rows = {term: at for at, term in enumerate(terms)}
    inputs = torch.zeros(len(found), len(terms))
    for number, (facts, _) in enumerate(found):
        for name, amount in facts.amounts.items():
            inputs[number, rows[name]] = amount
    target = torch.tensor([float(is_name) for _, is_name in found])
    weights = torch.zeros(len(terms), requires_grad=True)
    optimiser = torch.optim.LBFGS([weights], max_iter=500, line_search_fn="strong_wolfe")

    def loss() -> torch.Tensor:
        optimiser.zero_grad()
        value = torch.nn.functional.binary_cross_entropy_with_logits(inputs @ weights, target)
        value = value + 2e-5 * (weights**2).sum()
        value.backward()  # type: ignore[no-untyped-call]
        return value

    optimiser.step(loss)  # type: ignore[no-untyped-call]
    stored = {term: round(float(weight), 2) for term, weight in zip(terms, weights.detach(), strict=True)}
    TARGET.write_text(json.dumps(stored, indent=1) + "\n")
    print(f"{len(found):,} words, {int(target.sum())} names: {stored}")


if __name__ == "__main__":
    main()
