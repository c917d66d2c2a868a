"""What a student's sampler does with a model that the grader plays."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor

from autograder.checking.arguments import called_by_name, shuffled
from autograder.checking.calls import require_kept
from autograder.checking.student import (
    Budget,
    Cost,
    Expect,
    Failed,
    Handle,
    Oracle,
    Student,
    StudentCrashed,
)
from autograder.pictures.samples import samples
from autograder.probes.batch import paired, tied
from autograder.probes.oracles import (
    Hash,
    Law,
    NotFullImages,
    TooManyCalls,
    Witness,
    off_grid,
    values_of,
)
from autograder.probes.order import Grid
from autograder.probes.sampling import (
    fit,
    likeliest_mistake,
    order_name,
    violations,
    written_order,
)
from autograder.records.verdict import Picture

from .draw_mistakes import MISTAKE_SENTENCES, ORDER_SENTENCES

# What a sampler needs, times this, before its questions are cut off; in calls, since each costs a
# round trip. One call for each of a few images (8) is let pass here, and costs points once.
PATIENCE = 4 * 8
# Calls are counted by the witness; calls with other things than images here.
BUDGET = Budget(rows=1 << 22, bytes=1 << 28)

POSITIONS = ("model", "shape", "x", "known", "num_values")  # given without their names, in order


@dataclass(frozen=True)
class Drawn:
    """Images (B, C, H, W) that came back, and the oracle with all it was asked."""

    images: Tensor
    witness: Witness

    @property
    def values(self) -> Tensor:
        """Return the images as sequences of values, int64 (B, n)."""
        return values_of(self.images, self.witness.grid)


@dataclass(frozen=True)
class Sampler:
    """A submission's `sample` and `complete`, asked about a law on images of a grid.

    `names`, where given, draws an order in which all arguments are given by name.
    """

    student: Student
    grid: Grid
    law: Law
    names: torch.Generator | None = None

    def sample(self, count: int, generator: Handle | None = None, **more: Any) -> Drawn:
        """Ask for `count` images; any floating dtype passes here."""
        witness = self._witness()
        shape = (count, *self.grid.shape)
        named = self._named(witness, "sample", {"shape": shape}, generator)
        return Drawn(self._called("sample", {**named, **more}, Expect(shape)), witness)

    def complete(
        self, x: Tensor, known: Tensor, generator: Handle | None = None, **more: Any
    ) -> Drawn:
        """Ask to complete x (B, C, H, W); any floating dtype passes here."""
        witness = self._witness()
        named = self._named(witness, "complete", {"x": x, "known": known}, generator)
        return Drawn(self._called("complete", {**named, **more}, Expect(tuple(x.shape))), witness)

    def complete_watched(self, x: Tensor, known: Tensor) -> tuple[Tensor, Tensor]:
        """Ask to complete x, and give x and known as they stand afterwards."""
        oracle, expect = _oracle(self._witness(), "complete"), Expect(tuple(x.shape))
        given = (oracle, x, known, self.grid.num_values)
        x, known = self.student.call_watched("complete", *given, expect=expect).arguments[-2:]
        return x, known

    def requires_grad(self, name: str, **given: Any) -> bool:
        """Say whether images of `sample` or `complete` require grad."""
        named = self._named(self._witness(), name, given, None)
        return self.student.requires_grad(name, *named.values())

    def require_kept(self, name: str, *given: Any, expect: Expect) -> None:
        """Raise Failed when images that came back change once more are asked for."""
        once, again = (
            (_oracle(self._witness(), name), *given, self.grid.num_values) for _ in range(2)
        )
        require_kept(self.student, name, once, again, expect=expect)

    def _named(
        self, witness: Witness, name: str, given: Mapping[str, Any], generator: Handle | None
    ) -> dict[str, Any]:
        """Return the arguments by name, in the contract's order."""
        more = {} if generator is None else {"generator": generator}
        return {
            "model": _oracle(witness, name),
            **given,
            "num_values": self.grid.num_values,
            **more,
        }

    def _called(self, name: str, named: dict[str, Any], expect: Expect) -> Tensor:
        """Call, with all arguments by name where `names` draws their order."""
        if self.names is None:
            first = [named.pop(key) for key in POSITIONS if key in named]
            return self.student.call(name, *first, expect=expect, **named)
        given = shuffled(named, self.names)
        try:
            return self.student.call(name, expect=expect, **given)
        except StudentCrashed as crash:
            raise called_by_name(crash, given) from None

    def _witness(self) -> Witness:
        return Witness(self.law, self.grid, PATIENCE * self.grid.size)


def _oracle(witness: Witness, name: str) -> Oracle:
    def forward(x: object = None, *more: object) -> Tensor:
        try:
            return witness.answer(None if more else x)
        except NotFullImages as fault:
            raise Failed(
                f"`{name}` should call the model with full images (B, C, H, W), one argument.",
                detail=f"It called it with {fault}.",
            ) from None
        except TooManyCalls:
            raise Failed(
                f"`{name}` makes far more than C·H·W calls of the model. One for each entry "
                f"(c, i, j) answers for all images at once."
            ) from None

    return Oracle({"forward": forward}, BUDGET, {"forward": lambda *x: Cost(*witness.cost(*x))})


def require_grid(drawn: Drawn, name: str, known: Tensor | None = None) -> None:
    """Raise Failed unless every entry, but for known ones, is one of the values v / (V - 1)."""
    wrong = off_grid(drawn.images, drawn.witness.grid)
    if known is not None:
        wrong &= ~known
    if wrong.any():
        count = drawn.witness.grid.num_values
        raise Failed(
            f"`{name}` should give values v / (V - 1), here with V = {count}: "
            f"{', '.join(_fraction(v, count - 1) for v in range(count))}. Divide the class by "
            f"V - 1, not by V or 255.",
            detail=f"It gave {drawn.images[wrong][0].item():.6g}, for one.",
        )


def require_hash(
    ask: Callable[[], Drawn],
    law: Hash,
    name: str,
    known: Tensor | None = None,
    *,
    show: bool = False,
) -> None:
    """Raise Failed, naming the order, unless each free entry follows from those before it.

    `ask` makes a batch. `show` adds a picture of the images that came back, which only a visible
    check may do.

    False alarms: the law leaves no room for chance, but float32 does. A uniform number of
    exactly 0, once in 2^24 draws, may fall to a value of probability 0; so the first failure is
    asked again. With at most 350 draws that is (350 / 2^24)², less than 4.4e-10.
    """
    broken = _broken(drawn := ask(), law, name, known)
    if broken.any():
        broken = _broken(drawn := ask(), law, name, known)
    if not broken.any():
        return
    kept = torch.zeros_like(drawn.images, dtype=torch.bool) if known is None else known
    sentence = ORDER_SENTENCES[_order(drawn, law, drawn.witness.grid.sequences(kept))]
    if known is not None:
        sentence += " What is unknown is drawn given all entries before it, known or drawn."
    picture = _picture(drawn, broken, name, sentence, known) if show else None
    share = f"{int(broken.sum())} of {broken.numel()} entries do not follow."
    raise Failed(f"`{name}` draws the wrong thing. {sentence}", detail=share, picture=picture)


def _broken(drawn: Drawn, law: Hash, name: str, known: Tensor | None) -> Tensor:
    """Say which free entries do not follow, bool (B, n); raises Failed for values off the grid."""
    require_grid(drawn, name)
    free = torch.ones_like(drawn.images, dtype=torch.bool) if known is None else ~known
    return violations(law, drawn.values, drawn.witness.grid.sequences(free))


def _picture(
    drawn: Drawn, broken: Tensor, name: str, sentence: str, known: Tensor | None
) -> Picture:
    wrong = drawn.witness.grid.images(broken.long()) > 0
    title = f"Draws of {name} that do not follow from what stands before them"
    # A hash leaves nothing to chance, so without known entries one image stands for all.
    shown = 1 if (drawn.values == drawn.values[:1]).all() else len(wrong)
    known = None if known is None else known[:shown]
    return samples(drawn.images[:shown], wrong[:shown], title, sentence, known)


def _order(drawn: Drawn, law: Hash, kept: Tensor) -> str:
    """Name the order of the draws, or that values are swapped."""
    grid = drawn.witness.grid
    other = grid.num_values - 1 - law.values(drawn.values)
    if ((other == drawn.values) | kept).all():
        return "reversed"
    return order_name(grid, written_order(drawn.witness.inputs, drawn.images, grid))


def require_law(calls: Sequence[Drawn], law: Law, name: str, free: Tensor | None = None) -> None:
    """Raise Failed, naming the likeliest mistake, unless draws follow the law.

    Args: `calls`, what one call after another gave. False alarms: FALSE_ALARM of
    `probes.sampling` and ALPHA, for each law.
    """
    for drawn in calls:
        require_grid(drawn, name)
    batches = [drawn.values for drawn in calls]
    values = torch.cat(batches)
    drawn_here = torch.ones_like(values, dtype=torch.bool) if free is None else free
    if fit(law, values, drawn_here).good:
        sentence = MISTAKE_SENTENCES["tied"] if tied(law, batches, drawn_here) else ""
    else:
        sentence = _sentence(calls[0], likeliest_mistake(law, values, drawn_here))
    if sentence:
        raise Failed(f"The images of `{name}` do not follow the model's distribution. {sentence}")


def require_own_draws(drawn: Drawn, name: str) -> None:
    """Raise Failed when two images have the same draws of fair dice, or opposite ones.

    False alarms: PAIRS_ALPHA of `probes.batch`.
    """
    require_grid(drawn, name)
    if paired(drawn.values, drawn.witness.grid.num_values):
        raise Failed(
            f"The images of `{name}` do not follow the model's distribution. "
            f"{MISTAKE_SENTENCES['tied']}"
        )


def _sentence(drawn: Drawn, mistake: str) -> str:
    """Say what is wrong with draws; those in another order follow no law that is near."""
    inputs, grid = drawn.witness.inputs, drawn.witness.grid
    order = order_name(grid, written_order(inputs, drawn.images, grid))
    named = order not in ("raster", "other", "unknown")
    return ORDER_SENTENCES[order] if named else MISTAKE_SENTENCES[mistake]


def _fraction(value: int, of: int) -> str:
    return str(value // of) if value % of == 0 else f"{value}/{of}"
