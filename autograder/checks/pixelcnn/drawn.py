"""What a student's sampler does with a model that the grader plays."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor

from autograder.pictures.samples import samples
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
from autograder.student import Budget, Cost, Expect, Failed, Handle, Oracle, Student
from autograder.verdict import Picture

# What a sampler needs, times this, before its questions are cut off; in calls, since each costs a
# round trip. One call for each of a few images (8) is let pass here, and costs points once.
PATIENCE = 4 * 8
# Calls are counted by the witness; calls with other things than images here.
BUDGET = Budget(rows=1 << 22, bytes=1 << 28)

ORDER_SENTENCES = {
    "never": "Nothing that is drawn is ever written into the image that the model sees: every "
    "call gets the same image. Write each draw before the next call.",
    "all at once": "The model is called once, and all entries are drawn from that one answer. "
    "Each draw has to be written into the image before the next one is made.",
    "columns before rows": "Entries are drawn column by column. The order is row by row: the loop "
    "over rows is the outer one.",
    "right to left": "Rows are drawn from right to left. The order is from left to right.",
    "channel by channel": "A whole channel is drawn before the next one. The order is pixel by "
    "pixel: the loop over channels is the innermost.",
    "channels backwards": "Inside a pixel, channels are drawn backwards: blue before red.",
    "backwards": "Entries are drawn from the last to the first.",
    "pixel at once": "All channels of a pixel are drawn from one answer of the model. A channel "
    "depends on the channels before it: write each one and call the model again.",
    "row at once": "A whole row, or more of it than one entry, is drawn from one answer of the "
    "model. Each entry depends on those to its left: write each one and call the model again.",
    "reversed": "Values come swapped: V - 1 - v where v is due. logits[:, v] belongs to value v.",
    "other": "Several entries are drawn from one answer of the model, or in an order of their "
    "own. Draw one entry of all images, write it, and call the model again.",
    "raster": "The order of the draws is right, but they do not follow the logits at their own "
    "place. Look for logits of a neighbour (an index that is off by one), an image from an earlier "
    "step, or probabilities that are computed twice.",
    "unknown": "Each entry has to follow from the logits at its place, given the entries before "
    "it. Look at the order of the loops, and at which image the model is called with.",
}

MISTAKE_SENTENCES = {
    "softmax twice": "The draws look as if softmax had been applied twice: to logits that were "
    "probabilities already.",
    "sigmoid twice": "The draws look as if sigmoid had been applied twice.",
    "uniform": "The draws ignore the logits: every value comes equally often.",
    "reversed": "The values come swapped: value v is drawn as often as V - 1 - v should be.",
    "argmax": "The most likely value is always taken. Draw from the distribution instead.",
    "same draw": "All images of a batch are made with the same random numbers. Every image needs "
    "its own: draw a random number for each image of the batch.",
    "colder": "The draws are sharper than the model: logits are multiplied by something.",
    "slightly colder": "The draws are a little sharper than the model: is there a temperature "
    "below one?",
    "slightly warmer": "The draws are a little less sharp than the model: is there a temperature "
    "above one?",
    "warmer": "The draws are less sharp than the model: logits are divided by something, or one "
    "draw does not look at those before it.",
    "never drawn": "Some unlikely values are never drawn, although they should come often: leave "
    "no value out.",
    "": "Draw value v of entry (c, i, j) with probability softmax(logits[:, :, c, i, j])[:, v], "
    "with fresh randomness for every image and every entry.",
}


@dataclass(frozen=True)
class Drawn:
    """Images (B, C, H, W) that came back, and the oracle with all it was asked."""

    images: Tensor
    witness: Witness

    @property
    def values(self) -> Tensor:
        """Give the images as sequences of values, int64 (B, n)."""
        return values_of(self.images, self.witness.grid)


@dataclass(frozen=True)
class Sampler:
    """A submission's `sample` and `complete`, asked about a law on images of a grid."""

    student: Student
    grid: Grid
    law: Law

    def sample(self, count: int, generator: Handle | None = None, **more: Any) -> Drawn:
        """Ask for `count` images; any floating dtype passes here."""
        witness = self._witness()
        shape = (count, *self.grid.shape)
        more = more if generator is None else {**more, "generator": generator}
        given = (_oracle(witness, "sample"), shape, self.grid.num_values)
        images = self.student.call("sample", *given, expect=Expect(shape), **more)
        return Drawn(images, witness)

    def complete(
        self, x: Tensor, known: Tensor, generator: Handle | None = None, **more: Any
    ) -> Drawn:
        """Ask to complete x (B, C, H, W); any floating dtype passes here."""
        witness = self._witness()
        more = more if generator is None else {**more, "generator": generator}
        given = (_oracle(witness, "complete"), x, known, self.grid.num_values)
        images = self.student.call("complete", *given, expect=Expect(tuple(x.shape)), **more)
        return Drawn(images, witness)

    def complete_watched(self, x: Tensor, known: Tensor) -> tuple[Tensor, Tensor]:
        """Ask to complete x, and give x and known as they stand afterwards."""
        oracle, expect = _oracle(self._witness(), "complete"), Expect(tuple(x.shape))
        given = (oracle, x, known, self.grid.num_values)
        x, known = self.student.call_watched("complete", *given, expect=expect).arguments[-2:]
        return x, known

    def requires_grad(self, count: int) -> bool:
        """Say whether images of `sample` require grad."""
        shape = (count, *self.grid.shape)
        oracle = _oracle(self._witness(), "sample")
        return self.student.requires_grad("sample", oracle, shape, self.grid.num_values)

    def _witness(self) -> Witness:
        return Witness(self.law, self.grid, PATIENCE * self.grid.size)


def _oracle(witness: Witness, name: str) -> Oracle:
    def forward(x: object = None, *more: object) -> Tensor:
        try:
            return witness.answer(None if more else x)
        except NotFullImages as fault:
            raise Failed(
                f"`{name}` should call the model with full images (B, C, H, W), one argument.",
                seen=f"It called it with {fault}.",
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
            seen=f"It gave {drawn.images[wrong][0].item():.6g}, for one.",
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

    False alarms: the law leaves no room for chance, but float32 does. A uniform number of exactly
    0, once in 2^24 draws, may fall to a value of probability 0; so the first failure is asked
    again. With at most 200 draws that is (200 / 2^24)², less than 2e-10.
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
    raise Failed(f"`{name}` draws the wrong thing. {sentence}", seen=share, picture=picture)


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


def require_law(drawn: Drawn, law: Law, name: str, free: Tensor | None = None) -> None:
    """Raise Failed, naming the likeliest mistake, unless draws follow the law.

    False alarms: `probes.sampling.FALSE_ALARM` for each law.
    """
    require_grid(drawn, name)
    values = drawn.values
    drawn_here = torch.ones_like(values, dtype=torch.bool) if free is None else free
    if not fit(law, values, drawn_here).good:
        inputs, grid = drawn.witness.inputs, drawn.witness.grid
        order = order_name(grid, written_order(inputs, drawn.images, grid))
        # Draws in another order follow no law that is near: what they look like would mislead.
        sentence = (
            MISTAKE_SENTENCES[likeliest_mistake(law, values, drawn_here)]
            if order in ("raster", "other", "unknown")
            else ORDER_SENTENCES[order]
        )
        raise Failed(f"The images of `{name}` do not follow the model's distribution. {sentence}")


def _fraction(value: int, of: int) -> str:
    return str(value // of) if value % of == 0 else f"{value}/{of}"
