"""Named mistakes: what a student would have answered who made one, computed when it is needed."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from inspect import Parameter, signature
from typing import Any

from torch import Tensor

from autograder.text.i18n import as_said

# What a mistake answers: a tensor, or a function that returns one of the call's arguments.
Slip = Tensor | Callable[..., Tensor]
# What mistakes answer to one call, by the sentence that names each.
SlipAnswers = dict[str, Tensor]
# A table by the sentence that names the mistake, a function that returns one, or several of these.
Slips = Mapping[str, Slip] | Callable[..., Mapping[str, Slip]] | Sequence["Slips"]


def evaluated(
    slips: Slips | None, got: Tensor, want: Tensor, args: Sequence[Any], named: Mapping[str, Any]
) -> dict[str, Tensor]:
    """Return what each mistake answers to this call; keys are sentences that can be translated.

    A function is given what its parameters are called by: `want`, the right answer, and `got`,
    the student's; arguments that the call gave by name; all others, but those with a default, in
    the order in which the call gave its arguments. Raises TypeError when it asks for something that
    the call did not give, and ValueError when an answer has another shape than the right one.
    """
    answers: dict[str, Tensor] = {}
    known = {"want": want, "got": got, **named}
    for text, slip in _entries(slips, args, known):
        answer = _applied(slip, args, known) if callable(slip) else slip
        _require_comparable(text, answer, want)
        answers[as_said(text)] = answer
    return answers


def _entries(
    slips: Slips | None, args: Sequence[Any], known: Mapping[str, Any]
) -> Iterable[tuple[str, Slip]]:
    if slips is None:
        return
    if isinstance(slips, Mapping):
        yield from slips.items()
    elif callable(slips):
        yield from _applied(slips, args, known).items()
    else:
        for some in slips:
            yield from _entries(some, args, known)


def _applied(function: Callable[..., Any], args: Sequence[Any], known: Mapping[str, Any]) -> Any:
    """Call a function with what its parameters ask for."""
    places = iter(args)
    given: dict[str, Any] = {}
    for name, parameter in signature(function).parameters.items():
        if name in known:
            given[name] = known[name]
        elif parameter.default is Parameter.empty:
            given[name] = _next(places, name, args, known)
    return function(**given)


def _next(places: Iterator[Any], name: str, args: Sequence[Any], known: Mapping[str, Any]) -> Any:
    for value in places:
        return value
    raise TypeError(
        f"a slip asks for `{name}`, which the call does not give: it has {len(args)} arguments by "
        f"place and {', '.join(known)} by name"
    )


def _require_comparable(text: str, answer: Tensor, want: Tensor) -> None:
    if any(a not in (1, w) for a, w in zip(answer.shape[::-1], want.shape[::-1], strict=False)):
        raise ValueError(
            f"the slip {text!r} answers shape {tuple(answer.shape)} where {tuple(want.shape)} is "
            f"right: leave it out for such inputs, or fill it with NaN"
        )
