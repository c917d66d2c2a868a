"""The student's part of this package as a wheel, which goes into the release folder."""

import base64
import re
import zipfile
from hashlib import sha256
from importlib.metadata import metadata, requires
from io import BytesIO
from pathlib import Path

from autograder import __version__
from autograder.handout.public import public_sources
from autograder.storage.atomic import keeping, write_atomically
from autograder.text.i18n import CATALOGUES

DISTRIBUTION = "dgm-autograder"
STEM = DISTRIBUTION.replace("-", "_")  # as it stands in the names of files
EPOCH = (1980, 1, 1, 0, 0, 0)  # the earliest that a zip file can say: the same bytes at every build


def wheel_name() -> str:
    """Give the file's name, which pip reads name, version and platform from (PEP 427)."""
    return f"{STEM}-{__version__}-py3-none-any.whl"


def write_wheel(folder: Path) -> Path:
    """Put the wheel into a folder, in place of older ones, and give its path.

    Raises StoreError when the folder cannot be written.
    """
    place = folder / wheel_name()
    content = wheel_bytes()
    with keeping(place):
        write_atomically(place, content, public=True)
        for old in folder.glob(f"{STEM}-*.whl"):
            if old != place:
                old.unlink()
    return place


def wheel_bytes() -> bytes:
    """Give the wheel's bytes, the same for the same sources."""
    info = f"{STEM}-{__version__}.dist-info"
    files = {path: text.encode() for path, text in public_sources().items()}
    files["autograder/py.typed"] = b""
    for catalogue in sorted(CATALOGUES.glob("*/LC_MESSAGES/*.mo")):
        name = catalogue.relative_to(CATALOGUES.parent.parent).as_posix()
        files[name] = catalogue.read_bytes()
    files[f"{info}/METADATA"] = _metadata().encode()
    files[f"{info}/WHEEL"] = (
        b"Wheel-Version: 1.0\nGenerator: autograder build\nRoot-Is-Purelib: true\n"
        b"Tag: py3-none-any\n"
    )
    files[f"{info}/entry_points.txt"] = (
        b"[console_scripts]\nautograder = autograder.__main__:main\n"
    )
    lines = [f"{path},sha256={_digest(data)},{len(data)}" for path, data in files.items()]
    files[f"{info}/RECORD"] = "\n".join([*lines, f"{info}/RECORD,,", ""]).encode()
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for path, data in files.items():
            entry = zipfile.ZipInfo(path, EPOCH)
            entry.external_attr = 0o644 << 16
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, data)
    return packed.getvalue()


def _digest(data: bytes) -> str:
    return base64.urlsafe_b64encode(sha256(data).digest()).rstrip(b"=").decode("ascii")


def _metadata() -> str:
    """Give name, version and what a student's part needs; extras are for those who grade."""
    about = metadata(DISTRIBUTION)
    needed = [one for one in requires(DISTRIBUTION) or [] if not re.search(r";.*\bextra\b", one)]
    lines = [
        "Metadata-Version: 2.1",
        f"Name: {DISTRIBUTION}",
        f"Version: {__version__}",
        f"Summary: {about['Summary']} The student's part.",
        f"Requires-Python: {about['Requires-Python']}",
        *(f"Requires-Dist: {one}" for one in needed),
    ]
    return "\n".join(lines) + "\n"
