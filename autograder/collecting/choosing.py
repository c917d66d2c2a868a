"""Chooses one notebook of all that a student has handed in, or says why there is none."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256

from autograder.collecting.bare import is_called
from autograder.collecting.files import File
from autograder.collecting.finding import Submitted
from autograder.collecting.zips import within
from autograder.course.variants import LAYS_OUT, START

MOST_COMPARED = 10

# Platforms put a small number after a name that was handed in before; a year is none.
_VERSION = re.compile(r"(?P<base>.+?)(?:-(?P<version>[1-9]\d{0,2}))?\.ipynb", re.IGNORECASE)


@dataclass(frozen=True)
class Candidate:
    """A notebook, by the name that its student gave it."""

    handed: Submitted
    file: File
    name: tuple[str, ...]

    @property
    def base(self) -> str:
        """Return its name without its version."""
        return self._parts()["base"].casefold()

    @property
    def version(self) -> int:
        """Return which version of its name it is."""
        return int(self._parts()["version"] or 0)

    def _parts(self) -> "re.Match[str]":
        found = _VERSION.fullmatch(self.name[-1])
        assert found is not None, "only notebooks are candidates"
        return found


@dataclass(frozen=True)
class Choice:
    """The notebook that counts, None for none and then `why`; what was left, and a note."""

    chosen: Candidate | None
    why: str = ""
    left: tuple[str, ...] = ()
    note: str = ""


def choose(handed: Sequence[Submitted], student: str, assignment: str, most: int) -> Choice:
    """Choose among what one student handed in: the latest attempt that has a notebook counts."""
    attempts = sorted({one.claim.attempt for one in handed}, reverse=True)
    passed: list[str] = []
    for attempt in attempts:
        now = [one for one in handed if one.claim.attempt == attempt]
        candidates, broken = candidates_of(now, most)
        if not candidates and broken:
            return Choice(None, f"{broken[0].shown} cannot be opened as a zip")
        if not candidates:
            passed += ["/".join(one.place) for one in now]
            continue
        choice = best_of(candidates, student, assignment, most)
        earlier = [one for one in handed if one.claim.attempt < attempt]
        left = [older(file, student) for one in earlier for file in one.files if file.is_notebook]
        note = f"{student}: {passed[0]}, handed in later, has no notebook" if passed else ""
        return Choice(choice.chosen, choice.why, (*choice.left, *left), note)
    return Choice(None, nothing(handed))


def nothing(handed: Sequence[Submitted]) -> str:
    """Say why there is no notebook in what was handed in."""
    files = [file for one in handed for file in one.files]
    faulty = [file for file in files if file.fault and file.may_hold_work]
    if faulty:
        return f"{faulty[0].shown} is not opened: {faulty[0].fault}"
    if not files:
        return "nothing was handed in"
    names = ", ".join(file.shown for file in files[:3])
    return f"there is no notebook in {names}{' and others' if len(files) > 3 else ''}"


def candidates_of(handed: Sequence[Submitted], most: int) -> tuple[list[Candidate], list[File]]:
    """Return the notebooks of one attempt; those in a zip only where there are no others."""
    found = [
        Candidate(one, file, one.within(file)) for one in handed for file in _usable(one.files)
    ]
    plain = [one for one in found if one.file.is_notebook]
    own = [one for one in plain if not _lays_out(one, most)]
    if plain:
        return _without_copies(own), []
    broken: list[File] = []
    zipped: list[Candidate] = []
    for one in found:
        inner = within(one.file, most)
        if inner is None:
            broken.append(one.file)
            continue
        for file in _usable(inner.files):
            if file.is_notebook and not _is_hidden(file.parts[len(one.file.parts) :]):
                zipped.append(Candidate(one.handed, file, file.parts[len(one.file.parts) :]))
    return _without_copies([one for one in zipped if not _lays_out(one, most)]), broken


def _lays_out(one: Candidate, most: int) -> bool:
    """Say whether it only gives a student their variant, as `build` makes it: no work is in it."""
    called = one.name[-1].casefold().startswith(START)
    return called and LAYS_OUT.encode() in (one.file.read(most) or b"")


def _usable(files: Sequence[File]) -> Iterator[File]:
    return (file for file in files if file.may_hold_work and not file.fault)


def _is_hidden(parts: Sequence[str]) -> bool:
    return any(part.startswith(".") or part == "__MACOSX" for part in parts)


def _without_copies(found: Sequence[Candidate]) -> list[Candidate]:
    """Leave out what Jupyter copied on its own, unless there is nothing else."""
    own = [one for one in found if not one.name[-1].casefold().endswith("-checkpoint.ipynb")]
    return own or list(found)


def best_of(candidates: Sequence[Candidate], student: str, assignment: str, most: int) -> Choice:
    """Choose the notebook of a name among those of one attempt."""
    named = [one for one in candidates if is_called(one.name[-1], assignment)]
    among = named or candidates
    if len({one.base for one in among}) > 1:
        why = f"none of {len(candidates)} is named {assignment}.ipynb"
        return Choice(None, why, tuple(f"{one.file.shown}: {why}" for one in candidates))
    best = max(among, key=lambda one: _rank(one, assignment))
    equal = [one for one in among if _rank(one, assignment) == _rank(best, assignment)]
    if len(equal) > 1 and not _are_same(equal, most):
        why = f"{len(equal)} notebooks of one name lie side by side, and none is later"
        return Choice(None, why, tuple(f"{one.file.shown}: {why}" for one in equal))
    rivals = [one.file for one in candidates if one is not best]
    return Choice(best, left=tuple(older(file, student) for file in rivals))


def _are_same(equal: Sequence[Candidate], most: int) -> bool:
    """Say whether a few notebooks are the same to the byte."""
    found = {sha256(one.file.read(most) or b"").digest() for one in equal[:MOST_COMPARED]}
    return len(found) == 1 and len(equal) <= MOST_COMPARED


def _rank(one: Candidate, assignment: str) -> tuple[int, int, int, bool]:
    """Return what is greater of the one that counts: what lies in the fewest folders comes
    first.
    """
    exact = one.base == assignment or one.name[-1] == f"{assignment}.ipynb"
    return -len(one.name), one.version, one.handed.claim.age, exact


def older(file: File, student: str) -> str:
    """Say why a file was left."""
    return f"{file.shown}: {student} has a later or better named one"
