"""Gradients of what a call answered: asked for row by row, in the unit of the answer."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from torch import Tensor

from autograder.checking.arguments import with_hint
from autograder.checking.compare import detail_of, gap, mistake_in, tolerance_of
from autograder.checking.scales import Scales
from autograder.checking.transport import Failed, NoGradient, StudentCrashed
from autograder.text.i18n import as_said, said

ATOL = 1e-5
RTOL = 1e-6


class Pulls(Protocol):
    """Whom a gradient is asked of: a Student, or an object of theirs."""

    @property
    def scales(self) -> Scales:
        """By name, the unit that its answers are off by."""

    def vjp(
        self, name: str, *args: Any, wrt: Sequence[int], cotangents: Tensor
    ) -> tuple[Tensor, ...]:
        """Return rows of cotangents pulled back through one call, see `Student.vjp`."""


@dataclass(frozen=True)
class Gradient:
    """Gradients of one answer with respect to some arguments, `answer.gradient(…)`."""

    _caller: Pulls
    name: str
    args: tuple[Any, ...]
    arguments: Mapping[str, int]  # by what each is called, its place among `args`
    rows: Tensor
    single: bool = False

    def tensors(self) -> tuple[Tensor, ...]:
        """Ask for the gradients and return them, (R, *argument.shape) each, without R for one sum.

        Raises Failed when the answer has no gradient, StudentCrashed when asking for it raises.
        """
        wrt = list(self.arguments.values())
        try:
            pulled = self._caller.vjp(self.name, *self.args, wrt=wrt, cotangents=self.rows)
        except NoGradient:
            message = said(
                "The result of `{name}` has no gradient: is it detached, or made of new numbers?",
                name=self.name,
            )
            raise Failed(message) from None
        except StudentCrashed as crash:
            raise _of_gradient(crash) from None
        pulled = tuple(self._caller.scales.corrected(self.name, one) for one in pulled)
        return tuple(one[0] for one in pulled) if self.single else pulled

    def should_equal(
        self, *want: Tensor, wrong: str = "", rtol: float = RTOL, atol: float = 1e-4
    ) -> None:
        """Raise Failed unless the gradients, in the order of the arguments, are these.

        Args as of `Answer.should_equal`; `wrong` without words says which argument it is about.
        """
        for argument, got, right in zip(self.arguments, self.tensors(), want, strict=True):
            tolerance = tolerance_of(right, atol, rtol)
            if gap(got, right) <= tolerance:
                continue
            about = sentence(wrong) or said(
                "The gradient of `{name}` with respect to `{argument}` is wrong.",
                name=self.name,
                argument=argument,
            )
            message = mistake_in(got, right, tolerance, about, {})
            raise Failed(message, detail=detail_of(got, right, tolerance))


def _of_gradient(crash: StudentCrashed) -> StudentCrashed:
    if crash.missing or not crash.kind:
        return crash
    hint = said("A gradient was asked for: is an argument changed in place, or turned into NumPy?")
    return with_hint(crash, hint)


def sentence(text: str) -> str:
    """Return plain text as a sentence that a catalogue may hold."""
    return as_said(text) if text else text
