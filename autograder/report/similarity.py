"""Which submissions share code that was not handed out: winnowed fingerprints, by copydetect.

Schleimer, Wilkerson and Aiken, "Winnowing: Local Algorithms for Document Fingerprinting", 2003.
Names and literals do not count, so renaming hides nothing. For a person to judge, never a score.
"""

import io
from collections.abc import Callable, Iterable, Iterator
from itertools import combinations
from typing import Any

from nbformat import NotebookNode

from autograder.errors import CourseError
from autograder.records.plaincell import NOT_RUN, plain_cells
from autograder.report.summary import Pair, Span
from autograder.submission.read import Submission

NOISE = 25  # the shortest run of tokens that counts
FEWEST_TOKENS = 150  # below, equal code says nothing: there are few ways to write a mask
MOST_CODE = 200_000  # characters; nobody writes more, and comparing it would take its time
ALIKE = 0.8  # of either's own code


def own_code(notebook: NotebookNode, released: NotebookNode) -> str:
    """Return the code that a student wrote: cells that run, but for those as they were handed
    out.
    """
    handed_out = {cell.text for cell in plain_cells(released)}
    cells = [cell for cell in plain_cells(notebook) if cell.kind == "code" and not cell.receives]
    written = [c.source for c in cells if c.text not in handed_out and not c.tags & NOT_RUN]
    return "\n\n".join(written)


def similar_pairs(
    submissions: Iterable[Submission],
    released: NotebookNode,
    least: float = ALIKE,
    told: Callable[[int], None] = lambda _: None,
    left: Callable[[str], None] = lambda _: None,
) -> Iterator[Pair]:
    """Return the pairs that share at least `least` of each one's code; raises CourseError.

    `told` is called with the number of pairs that were compared, `left` with each student whose
    code is too long to be compared.
    """
    fingerprint, compare = _library()
    common = fingerprint("released.py", code_of(released)).hashes
    prints: dict[str, Any] = {}
    for submission in submissions:
        code = own_code(submission.notebook, released)
        if len(code) > MOST_CODE:
            left(submission.student)
            continue
        mark = fingerprint("submitted.py", code, common)
        if mark.token_coverage >= FEWEST_TOKENS:
            prints[submission.student] = mark
    for number, (first, second) in enumerate(combinations(sorted(prints), 2), 1):
        _, shares, copied = compare(prints[first], prints[second])
        told(number)
        if min(shares) >= least:
            own, others = (_spans(slices) for slices in copied)
            yield Pair(first, second, float(shares[0]), float(shares[1]), own, others)


def _spans(slices: Any) -> tuple[Span, ...]:
    """Return copydetect's slices, an array of starts and one of ends, as spans of the text."""
    return tuple((int(start), int(end)) for start, end in zip(*slices, strict=True))


def code_of(notebook: NotebookNode) -> str:
    """Return all code of a notebook."""
    return "\n\n".join(cell.source for cell in notebook.cells if cell.cell_type == "code")


def _library() -> tuple[Callable[..., Any], Callable[..., Any]]:
    try:
        from copydetect import CodeFingerprint, compare_files
    except ModuleNotFoundError as error:
        raise CourseError(
            "copydetect, which compares submissions, is not installed. Install it "
            "(pip install dgm-autograder[similarity]), or leave similarity out (--no-similarity)."
        ) from error

    def fingerprint(name: str, code: str, common: Any = None) -> Any:
        handed_out = list(common) if common is not None else None
        return CodeFingerprint(name, NOISE, 1, handed_out, fp=io.StringIO(code))

    return fingerprint, compare_files
