"""The process that tells voices apart. The first line says how; then recordings come in and who spoke when goes out."""

from __future__ import annotations

from pipeline.adapters.answering import serve
from pipeline.adapters.speakers.kinds import KINDS


def main() -> None:
    """Answer until the parent is gone."""
    serve(lambda order: KINDS[order["kind"]].load(order))


if __name__ == "__main__":
    main()
