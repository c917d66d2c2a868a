"""Puts a notebook and the time it was handed in into a student's folder."""

from dataclasses import dataclass
from pathlib import Path

from autograder.collecting.layout import Claim
from autograder.collecting.times import stamp_of
from autograder.storage.atomic import keeping, write_atomically
from autograder.students.people import Arrived
from autograder.times.arrival import QUESTION, keep_question

_STAMP = "timestamp.txt"
_LONGEST = 1 << 12  # bytes of one


@dataclass(frozen=True)
class Put:
    """What became of a folder: its notebook's kind, the time that stands there now, "" for none.

    `written` is the time that the platform told; `note` says where a person's own stays instead.
    """

    kind: str
    stamp: str
    written: str
    note: str = ""


def place(
    folder: Path, name: str, content: bytes, claim: Claim, before: Arrived, *, dry: bool
) -> Put:
    """Write a notebook and its timestamp.txt; raises StoreError.

    A time that a person wrote there for just this notebook stays. One of another notebook goes.
    """
    notebook, clock = folder / name, folder / _STAMP
    with keeping(notebook):
        had = notebook.read_bytes() if notebook.is_file() else None
        stood = _read(clock)
    kind = "new" if had is None else "same" if had == content else "changed"
    told = claim.stamp.decode(errors="replace") if claim.stamp else ""
    told = stamp_of(claim.at).decode() if claim.at else told
    by_person = stood if kind == "same" and stood != before.stamp else ""
    stands = by_person or told
    if not dry:
        with keeping(notebook):
            if kind != "same":
                write_atomically(notebook, content)
            if kind == "changed" and (folder / QUESTION).exists():
                keep_question(folder, "")  # it was about another notebook
            if stands and stands != stood:
                write_atomically(clock, stands.encode())
            elif not stands and stood:
                clock.unlink()
    note = f"{_STAMP} says {by_person}, not {told}, and stays" if by_person and told else ""
    return Put(kind, stands, told, "" if by_person == told else note)


def _read(clock: Path) -> str:
    if not clock.is_file():
        return ""
    with clock.open("rb") as file:
        return file.read(_LONGEST).decode(errors="replace").strip()
