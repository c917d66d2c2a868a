"""Whose line of another gradebook is whose: by numbers, addresses, logins, and at last by names."""

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain
from typing import TypeVar

from autograder.text.spelling import one_spelling

Line = Mapping[str, str]
Key = TypeVar("Key", int, str)


@dataclass(frozen=True)
class Traits:
    """By what a student may be known elsewhere."""

    numbers: frozenset[str] = frozenset()
    participants: frozenset[str] = frozenset()
    emails: frozenset[str] = frozenset()
    logins: frozenset[str] = frozenset()
    names: frozenset[str] = field(default=frozenset())


# Columns by what may stand in them, as Canvas, Moodle and Gradescope call them.
_NUMBERS = ("id", "sid", "id number", "sis user id", "orgdefinedid", "student id")
_EMAILS = ("email", "email address", "sis login id", "login id", "username", "sis user id")
_LOGINS = ("sis login id", "login id", "username", "sis user id", "id number", "sid", "login")


def matched(lines: Sequence[Line], students: Mapping[str, Traits]) -> dict[int, str]:
    """Return the students of lines, by line. What fits two lines, or two students, fits none."""
    found: dict[int, str] = {}
    for column in _NUMBERS:
        _match(found, lines, students, _cells(column), lambda one: one.numbers)
    _match(found, lines, students, _participants, lambda one: one.participants)
    for column in _EMAILS:
        _match(found, lines, students, _cells(column), lambda one: map(_folded, one.emails))
    for column in _LOGINS:
        _match(found, lines, students, _cells(column), lambda one: map(_folded, one.logins))
    for form in (_plain, _sorted, _squashed):
        _match(found, lines, students, _names(form), _all_of(form))
    _match(found, lines, students, _names(_plain), _after_group)
    return found


def _match(
    found: dict[int, str],
    lines: Sequence[Line],
    students: Mapping[str, Traits],
    told: Callable[[Line], Iterable[str]],
    known: Callable[[Traits], Iterable[str]],
) -> None:
    """Add the lines and students that have one trait in common, and nobody else has it."""
    taken = set(found.values())
    by_line = _by_trait((n, told(line)) for n, line in enumerate(lines) if n not in found)
    by_student = _by_trait((s, known(one)) for s, one in students.items() if s not in taken)
    pairs = {
        (min(by_line[trait]), min(by_student[trait]))
        for trait in by_line.keys() & by_student.keys()
        if len(by_line[trait]) == len(by_student[trait]) == 1
    }
    rows = Counter(row for row, _ in pairs)
    people = Counter(student for _, student in pairs)
    for row, student in pairs:
        if rows[row] == people[student] == 1:
            found[row] = student


def _by_trait(told: Iterable[tuple[Key, Iterable[str]]]) -> dict[str, set[Key]]:
    found: dict[str, set[Key]] = defaultdict(set)
    for key, traits in told:
        for trait in traits:
            if trait:
                found[trait].add(key)
    return found


def _cells(column: str) -> Callable[[Line], Iterable[str]]:
    fold = str if column in _NUMBERS else _folded
    return lambda line: {fold(line.get(column, "")), _folded(line.get(column, ""))}


def _participants(line: Line) -> Iterable[str]:
    """Return the number of Moodle's grading worksheet, such as `Participant 4411`."""
    return re.findall(r"\d+$", line.get("identifier", ""))


def _names(form: Callable[[str], str]) -> Callable[[Line], Iterable[str]]:
    return lambda line: {form(name) for name in _told_names(line)}


def _told_names(line: Line) -> Iterator[str]:
    """Return the names of a line, as "Ada Lovelace"."""
    parts = line.get("first name", ""), line.get("last name", "")
    for name in (
        " ".join(parts).strip(),
        *(line.get(c, "") for c in ("student", "full name", "name")),
    ):
        last, comma, first = name.partition(",")
        yield f"{first} {last}" if comma else name


def _all_of(form: Callable[[str], str]) -> Callable[[Traits], Iterable[str]]:
    return lambda one: {form(name) for name in one.names}


def _after_group(one: Traits) -> Iterable[str]:
    """Return what a name is without a group before it, as Moodle writes them."""
    parts = [name.split("-") for name in one.names]
    ends = chain.from_iterable(
        ("-".join(part[at:]) for at in range(1, len(part))) for part in parts
    )
    return {_plain(name) for name in ends}


def _folded(text: str) -> str:
    return one_spelling(text).strip().casefold()


def _plain(name: str) -> str:
    """Return a name without the signs that platforms leave out of names of files."""
    kept = re.sub(r"[&<>\"`|:/\\'’]", "", _folded(name))
    return " ".join(re.sub(r"[^\w\s-]|_", " ", kept).split())


def _sorted(name: str) -> str:
    return " ".join(sorted(_plain(name).split()))


def _squashed(name: str) -> str:
    """Return a name as Canvas does: the last name first, letters and digits alone."""
    first, _, last = _folded(name).rpartition(" ")
    return re.sub(r"[\W_]", "", last + first)
