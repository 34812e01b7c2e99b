"""People who say what somebody is called."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.recognisers.context import INTRODUCING, before, is_introduced, is_new, looks_named, run_of_names
from pipeline.recognisers.lexicon import common, is_word
from pipeline.recognisers.reading import Reading, Recogniser, Span

_LAST = frozenset({"ben"}) | INTRODUCING  # the word right before


class Introductions(Recogniser):
    """ "mijn naam is", "hij heet", "ik ben"."""

    label = "introduction"
    examples = (
        "Mijn naam is [Mark Dijkgraaf] en ik werk hier.",
        "ik ben [hanneke] de intern begeleider",
        "Mijn man heet [Yassin] en hij werkt veel.",
        "Hoe heet dat ook alweer?",
        "Ik ben heel blij met haar.",
        "Zijn naam is mij ontschoten.",
    )

    def spans(self, reading: Reading) -> Iterator[Span]:
        """The name that is given; after "ik ben" only what is no ordinary word."""
        words = reading.words
        for at, token in enumerate(words[1:], 1):
            if not token.word or words[at - 1].norm not in _LAST:
                continue
            presented = before(words, at) == "ben" and before(words, at, 2) == "ik"
            if (presented and is_new(token)) or (is_introduced(words, at) and looks_named(token)):
                yield Span(token.start, run_of_names(words, at), "PERSON", 0.85)
            elif is_introduced(words, at) and token.norm not in common() and is_word(token.text):
                yield Span(token.start, token.end, "PERSON", 0.4)
