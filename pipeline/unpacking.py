"""What can be read in a file of the release, whatever it is: so that the leak check sees all of it."""

from __future__ import annotations

import io
from collections.abc import Iterator
from zipfile import ZipFile, is_zipfile


def texts_in(name: str, data: bytes) -> Iterator[tuple[str, str]]:
    """Every text in a file, with the place where it stands. Raises UnicodeDecodeError: of what it does not know."""
    if is_zipfile(io.BytesIO(data)):
        with ZipFile(io.BytesIO(data)) as file:
            yield name, "\n".join(file.namelist())
            for member in file.namelist():
                yield from texts_in(f"{name}/{member}", file.read(member))
    elif data.startswith(b"PAR1"):
        from pyarrow.parquet import read_table

        table = read_table(io.BytesIO(data))
        yield name, "\n".join(table.column_names)
        for column in table.columns:
            yield name, "\n".join(map(str, column.unique().to_pylist()))
    elif data.startswith(b"<"):
        from lxml import etree

        root = etree.fromstring(data, etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True))
        yield name, "\n".join([*root.itertext(), *(value for one in root.iter() for value in one.attrib.values())])
    else:
        yield name, data.decode("utf-8-sig")
