"""What a call of the student's code should answer: a question that knows how it was asked."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Protocol

import torch
from torch import Tensor

from autograder.checking.arguments import (
    call_text,
    called_by_name,
    require_left_alone,
    same,
    shuffled,
    with_hint,
    written_into,
)
from autograder.checking.compare import Measure, detail_of, mistake_in
from autograder.checking.gradient import ATOL, RTOL, Gradient, Pulls, sentence
from autograder.checking.ratio import unit_off
from autograder.checking.reply import Expect, Watched
from autograder.checking.slips import Slips, evaluated
from autograder.checking.transport import (
    Failed,
    StudentCrashed,
    WrongDtype,
    WrongForm,
    WrongShape,
)
from autograder.records.verdict import Picture
from autograder.text.i18n import listed, said


@dataclass(frozen=True)
class Wrong:
    """A wrong answer, for a function that draws it: both tensors, the call as text, the mistake."""

    got: Tensor
    want: Tensor
    call: str
    mistake: str


Show = Callable[[Wrong], Picture | None]


class _Caller(Pulls, Protocol):
    """Whom a question goes to: a Student, or an object of theirs."""

    @property
    def order(self) -> torch.Generator | None: ...
    def call_watched(self, name: str, *args: Any, expect: Expect, **named: Any) -> Watched: ...
    def ask_tensor(self, name: str, args: Sequence[Any], expect: Expect) -> Tensor: ...
    def raised(self, name: str, *args: Any, **named: Any) -> str: ...
    def kept(self, name: str, *args: Any) -> Callable[[Expect], Tensor]: ...


@dataclass(frozen=True)
class Answer:
    """One call of the student's code, `student.call(…)`; it is made when something is asked of it.

    Arguments that are given by name go in an order drawn from the secret, and have to be as they
    were afterwards. A message about a wrong answer names the call where all its arguments are
    numbers and strings.
    """

    _caller: _Caller
    name: str
    args: tuple[Any, ...]
    named: Mapping[str, Any]
    _hints: Mapping[type[Failed], str] = field(default_factory=dict)
    _returned: list[Tensor] = field(default_factory=list)

    def hint(self, *, shape: str = "", dtype: str = "") -> "Answer":
        """Return the same call with sentences to add to what is said of a wrong shape or dtype.

        What is left out stays as an earlier `hint` said.
        """
        told = {WrongShape: sentence(shape), WrongDtype: sentence(dtype)}
        return replace(self, _hints={**self._hints, **{kind: s for kind, s in told.items() if s}})

    def should_have_shape(
        self, *shape: int, dtype: torch.dtype | None = None, finite: bool = False
    ) -> Tensor:
        """Make the call and return its tensor; raises Failed unless it has this shape and dtype.

        Args: `dtype` None stands for any floating dtype; `finite` asks for numbers that are neither
        infinite nor NaN.
        """
        try:
            got = self._asked(Expect(shape, dtype, finite))
        except (WrongShape, WrongDtype) as failed:
            message = listed([failed.message, self._hints.get(type(failed), "")])
            raise WrongForm(message, detail=failed.detail) from None
        self._returned.append(got)
        return got

    def should_equal(
        self,
        want: Tensor,
        *,
        slips: Slips | None = None,
        wrong: str | Callable[[Tensor], str] = "",
        rtol: float = RTOL,
        atol: float = ATOL,
        dtype: torch.dtype | None = None,
        show: Show | None = None,
        each: bool = False,
    ) -> Tensor:
        """Make the call and return its tensor; raises Failed unless it is `want`, and says why not.

        The answer must have the shape of `want`, and all its entries must be within the larger of
        `atol` and `rtol` times the largest entry of `want`; with `each`, every entry within
        `atol` + `rtol` times itself. Its dtype may be any floating one where `want` is floating;
        `dtype` asks for one.

        Args: `slips`, named mistakes: a table from a sentence to the answer that the mistake would
        give, a tensor or a function of the call's arguments, of `want` and of `got`; nothing of it
        is computed while the answer is right. `wrong`, the sentence where none fits, or a function
        of the answer that returns it. `show`, for a visible check, draws the answer (a `Wrong`).
        """
        if dtype is None and not want.dtype.is_floating_point:
            dtype = want.dtype
        got = self.should_have_shape(*want.shape, dtype=dtype)
        measure = Measure.of(want, atol, rtol, each=each)
        if measure.gap(got, want) <= measure.tolerance:
            return got
        otherwise = wrong(got) if callable(wrong) else wrong
        raise self._wrong(got, want, measure, slips, sentence(otherwise), show)

    def _wrong(
        self,
        got: Tensor,
        want: Tensor,
        measure: Measure,
        slips: Slips | None,
        otherwise: str,
        show: Show | None,
    ) -> Failed:
        """Return what is wrong with an answer, named where one of the slips fits."""
        told = evaluated(slips, got, want, self.args, self.named)
        named = {text: measure.of_entries(slip) for text, slip in told.items()}
        otherwise = otherwise or said("`{name}` returns other numbers.", name=self.name)
        yours, right = measure.of_entries(got), measure.of_entries(want)
        mistake = mistake_in(yours, right, measure.tolerance, otherwise, named)
        picture = show(Wrong(got, want, self.text, mistake)) if show else None
        detail = detail_of(got, want, measure.largest)
        scale = unit_off(self.name, yours, right, measure.tolerance)
        return Failed(self._about(mistake), detail=detail, picture=picture, scale=scale)

    def should_raise(self, error: type[Exception], *, why: str) -> None:
        """Make the call; raises Failed unless it raises this error, and says `why` it should.

        To be asked only once valid arguments work: what is not written yet raises, too.
        """
        kind = self._caller.raised(self.name, *self.args, **self.named)
        if kind == error.__name__:
            return
        detail = said("It raised {kind}.", kind=kind) if kind else said("It raised nothing.")
        message = said(
            "`{call}` should raise a {error}: {why}.",
            call=self.text,
            error=error.__name__,
            why=sentence(why),
        )
        raise Failed(message, detail=detail)

    def should_outlive(self, *again: Any) -> None:
        """Make the call, then one with the arguments `again`; raises Failed if the first changes.

        So a function that writes all its answers into one tensor is found. The shape is that of an
        answer which `should_equal` or `should_have_shape` has seen before.
        """
        first = self._earlier("should_outlive")
        expect = Expect(tuple(first.shape), first.dtype)
        read = self._caller.kept(self.name, *self._in_order)
        before = read(expect)
        self._caller.kept(self.name, *again)
        if not same(before, read(expect)):
            raise Failed(written_into(self.name))

    def gradient(self, *arguments: str | int, rows: Tensor | None = None) -> Gradient:
        """Return the gradients of the answer's sum with respect to arguments, to compare.

        Args: `arguments`, the names of arguments that the call gives by name, or places, from 0;
        `rows`, cotangents (R, *answer.shape) in place of a single one of ones. Without `rows` the
        answer must have been seen by `should_equal` or `should_have_shape` before.
        """
        places = {str(argument): self.place_of(argument) for argument in arguments}
        if single := rows is None:
            first = self._earlier("gradient")  # in a notebook it may be of any form
            rows = torch.ones((1, *first.shape), dtype=first.dtype)
        return Gradient(self._caller, self.name, self._in_order, places, rows, single)

    @property
    def text(self) -> str:
        """The call as a student would write it; its name alone where it is given a tensor."""
        plain = all(isinstance(value, int | float | str) for value in self._in_order)
        return call_text(self.name, *self.args, **self.named) if plain else self.name

    @property
    def _in_order(self) -> tuple[Any, ...]:
        return (*self.args, *self.named.values())

    def place_of(self, argument: str | int) -> int:
        """Return the place of an argument; raises LookupError when the call does not give it."""
        if isinstance(argument, int):
            return argument
        if argument not in self.named:
            raise LookupError(f"{self.name} is not called with `{argument}` by its name")
        return len(self.args) + list(self.named).index(argument)

    def _about(self, mistake: str) -> str:
        text = self.text
        if text == self.name:
            return mistake
        return said("`{call}`: {mistake}", call=text, mistake=mistake)

    def _earlier(self, asking: str) -> Tensor:
        if not self._returned:
            raise RuntimeError(
                f"{asking} needs to know what {self.name} returns: ask should_equal or "
                f"should_have_shape of the same answer before"
            )
        return self._returned[-1]

    def _asked(self, expect: Expect) -> Tensor:
        """Return what came back, in the right unit where the wrong one has cost points."""
        return self._caller.scales.corrected(self.name, self._came_back(expect))

    def _came_back(self, expect: Expect) -> Tensor:
        order = self._caller.order
        given = dict(self.named) if order is None else shuffled(self.named, order)
        try:
            if not given:
                return self._caller.ask_tensor(self.name, self.args, expect)
            told = self._caller.call_watched(self.name, *self.args, expect=expect, **given)
        except StudentCrashed as crash:
            raise self._explained(crash, given) from None
        by_place = {f"argument {place}": value for place, value in enumerate(self.args)}
        require_left_alone(self.name, {**by_place, **given}, told.arguments)
        return told.value  # type: ignore[no-any-return]

    def _explained(self, crash: StudentCrashed, given: Mapping[str, Any]) -> StudentCrashed:
        if crash.missing or not crash.kind:
            return crash
        if self.text != self.name:
            crash = with_hint(crash, said("The call was `{call}`.", call=self.text))
        return called_by_name(crash, given) if given else crash
