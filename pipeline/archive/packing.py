"""A folder of files as a BagIt bag in a zip. The same files give the same bytes: no clock, no order of a disk."""

from __future__ import annotations

import shutil
import zipfile
from collections.abc import Mapping
from pathlib import Path

from pipeline.store import whole

_PACKED = {".wav", ".docx", ".odt", ".xlsx", ".qdpx", ".pdf", ".parquet"}  # would hardly become smaller
_EPOCH = (1980, 1, 1, 0, 0, 0)


def make_bag(folder: Path, metadata: Mapping[str, bytes], info: Mapping[str, str]) -> None:
    """Make the files in this folder the payload of a bag, with SHA-256 manifests and these files in `metadata/`.

    `info` goes into bag-info.txt; without a Bagging-Date there is none. Raises OSError.
    """
    import bagit

    bagit.make_bag(str(folder), dict(info), checksums=["sha256"])
    (folder / "bagit.txt").write_text("BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n", encoding="ascii")
    for name, data in metadata.items():
        (folder / "metadata").mkdir(exist_ok=True)
        (folder / "metadata" / name).write_bytes(data)
    bag = bagit.Bag(str(folder))
    if "Bagging-Date" not in info:
        del bag.info["Bagging-Date"]  # the library puts today there
    bag.save()
    tags = folder / "tagmanifest-sha256.txt"  # in the order in which the disk lists its files
    tags.write_text("".join(sorted(tags.read_text("utf-8").splitlines(keepends=True))), encoding="utf-8", newline="\n")


def make_zip(folder: Path, target: Path) -> None:
    """This folder and all in it as a zip (complete or absent), in order of name. Raises StorageFailed."""
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    with whole(target) as half, zipfile.ZipFile(half, "w") as out:
        for path in files:
            entry = zipfile.ZipInfo(path.relative_to(folder.parent).as_posix(), _EPOCH)
            entry.compress_type = zipfile.ZIP_STORED if path.suffix in _PACKED else zipfile.ZIP_DEFLATED
            entry.create_system, entry.external_attr = 3, 0o100644 << 16
            entry.file_size = path.stat().st_size  # tells how long the places in the zip must be
            with path.open("rb") as stream, out.open(entry, "w") as inside:
                shutil.copyfileobj(stream, inside, 1 << 20)
