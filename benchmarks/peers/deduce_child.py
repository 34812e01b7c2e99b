"""deduce in a process of its own: importing it turns the root logger to DEBUG on standard output.

The argument is a folder for its lists (a 74 MB pickle; a minute to make, and in site-packages unless told otherwise).
Reads and writes JSON. In: [{"text": ..., "patient": {"first_names": [...], "surname": ...} or null}, ...].
Out: for each text its spans, [[start, end, tag], ...]. Runs without our package, in any Python that has deduce.
"""

from __future__ import annotations

import contextlib
import json
import logging
import os
import sys
from pathlib import Path
from typing import Any


def main() -> None:
    """Answer on what was standard output; whatever deduce prints goes nowhere."""
    asked = json.load(sys.stdin)
    with Path(os.devnull).open("w") as nowhere, contextlib.redirect_stdout(nowhere):
        from deduce import Deduce
        from deduce.person import Person

        logging.getLogger().handlers.clear()
        logging.disable(logging.CRITICAL)

        def spans(text: str, patient: dict[str, Any] | None) -> list[tuple[int, int, str]]:
            known = {"patient": Person(**patient)} if patient else None
            found = deduce.deidentify(text, metadata=known).annotations
            return sorted((int(one.start_char), int(one.end_char), one.tag) for one in found)

        deduce = Deduce(cache_path=Path(sys.argv[1]))
        answer = [spans(one["text"], one["patient"]) for one in asked]
    json.dump(answer, sys.stdout)


if __name__ == "__main__":
    main()
