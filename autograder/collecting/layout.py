"""What a layout is: which student each thing on one level is of, by the names that stand there."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, tzinfo

from autograder.collecting.files import Level
from autograder.students.folders import Person
from autograder.students.people import Identity


@dataclass(frozen=True)
class Setting:
    """For what is collected: the assignment, its title, and the zone of times that name none.

    `notebooks` are the names of its notebooks, () for one of its own name; `others`, assignments
    of the course that have several.
    """

    assignment: str
    title: str = ""
    zone: tzinfo = UTC
    notebooks: tuple[str, ...] = ()
    others: Collection[str] = ()

    @property
    def files(self) -> tuple[str, ...]:
        """Return the names of the assignment's notebooks."""
        return self.notebooks or (self.assignment,)


@dataclass(frozen=True)
class Claim:
    """Whose something is, as the platform's own names say, and what they say about when.

    Of a folder only what lies in its folder `inside` counts, "" for all; `name` is what a file was
    called by its student, "" for as it is called here. A later `attempt` is greater, and of two
    files of one name that with the greater `age` is newer. `at` is None, and `stamp` empty, where
    the platform does not tell a time; `stamp` is nbgrader's timestamp.txt, word for word.
    """

    person: Person
    identity: Identity = field(default_factory=Identity)
    inside: str = ""
    name: str = ""
    attempt: float = 0
    age: int = 0
    at: datetime | None = None
    stamp: bytes = b""
    late: bool = False

    @property
    def is_timed(self) -> bool:
        """Say whether it is known when it was handed in."""
        return self.at is not None or bool(self.stamp)


# By the name of what lies on a level; several where several have handed in together.
Claims = Mapping[str, tuple[Claim, ...]]


@dataclass(frozen=True)
class Layout:
    """One way in which submissions are laid out: what it is called, and whose things are in it.

    `reads` gives nothing for a level that is not laid out so, and raises SubmissionError for one
    that is, and lacks what tells its students. Where `guests` is true, what it does not know on
    its level may be of a student, by its bare name.
    """

    name: str
    reads: Callable[[Level, Setting], Claims]
    guests: bool = False


def named(level: Level, claim: Callable[[str, bool], Claim | None]) -> dict[str, tuple[Claim, ...]]:
    """Ask of every name on a level whose it is; `claim` hears whether it is a folder's."""
    found: dict[str, tuple[Claim, ...]] = {}
    for name in (*level.files, *level.folders):
        one = claim(name, name in level.folders)
        if one is not None:
            found[name] = (one,)
    return found
