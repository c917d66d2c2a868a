"""This package as a wheel, which goes into the release folder: what students check with.

It is the whole package, of the very version that grades. No course and no assignment is in it.
"""

import base64
import zipfile
from hashlib import sha256
from importlib.metadata import distribution
from io import BytesIO
from pathlib import Path

from autograder import __version__
from autograder.storage.atomic import keeping, write_atomically

DISTRIBUTION = "dgm-autograder"
PACKAGE = Path(__file__).parent.parent
STEM = DISTRIBUTION.replace("-", "_")  # as it stands in the names of files
EPOCH = (1980, 1, 1, 0, 0, 0)  # the earliest that a zip file can say: the same bytes at every build


def wheel_name() -> str:
    """Return the file's name, which pip reads name, version and platform from (PEP 427)."""
    return f"{STEM}-{__version__}-py3-none-any.whl"


def write_wheel(folder: Path) -> Path:
    """Put the wheel into a folder, in place of older ones, and return its path.

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
    """Return the wheel's bytes, the same for the same sources."""
    info = f"{STEM}-{__version__}.dist-info"
    files = {
        path.relative_to(PACKAGE.parent).as_posix(): path.read_bytes()
        for path in sorted(PACKAGE.rglob("*"))
        if path.is_file() and path.suffix not in (".pyc", ".po")
    }
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
    """Return what pip reads: name, version, and what self-checks and grading need."""
    own = distribution(DISTRIBUTION)
    about = own.read_text("METADATA") or own.read_text("PKG-INFO")  # of a wheel, or of a checkout
    assert about is not None  # pip itself could not do without it
    return about
