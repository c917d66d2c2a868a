"""Folders for students' names: one student has one, and no two ever have the same.

Names that differ can come to the same folder: by a character that no folder may have, by capitals
on a disk that knows none, by their length. So it is kept which name each folder was made for.
"""

import json
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Any

from autograder.errors import StoreError
from autograder.storage.atomic import keeping, write_atomically
from autograder.text.spelling import one_spelling

LONGEST, LONGEST_BYTES = 100, 200  # a disk takes 255 bytes
_ALL = "*"  # in place of an assignment, for numbers that are the same in all of them


@dataclass(frozen=True, order=True)
class Person:
    """Who handed in, as a zip says: a name, and a number that tells two of one name apart.

    A `lasting` number is a student's in every assignment.
    """

    name: str
    number: str = ""
    lasting: bool = False

    @property
    def whole(self) -> str:
        """Return the name in the one form of Unicode that all have who are called so."""
        return one_spelling(self.name).strip()


def harmless(name: str) -> str:
    """Make a student's name one that is a folder everywhere, and that nbgrader can grade."""
    plain = unicodedata.normalize("NFKC", name).strip()
    clipped = re.sub(r"[^\w.@-]+", "_", plain)[:LONGEST]
    while len(clipped.encode("utf-8", "replace")) > LONGEST_BYTES:
        clipped = clipped[:-1]
    return clipped.strip("._").lstrip("-@").strip("._")


@dataclass
class Names:
    """Which name every folder of `submitted` was made for, kept in a file beside it.

    Numbers are kept by assignment, since Moodle gives new ones for each; lasting ones for all.
    """

    place: Path
    assignment: str
    taken: dict[str, str] = field(default_factory=dict)
    numbers: dict[str, dict[str, str]] = field(default_factory=dict)
    _given: set[str] = field(default_factory=set)

    @classmethod
    def beside(cls, submitted: Path, assignment: str) -> "Names":
        """Read what was kept; raises StoreError when it cannot be read."""
        place = submitted.with_name(f".{submitted.name}-names.json")
        names = cls(place, assignment)
        try:
            data: dict[str, Any] = json.loads(place.read_bytes())
            names.taken, names.numbers = dict(data["names"]), dict(data["numbers"])
        except FileNotFoundError:
            pass
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise StoreError(
                f"{place} cannot be read ({error}). It says which student each folder of "
                f"{submitted.name}/ is for. Restore it; or remove it, and look at students whose "
                f"names are alike."
            ) from error
        for folder in submitted.glob("*/") if submitted.is_dir() else ():
            # One that was there before this file is the student's of just this name.
            names.taken.setdefault(_key(folder.name), f"/{folder.name}")
        return names

    def folders(self, people: Iterable[Person]) -> Mapping[Person, str]:
        """Return each person a folder, '' to who has no name, and remember them."""
        everybody = sorted(set(people))
        crowds = Counter(_key(harmless(one.name)) for one in everybody)
        found: dict[Person, str] = {}
        for known in (True, False):  # who has one already keeps it
            for one in everybody:
                base = harmless(one.name)
                if not base:
                    found[one] = ""
                elif one not in found:
                    folder = self._folder(one, base, crowds[_key(base)] > 1, known)
                    if folder:
                        found[one] = folder
        return found

    def keep(self) -> None:
        """Write what is known; raises StoreError."""
        data = {"names": self.taken, "numbers": self.numbers}
        with keeping(self.place):
            write_atomically(self.place, json.dumps(data, sort_keys=True).encode())

    def _folder(self, one: Person, base: str, crowded: bool, known: bool) -> str:
        mark = sha256(f"{one.whole}\0{one.number}".encode("utf-8", "surrogatepass")).hexdigest()[:8]
        numbered = [f"{base}_{one.number}"] if one.number else []
        apart = [*numbered, f"{base}-{mark}"]
        # "@" was no character of a folder once: who has such a one keeps it.
        had = [base, *{base, base.replace("@", "_")} - {base}, *apart]
        for folder in had if known else apart if crowded else [base, *apart]:
            key = _key(folder)
            if self._is_of(key, one) if known else self._is_free(key, folder, one):
                self._given.add(key)
                self.taken[key] = one.whole
                for kept in (self.assignment, *([_ALL] if one.lasting else ())):
                    numbers = self.numbers.setdefault(kept, {})
                    numbers[key] = one.number or numbers.get(key, "")
                return folder
        if known:
            return ""
        raise StoreError(f"There is no free folder for {one.whole!r} in {self.place.parent}.")

    def _is_of(self, key: str, one: Person) -> bool:
        return self.taken.get(key) == one.whole and self._fits(key, one)

    def _is_free(self, key: str, folder: str, one: Person) -> bool:
        name = self.taken.get(key)
        return name in (None, one.whole, f"/{folder}") and self._fits(key, one)

    def _fits(self, key: str, one: Person) -> bool:
        """Say whether nobody of another number has a folder; a zip need not have numbers."""
        kept = [self.numbers.get(name, {}).get(key) for name in self._counted(one)]
        others = [number for number in kept if number and one.number and number != one.number]
        return key not in self._given and not others

    def _counted(self, one: Person) -> tuple[str, ...]:
        return (self.assignment, _ALL) if one.lasting else (self.assignment,)


def _key(folder: str) -> str:
    """Return what two folders share that some disk takes for one."""
    return unicodedata.normalize("NFKC", folder).casefold()
