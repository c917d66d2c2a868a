"""What the checks of a graded submission asked for, as it was kept when they were asked."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence

from nbformat import NotebookNode

from autograder.grading.outline import Outline
from autograder.grading.shelf import Shelf, addresses_of
from autograder.records.plaincell import plain_cells
from autograder.records.verdict import Graded, Verdict
from autograder.submission.read import Submission

Asked = Mapping[str, Mapping[str, Collection[str]]]


def answers_in(released: NotebookNode, exercises: Sequence[str]) -> dict[str, str]:
    """Return the cells that hold answers: by the name that they define, nbgrader's own name."""
    cells = [cell.grade_id for cell in plain_cells(released) if cell.solution]
    return {
        cell.removeprefix(f"{exercise}-"): cell
        for exercise in exercises
        for cell in cells
        if cell.startswith(f"{exercise}-")
    }


def asked_of(exam: Outline, submission: Submission, verdict: Verdict, shelf: Shelf) -> Asked:
    """Return the names that were asked for, by exercise and check.

    Nothing for a submission that failed no check, and for what is kept no more.
    """
    wrong = ("failed", "crashed")
    if not any(f.outcome in wrong for e in verdict.exercises for f in e.findings):
        return {}
    heard = _Listener(shelf)
    for _address in addresses_of(exam, submission, verdict.device, heard):
        pass
    return heard.asked


class _Listener:
    """A shelf that notes what the checks of all that is found on it asked for."""

    def __init__(self, shelf: Shelf) -> None:
        self._shelf = shelf
        self.asked: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))

    def find_exercise(self, address: str) -> Graded | None:
        """Return what was kept under this address, None if nothing was."""
        found = self._shelf.find_exercise(address)
        if found is not None:
            table = self.asked[found.verdict.key.rpartition("/")[2]]
            for check, names in found.asked.items():
                table[check].update(names)
        return found

    def put_exercise(self, address: str, graded: Graded) -> None:
        """Keep what an exercise came to."""
        self._shelf.put_exercise(address, graded)
