"""Which variant of an assignment is whose: drawn by name and key, the same here and for students.

A copy of this file is handed out with the variants, so it needs the standard library alone. The key
is no secret: it is made from one (variants.py), and nobody gets from it to what it was made from.
"""

import hashlib
import json
import os
import shutil
import unicodedata
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

DRAW = "draw.json"  # what is handed out beside this file
TAG = "autograder_variant"  # of a notebook's metadata: its letter


def drawn(key: str, student: str, names: Sequence[str]) -> str:
    """Return one of the variants' names for a student, however their name is spelt or cased."""
    return names[int(_digest(key, student), 16) % len(names)]


def mark_of(key: str, student: str) -> str:
    """Return what stands for a student where others may read it."""
    return _digest(key, student)[:16]


def variant_of(
    key: str, student: str, names: Sequence[str], given: Mapping[str, str] | None = None
) -> str:
    """Return a student's variant: the one `given` to their mark, else the one that is drawn."""
    found = (given or {}).get(mark_of(key, student), "")
    return found or drawn(key, student, names)


def lay_out(student: str = "", folder: Path | None = None) -> str:
    """Put a student's own notebooks beside the folder of all variants, and say what was done.

    A notebook that is there already stays as it is. Args: `student`, the name that the course
    knows them by; "" on JupyterHub, where it is known; `folder`, that of the variants.
    """
    here = (folder or Path(__file__).parent).resolve()
    told = json.loads((here / DRAW).read_text(encoding="utf-8"))
    name = student.strip() or _name_on_hub()
    if not name:
        return str(told["words"]["nameless"])
    variant = variant_of(told["key"], name, told["variants"], told["given"])
    return "\n".join(_laid_out(here, told, name, variant, one) for one in told["notebooks"])


def _laid_out(here: Path, told: Mapping[str, Any], name: str, variant: str, notebook: str) -> str:
    """Copy one notebook, unless it is there, and say what was done."""
    source, place = here / variant / f"{notebook}.ipynb", here.parent / f"{notebook}.ipynb"
    found = _variant_in(place) if place.exists() else ""
    if place.exists():
        word = "there" if found in ("", variant) else "other"
    elif source.is_file():
        _copy(source, place)
        word = "made"
    else:
        word = "missing"
    says = str(told["words"][word])
    return says.format(student=name, variant=variant, file=place.name, found=found)


def _name_on_hub() -> str:
    """Return who this is on JupyterHub, as nbgrader calls them there; "" elsewhere."""
    hub = os.environ.get("JUPYTERHUB_USER", "").strip()
    if not hub:
        return ""
    try:
        import pwd

        user = pwd.getpwuid(os.getuid()).pw_name
    except (ImportError, KeyError):  # Windows has none, and not every container
        return hub
    return hub if user == "jovyan" else user


def _variant_in(place: Path) -> str:
    """Return of which variant a notebook is, "" where it does not say."""
    try:
        return str(json.loads(place.read_text(encoding="utf-8"))["metadata"][TAG])
    except (OSError, ValueError, KeyError, TypeError):
        return ""


def _copy(source: Path, target: Path) -> None:
    """Copy a file such that nobody finds half of it."""
    half = target.with_name(f".{target.name}.new")
    shutil.copyfile(source, half)
    half.replace(target)


def _digest(key: str, student: str) -> str:
    return hashlib.sha256(f"{key}\0{folded(student)}".encode()).hexdigest()


def folded(student: str) -> str:
    """Return a name without what does not count in it: space around it, case, spelling."""
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", student).strip().casefold())
