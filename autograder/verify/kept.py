"""What known submissions came to, kept in `verdicts/known/` under the address of each case."""

import json
import logging
from dataclasses import asdict, dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

from autograder.errors import StoreError
from autograder.storage.atomic import keeping, write_atomically
from autograder.verify.case import Case, Outcome

log = logging.getLogger("autograder")


@dataclass(frozen=True)
class Kept:
    """One outcome, and by what its address can be found again."""

    assignment: str
    wall: str
    trained_before: bool
    outcome: Outcome


class KnownOutcomes:
    """The folder `verdicts/known/` of a course."""

    def __init__(self, root: Path) -> None:
        self.folder = root / "verdicts" / "known"

    def path(self, address: str) -> Path:
        """Return the place of the outcome with this address."""
        return self.folder / f"{address}.json"

    def paths(self) -> list[Path]:
        """Return all that is kept, in a fixed order."""
        with keeping(self.folder):
            return sorted(self.folder.glob("[!.]*.json"))

    def find(self, address: str, case: Case) -> Outcome | None:
        """Return what the case came to, None if nothing was kept; a damaged file is nothing."""
        found = read_kept(self.path(address))
        if found is None:
            return None
        outcome, known = found.outcome, case.known
        wanted = known.exercise, known.name, known.right, case.secret
        same = (outcome.exercise, outcome.name, outcome.right, outcome.secret) == wanted
        return outcome if same else None

    def put(self, address: str, kept: Kept) -> None:
        """Keep an outcome; raises StoreError when the folder cannot be written."""
        path, text = self.path(address), json.dumps(asdict(kept))
        with keeping(path):
            write_atomically(path, json.dumps([_sha256(address, text), text]).encode())


def read_kept(path: Path) -> Kept | None:
    """Read a file of `KnownOutcomes`; None when there is none, or it is damaged, which is logged.

    Raises StoreError when it cannot be read.
    """
    try:
        with keeping(path):
            sealed, text = json.loads(path.read_bytes())
        if sealed != _sha256(path.stem, text):
            raise ValueError("its hash is another")
        return _kept_of(json.loads(text))
    except StoreError as error:
        if isinstance(error.__cause__, FileNotFoundError):
            return None
        raise
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        log.warning("%s is damaged (%s): its known submission is graded again.", path, error)
        return None


def _kept_of(data: dict[str, Any]) -> Kept:
    outcome = data.pop("outcome")
    return Kept(**data, outcome=Outcome(**{**outcome, "expect": tuple(outcome["expect"])}))


def _sha256(address: str, text: str) -> str:
    return sha256(f"{address}\0{text}".encode()).hexdigest()
