"""Whole numbers and lists of tokens that a function returns: read, compared, and named."""

from collections.abc import Iterable, Sequence
from typing import Any

from autograder.checking.student import Failed, Student, StudentCrashed
from autograder.checking.transport import WrongForm
from autograder.checking.whole import int_of
from autograder.text.i18n import said

TOKENS = said("A list of tokens was asked for: Python ints, the places of the pieces.")
CUT = said("`encode` cuts the text another way.")
PIECES_CHANGED = said(
    "`encode` changes its argument `pieces`. Work on a copy, as sorted(…) makes one."
)
SINGLE = said("These are single characters: the longest piece that fits was asked for.")
SHORT_ONLY = said("Pieces may be of any length: here long ones are not looked for.")
OTHER_ORDER = said(
    "A token is the place of a piece in `pieces` as they were given, not in a sorted list."
)
STRIPPED = said("A blank is a character as any other: the pieces joined give the text.")
CASE = said("Capital letters are characters of their own: do not change the text.")


def tokens_of(student: Student, answer: object) -> list[int]:
    """Return the tokens of a list; raises WrongForm for anything else."""
    if not isinstance(answer, list):
        raise WrongForm(TOKENS)
    return [int_of(student, "encode", one, TOKENS) for one in answer]


def require_tokens(
    got: Sequence[Sequence[int]],
    want: Sequence[Sequence[int]],
    mistakes: Iterable[tuple[str, Sequence[Sequence[int] | None]]],
    texts: Sequence[str],
) -> None:
    """Raise Failed unless these are the tokens of all texts; says which mistake fits them all.

    Args: `mistakes`, a sentence and what each text would give, None where nothing can be said.
    """
    wrong = [place for place, (one, due) in enumerate(zip(got, want, strict=True)) if one != due]
    if not wrong:
        return
    told = next((text for text, lists in mistakes if _fits(got, want, lists)), CUT)
    seen: dict[str, Any] = {
        "text": repr(texts[wrong[0]]),
        "yours": str(got[wrong[0]]),
        "due": str(want[wrong[0]]),
    }
    raise Failed(told, detail=said("{text}: yours {yours}, expected {due}.", **seen))


def _fits(
    got: Sequence[Sequence[int]],
    want: Sequence[Sequence[int]],
    lists: Sequence[Sequence[int] | None],
) -> bool:
    """Say whether a mistake explains all answers, and tells itself from the right one."""
    known = [
        (one, due, other)
        for one, due, other in zip(got, want, lists, strict=True)
        if other is not None
    ]
    return all(list(one) == list(other) for one, _, other in known) and any(
        list(due) != list(other) for _, due, other in known
    )


def require_pieces_kept(student: Student, text: str, pieces: Sequence[str]) -> None:
    """Raise Failed when a list of pieces is another one after a call."""
    kept = student.construct("encode", "", ["a"])  # a list that lives in the student's process
    try:
        for piece in pieces:
            kept.call_plain("append", piece)
        student.construct("encode", text, kept)
        after = kept.call_plain("copy")
    except StudentCrashed:  # something else that reads as a list: it is compared elsewhere
        return
    if after != list(pieces):
        raise WrongForm(PIECES_CHANGED)
