"""How a sampler is called, and what comes back: whose code, which arguments, images or rows."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

import torch
from torch import Tensor

from autograder.checking.arguments import called_by_name, shuffled
from autograder.checking.calls import require_kept
from autograder.checking.models.draw_mistakes import DrawWords, words_of
from autograder.checking.models.players import PlayedModel, whole
from autograder.checking.student import Expect, Handle, Student, StudentCrashed
from autograder.probes.oracles import Law, values_of
from autograder.probes.order import Layout

MODEL, GENERATOR = "model", "generator"  # as all contracts call these arguments


@dataclass(frozen=True)
class Drawn:
    """What one call of a sampler returned, and what the model that was played for it has seen.

    `samples` (B, *layout.shape); `inputs`, all that the model was called with, and how many `calls`
    there were: nothing where the sampler draws from a model of the student's own.
    """

    name: str
    samples: Tensor
    layout: Layout
    inputs: tuple[Tensor, ...] = ()
    calls: int = 0

    @property
    def values(self) -> Tensor:
        """Return the samples as sequences of values, int64 (B, n)."""
        return values_of(self.samples, self.layout)

    @property
    def words(self) -> DrawWords:
        """Return what such samples are called."""
        return words_of(self.layout)


@dataclass(frozen=True)
class Sampler:
    """A function of a submission that draws samples, and how it is called.

    Args: `asked`, the Student whose function it is, or a Handle to the object whose method it is;
    `name`; `layout`, how samples come back: a `Grid` of pixels, `Rows` with their order, `Texts`.
    Where a `law` is given, the first argument is a model of this law that the grader plays, by
    `play`: `whole` for a model that maps whole samples to logits, `stepwise` for one with `start`,
    `read` and `update`, `reading` for a language model. `names`, where given, draws an order in
    which all arguments are given by name. `plain`, whether the played model is a function, with
    nothing of a module.
    """

    asked: Student | Handle
    name: str
    layout: Layout
    law: Law | None = None
    names: torch.Generator | None = None
    play: Callable[[Law, Layout, str], PlayedModel] = whole
    plain: bool = False

    @property
    def title(self) -> str:
        """Return what a student calls it: `sample`, or `Net.sample` of an object of theirs."""
        if isinstance(self.asked, Student):
            return self.name
        return f"{self.asked.title.strip('`')}.{self.name}"

    @property
    def words(self) -> DrawWords:
        """Return what its samples are called."""
        return words_of(self.layout)

    def draw(
        self,
        count: int,
        generator: Handle | None = None,
        /,
        *,
        by_name: Mapping[str, Any] | None = None,
        **given: Any,
    ) -> Drawn:
        """Call, and return the `count` samples that should come, of the layout's dtype.

        Args: `given`, the arguments between the model and the generator, in the contract's order,
        by their names; `by_name`, those that are called by their names in any case, as the
        generator is. Raises Failed when something else comes back.
        """
        played = self._played()
        more = {} if generator is None else {GENERATOR: generator}
        expect = self._form(count)
        samples = self._called(self._first(played, given), {**more, **(by_name or {})}, expect)
        if played is None:
            return Drawn(self.title, samples, self.layout)
        return Drawn(self.title, samples, self.layout, tuple(played.inputs), played.calls)

    def arguments_after(self, count: int, /, **given: Any) -> tuple[Tensor, ...]:
        """Call, and return the tensors among the arguments as they stand afterwards."""
        args = self._first(self._played(), given).values()
        expect = self._form(count)
        after: tuple[Tensor, ...] = self.asked.call_watched(
            self.name, *args, expect=expect
        ).arguments
        return after

    def requires_grad(self, **given: Any) -> bool:
        """Call, and say whether what comes back requires a gradient."""
        return self.asked.requires_grad(self.name, *self._first(self._played(), given).values())

    def require_kept(self, count: int, /, **given: Any) -> None:
        """Raise Failed when samples that came back change once more are asked for."""
        once, again = (tuple(self._first(self._played(), given).values()) for _ in range(2))
        expect = self._form(count)
        require_kept(self.asked, self.name, once, again, expect=expect)

    def _form(self, count: int) -> Expect:
        """Return the form of `count` samples."""
        return Expect((count, *self.layout.shape), self.layout.dtype)

    def _played(self) -> PlayedModel | None:
        return None if self.law is None else self.play(self.law, self.layout, self.title)

    def _first(self, played: PlayedModel | None, given: Mapping[str, Any]) -> dict[str, Any]:
        """Return the arguments that go by place, by their names."""
        model = {} if played is None else {MODEL: replace(played.oracle(), plain=self.plain)}
        return {**model, **given}

    def _called(self, first: Mapping[str, Any], more: Mapping[str, Any], expect: Expect) -> Tensor:
        """Call, with all arguments by name where `names` draws their order."""
        if self.names is None:
            return self.asked.call(self.name, *first.values(), expect=expect, **more)
        given = shuffled({**first, **more}, self.names)
        try:
            return self.asked.call(self.name, expect=expect, **given)
        except StudentCrashed as crash:
            raise called_by_name(crash, given) from None
