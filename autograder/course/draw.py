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

DRAW = "draw.json"  # what is handed out beside this file


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
    knows them by; "" on JupyterHub, which knows it; `folder`, that of the variants.
    """
    here = (folder or Path(__file__).parent).resolve()
    told = json.loads((here / DRAW).read_text(encoding="utf-8"))
    words, name = told["words"], student.strip() or os.environ.get("JUPYTERHUB_USER", "").strip()
    if not name:
        return str(words["nameless"])
    variant = variant_of(told["key"], name, told["variants"], told["given"])
    lines = []
    for notebook in told["notebooks"]:
        place = here.parent / f"{notebook}.ipynb"
        there = place.exists()
        if not there:
            _copy(here / variant / place.name, place)
        say = words["there" if there else "made"]
        lines.append(say.format(student=name, variant=variant, file=place.name))
    return "\n".join(lines)


def _copy(source: Path, target: Path) -> None:
    """Copy a file such that nobody finds half of it."""
    half = target.with_name(f".{target.name}.new")
    shutil.copyfile(source, half)
    half.replace(target)


def _digest(key: str, student: str) -> str:
    name = unicodedata.normalize("NFC", student.strip().casefold())
    return hashlib.sha256(f"{key}\0{unicodedata.normalize('NFC', name)}".encode()).hexdigest()
