"""Several files as one, the same bytes each time."""

from __future__ import annotations

import io
from collections.abc import Mapping
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

DAY = (1980, 1, 1, 0, 0, 0)  # the first day a zip knows: when it was made is not told


def zipped(members: Mapping[str, bytes]) -> bytes:
    """A zip of these members, in their order, without dates, owners or permissions of this machine."""
    data = io.BytesIO()
    with ZipFile(data, "w", ZIP_DEFLATED) as file:
        for name, content in members.items():
            member = ZipInfo(name, DAY)
            member.create_system = 3
            member.external_attr = 0o600 << 16
            member.compress_type = ZIP_DEFLATED
            file.writestr(member, content)
    return data.getvalue()
