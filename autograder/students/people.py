"""Who students are elsewhere, and what is known of when they handed in: a table beside submitted/.

A learning platform knows a student by a number, a login or an address, and `submitted/` by a
folder. The table keeps both, so that grades find their way back. It is for who grades alone.
"""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields, replace
from pathlib import Path
from typing import Any

from autograder.errors import StoreError
from autograder.storage.atomic import keeping, write_atomically
from autograder.text.spelling import one_spelling


@dataclass(frozen=True)
class Identity:
    """Who a student is on a platform; "" for what it does not tell.

    `number` is the platform's own, the same in every assignment: Canvas' ID, Gradescope's SID.
    """

    name: str = ""
    first: str = ""
    last: str = ""
    email: str = ""
    login: str = ""
    number: str = ""

    @classmethod
    def called(cls, name: str, **more: str) -> "Identity":
        """Return who is called so, as "Ada Lovelace" or "Lovelace, Ada"."""
        name = " ".join(one_spelling(name).split())
        last, comma, first = (part.strip() for part in name.partition(","))
        if not comma:
            first, _, last = name.rpartition(" ")
        told = f"{first} {last}".strip() if comma else name
        return cls(told, first or told, last if first else "", **more)

    def or_else(self, other: "Identity") -> "Identity":
        """Return the same with what it does not tell taken from another."""
        blank = {f.name: getattr(other, f.name) for f in fields(self) if not getattr(self, f.name)}
        return replace(self, **blank)


@dataclass(frozen=True)
class Arrived:
    """What a platform told of one submission.

    `stamp` is the timestamp.txt that `collect` wrote, "" for none; `late` says that the platform
    marks it as late; `number` tells a student in this assignment alone, as Moodle's does.
    """

    stamp: str = ""
    late: bool = False
    platform: str = ""
    number: str = ""


@dataclass
class People:
    """The table: identities by folder, and arrivals by assignment and folder."""

    place: Path
    known: dict[str, Identity] = field(default_factory=dict)
    arrived: dict[str, dict[str, Arrived]] = field(default_factory=dict)

    @classmethod
    def beside(cls, submitted: Path) -> "People":
        """Read the table of a folder of submissions; raises StoreError when it is damaged."""
        place = submitted.with_name(f".{submitted.name}-people.json")
        try:
            with keeping(place):
                data: dict[str, Any] = json.loads(place.read_bytes())
            known = {one: Identity(**told) for one, told in data["known"].items()}
            arrived = {
                name: {one: Arrived(**told) for one, told in table.items()}
                for name, table in data["arrived"].items()
            }
        except StoreError as error:
            if isinstance(error.__cause__, FileNotFoundError):
                return cls(place)
            raise
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise StoreError(
                f"{place} cannot be read ({error}). It says who the students of "
                f"{submitted.name}/ are elsewhere. Restore it; or remove it and collect again."
            ) from error
        return cls(place, known, arrived)

    def learn(self, student: str, identity: Identity) -> None:
        """Keep what is told of a student now, and what was told before beside it."""
        self.known[student] = identity.or_else(self.known.get(student, Identity()))

    def of(self, assignment: str) -> Mapping[str, Arrived]:
        """Return what is known of the submissions of one assignment."""
        return self.arrived.get(assignment, {})

    def keep(self) -> None:
        """Write the table; raises StoreError."""
        data = {
            "known": {student: asdict(one) for student, one in self.known.items()},
            "arrived": {
                name: {student: asdict(one) for student, one in table.items()}
                for name, table in self.arrived.items()
            },
        }
        with keeping(self.place):
            write_atomically(self.place, json.dumps(data, sort_keys=True).encode())
