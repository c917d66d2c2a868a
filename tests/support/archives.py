"""Zips as platforms make them, for tests of what `collect` takes out of them."""

import io
import zipfile
from collections.abc import Mapping
from pathlib import Path

from autograder.collecting import Collected, collect

Files = Mapping[str, bytes | str]


def zipped(files: Files) -> bytes:
    """Return a zip of these files; a name with a slash at its end is an empty folder."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return out.getvalue()


def unpacked(root: Path, files: Files) -> Path:
    """Write the same files into a folder."""
    for name, content in files.items():
        place = root / name
        if name.endswith("/"):
            place.mkdir(parents=True, exist_ok=True)
        else:
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(content.encode() if isinstance(content, str) else content)
    return root


def taken_from(root: Path, files: Files, title: str = "", *, dry: bool = False) -> Collected:
    """Collect the assignment `toy` from a zip of these files into `root/submitted`."""
    source = root / "in.zip"
    source.write_bytes(zipped(files))
    return collect(source, root / "submitted", "toy", 1, title=title, dry=dry)


def handed_in(root: Path) -> dict[str, str]:
    """Return the notebook of every student."""
    found = sorted((root / "submitted").glob("*/toy/toy.ipynb"))
    return {path.parent.parent.name: path.read_text() for path in found}


def times(root: Path) -> dict[str, str]:
    """Return the timestamp.txt of every student who has one."""
    found = sorted((root / "submitted").glob("*/toy/timestamp.txt"))
    return {path.parent.parent.name: path.read_text() for path in found}
