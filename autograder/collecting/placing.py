"""Puts notebooks and the time they were handed in into a student's folder."""

from collections.abc import Mapping, Sequence
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
    """What became of a folder: its notebooks' kind, the time that stands there now, "" for none.

    `kind` is "new", "changed" or "same"; `written` is the time that the platform told; `note` says
    where a person's own stays instead.
    """

    kind: str
    stamp: str
    written: str
    note: str = ""


def place(
    folder: Path,
    contents: Mapping[str, bytes],
    claim: Claim,
    before: Arrived,
    *,
    dry: bool,
    alone: bool = True,
) -> Put:
    """Write notebooks, by the names of their files, and timestamp.txt; raises StoreError.

    A time that a person wrote there for just these notebooks stays. One of others goes. Where
    there may be several, not `alone`, others there are of an earlier attempt: they are hidden.
    """
    clock = folder / _STAMP
    with keeping(folder / next(iter(contents))):
        here = {name: _content(folder / name) for name in contents}
        stale = [] if alone else [one for one in _notebooks(folder) if one.name not in contents]
        stood = _read(clock)
    there = bool(stale) or any(had is not None for had in here.values())
    kind = "new" if not there else "same" if not stale and here == contents else "changed"
    told = claim.stamp.decode(errors="replace") if claim.stamp else ""
    told = stamp_of(claim.at).decode() if claim.at else told
    by_person = stood if kind == "same" and stood != before.stamp else ""
    stands = by_person or told
    if not dry:
        with keeping(folder / next(iter(contents))):
            _write(folder, {n: new for n, new in contents.items() if here[n] != new}, stale)
            if kind == "changed" and (folder / QUESTION).exists():
                keep_question(folder, "")  # it was about another notebook
            if stands and stands != stood:
                write_atomically(clock, stands.encode())
            elif not stands and stood:
                clock.unlink()
    note = f"{_STAMP} says {by_person}, not {told}, and stays" if by_person and told else ""
    return Put(kind, stands, told, "" if by_person == told else note)


def _write(folder: Path, contents: Mapping[str, bytes], stale: Sequence[Path]) -> None:
    for path in stale:
        path.rename(path.with_name(f".{path.name}.earlier"))
    for name, content in contents.items():
        write_atomically(folder / name, content)


def _content(path: Path) -> bytes | None:
    return path.read_bytes() if path.is_file() else None


def _notebooks(folder: Path) -> list[Path]:
    """Return the notebooks that would be graded."""
    found = sorted(folder.glob("*.ipynb")) if folder.is_dir() else []
    return [path for path in found if path.is_file() and path.name[0] != "."]


def _read(clock: Path) -> str:
    if not clock.is_file():
        return ""
    with clock.open("rb") as file:
        return file.read(_LONGEST).decode(errors="replace").strip()
