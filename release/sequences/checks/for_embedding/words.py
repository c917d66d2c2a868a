"""Whole numbers and lists of tokens that a function returns: read, compared, and named."""
from collections.abc import Iterable, Sequence
from typing import Any
from autograder.checking.student import Failed, Student
from autograder.checking.transport import WrongForm
from autograder.checking.whole import int_of
from autograder.text.i18n import said
TOKENS = said('A list of tokens was asked for: Python ints, the places of the pieces.')
CUT = said('`encode` cuts the text another way.')

def tokens_of(student: Student, answer: object) -> list[int]:
    """Return the tokens of a list; raises WrongForm for anything else."""
    if not isinstance(answer, list):
        raise WrongForm(TOKENS)
    return [int_of(student, 'encode', one, TOKENS) for one in answer]

def require_tokens(got: Sequence[Sequence[int]], want: Sequence[Sequence[int]], mistakes: Iterable[tuple[str, Sequence[Sequence[int] | None]]], texts: Sequence[str]) -> None:
    """Raise Failed unless these are the tokens of all texts; says which mistake fits them all.

    Args: `mistakes`, a sentence and what each text would give, None where nothing can be said.
    """
    wrong = [place for place, (one, due) in enumerate(zip(got, want, strict=True)) if one != due]
    if not wrong:
        return
    told = next((text for text, lists in mistakes if _fits(got, want, lists)), CUT)
    seen: dict[str, Any] = {'text': repr(texts[wrong[0]]), 'yours': str(got[wrong[0]]), 'due': str(want[wrong[0]])}
    raise Failed(told, detail=said('{text}: yours {yours}, expected {due}.', **seen))

def _fits(got: Sequence[Sequence[int]], want: Sequence[Sequence[int]], lists: Sequence[Sequence[int] | None]) -> bool:
    """Say whether a mistake explains all answers, and tells itself from the right one."""
    known = [(one, due, other) for one, due, other in zip(got, want, lists, strict=True) if other is not None]
    return all((list(one) == list(other) for one, _, other in known)) and any((list(due) != list(other) for _, due, other in known))
