"""What a watch has done, in a file: killed at any moment, it grades and tells nothing twice."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from autograder.errors import StoreError
from autograder.storage.atomic import keeping, write_atomically

SCHEMA = 1


@dataclass(frozen=True)
class Past:
    """What was done for one student.

    `taken` says when each folder of the exchange was taken up, `done` which of them is published
    as well, `told` to which one a page was released that says to wait, and `early` whether
    something is left out of the page until the due date. `seen` says of each folder at which
    moment it was not there yet, None where no watch was on before it.
    """

    taken: Mapping[str, datetime] = field(default_factory=dict)
    done: str = ""
    told: str = ""
    early: bool = False
    seen: Mapping[str, datetime | None] = field(default_factory=dict)

    @property
    def unfinished(self) -> str:
        """Return the folder that was taken up last, if it is not published yet; else ''."""
        last = next(reversed(list(self.taken)), "")
        return "" if last == self.done else last

    def to_json(self) -> dict[str, Any]:
        """Return it as plain data."""
        taken = {folder: when.isoformat() for folder, when in self.taken.items()}
        seen = {folder: when and when.isoformat() for folder, when in self.seen.items()}
        done = {"done": self.done, "told": self.told, "early": self.early}
        return {"taken": taken, **done, "seen": seen}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> "Past":
        """Read what `to_json` wrote."""
        taken = {folder: datetime.fromisoformat(when) for folder, when in data["taken"].items()}
        seen = {
            folder: datetime.fromisoformat(when) if when else None
            for folder, when in data.get("seen", {}).items()
        }
        return cls(taken, data["done"], data["told"], data["early"], seen)


class Journal:
    """The file of one assignment; every change is on the disk before anything follows from it."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._pasts = _read(path)
        self._clock = path.with_suffix(".looked")  # small, as it is written in every round
        self._looked = _read_time(self._clock)

    def past(self, student: str) -> Past:
        """Return what was done for a student."""
        return self._pasts.get(student, Past())

    def students(self) -> list[str]:
        """Name those for whom anything was done."""
        return sorted(self._pasts)

    def look(self, folders: Mapping[str, Sequence[str]], now: datetime) -> None:
        """Note which folders of each student are there now, and since when at the earliest."""
        fresh = False
        for student, names in folders.items():
            past = self.past(student)
            new = [name for name in names if name not in past.seen]
            if new:
                fresh = True
                seen = {**past.seen, **dict.fromkeys(new, self._looked)}
                self._pasts[student] = replace(past, seen=seen)
        if fresh:
            self._write()
        self._looked = now
        with keeping(self._clock):
            write_atomically(self._clock, now.isoformat().encode())

    def take(self, folders: Mapping[str, str], now: datetime) -> None:
        """Note that these students' folders are taken up now."""
        for student, folder in folders.items():
            past = self.past(student)
            self._pasts[student] = replace(past, taken={**past.taken, folder: now})
        if folders:
            self._write()

    def note(self, student: str, **changes: Any) -> None:
        """Change `done`, `told` or `early` of a student."""
        self._pasts[student] = replace(self.past(student), **changes)
        self._write()

    def _write(self) -> None:
        data = {name: past.to_json() for name, past in sorted(self._pasts.items())}
        with keeping(self._path):
            text = json.dumps({"schema": SCHEMA, "students": data})
            write_atomically(self._path, text.encode())


def _read_time(path: Path) -> datetime | None:
    """Read when the exchange was looked at last; None where that is not known."""
    try:
        return datetime.fromisoformat(path.read_text(encoding="ascii"))
    except (OSError, ValueError):
        return None


def _read(path: Path) -> dict[str, Past]:
    try:
        data = json.loads(path.read_bytes())
        return {name: Past.from_json(past) for name, past in data["students"].items()}
    except FileNotFoundError:
        return {}
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise StoreError(
            f"{path} cannot be read ({error}). Restore it, or remove it: then what lies in the "
            f"exchange is looked at as new, and limits begin again. Verdicts are kept elsewhere."
        ) from error
