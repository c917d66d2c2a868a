"""What is said about models of images: sentences of pixels, rows and channels."""

from dataclasses import dataclass

from torch import Tensor

from autograder.checking.models.leaks import Leak
from autograder.probes.order import Grid
from autograder.text.i18n import said

# Each with what the model sees; where to look for the reason depends on how models are built.
_LEAKS = {
    Leak.COLUMNS_FIRST: said("It is autoregressive, but in the wrong order: columns before rows."),
    Leak.CHANNELS_FIRST: said(
        "It is autoregressive, but in the wrong order: a whole channel before the next one, where "
        "a pixel's channels belong together."
    ),
    Leak.CHANNELS_BACKWARDS: said(
        "It is autoregressive, but in the wrong order: blue before red inside a pixel."
    ),
    Leak.BACKWARDS: said(
        "It is autoregressive, but in the wrong order: from the last pixel to the first."
    ),
    Leak.WHOLE: said("It sees the whole image, all later pixels too."),
    Leak.WRAPPED: said(
        "Only the first row sees later pixels, from the rows at the bottom: a shift by one row "
        "wraps around the edge, as torch.roll does. Fill the first row with zeros."
    ),
    Leak.ROWS_BELOW: said("It sees later pixels, in rows below its own."),
    Leak.OWN_ROW: said("It sees later pixels, to the right in its own row."),
    Leak.OWN: said("It sees its own pixel, the very one that it predicts, and no later one."),
    Leak.OWN_CHANNEL: said("Every channel sees its own value, and no later one."),
    Leak.LATER_CHANNEL: said("Inside a pixel it sees channels that come later."),
}


@dataclass(frozen=True)
class ImageWords:
    """Sentences about a model of images of one grid; see `Words`."""

    grid: Grid

    @property
    def nothing_leaks(self) -> str:
        """What a causal model may be told."""
        return said("No logit looks at its own pixel or a later one.")

    @property
    def all_matter(self) -> str:
        """What a model without a blind spot may be told."""
        return said("Every earlier pixel matters.")

    def place(self, entry: int) -> str:
        """Name an entry by row and column from 0, and the channel if there are any."""
        i, j, c = self.grid.place(entry)
        if self.grid.channels == 1:
            return said("row {row}, column {column}", row=i, column=j)
        return said("row {row}, column {column}, channel {channel}", row=i, column=j, channel=c)

    def looks_at(self, count: int, earlier: int) -> str:
        """Say of how many earlier pixels the one in a picture sees `count`."""
        return said(
            "Nothing leaks. Of the {earlier} earlier pixels it looks at {count}.",
            earlier=earlier,
            count=count,
        )

    def leak(self, leak: Leak) -> str:
        """Say what a model that is not causal does."""
        return _LEAKS[leak]

    def leaks_elsewhere(self, name: str) -> str:
        """Say that a model leaks on images of another form."""
        return said("`{name}` leaks on images that are not square.", name=name)

    def leaks_beyond(self, name: str) -> str:
        """Say that a model leaks on images that are larger than those shown."""
        return said("`{name}` leaks on larger images.", name=name)

    def leaks_in_training(self, name: str) -> str:
        """Say that a model leaks in training mode alone."""
        return said(
            "In training mode the logits of `{name}` depend on later pixels. Batch normalisation "
            "does that: its statistics are over all pixels. Leave it out, or normalise each pixel "
            "by itself.",
            name=name,
        )

    def moved(self, nats: str, at: int, changed: int) -> str:
        """Say how far a prediction moved when pixels from `changed` on were changed."""
        return said(
            "The logits at {at} moved by {nats} nats when only the pixel at {changed} and later "
            "ones were changed.",
            at=self.place(at),
            nats=nats,
            changed=self.place(changed),
        )

    def unused(self, name: str, at: int, other: int) -> str:
        """Say that one pixel or channel never matters to another that may see it."""
        return said(
            "A logit of `{name}` never depends on a neighbour that it may see: {neighbour} does "
            "not matter.",
            name=name,
            neighbour=self._relation(at, other),
        )

    def _relation(self, at: int, other: int) -> str:
        (i, j, c), (row, column, channel) = self.grid.place(at), self.grid.place(other)
        if (i, j) == (row, column):
            return said(
                "for channel {channel}, channel {other} of the same pixel",
                channel=c,
                other=channel,
            )
        if (i, j - 1) == (row, column):
            return said("the left neighbour")
        if (i - 1, j) == (row, column):
            return said("the upper neighbour")
        return said("the pixel at {place}", place=self.place(other))

    def blind_spot(self, count: int, earlier: int, layers: int) -> str:
        """Say how many earlier pixels never matter to one; zero, that all do."""
        if not count:
            return said("All {earlier} earlier pixels matter: no blind spot.", earlier=earlier)
        return said(
            "{count} of {earlier} earlier pixels never matter, although {layers} layers reach "
            "them: the blind spot.",
            count=count,
            earlier=earlier,
            layers=layers,
        )

    def blind_at(self, entry: int) -> str:
        """Say which pixel has a blind spot."""
        return said(
            "The prediction of the pixel at {place} has a blind spot.", place=self.place(entry)
        )

    def pattern(self, missed: Tensor) -> str:
        """Nothing that is missed has a name of its own."""
        return ""

    def gives_same(self, name: str) -> str:
        """Say that a model looks at nothing."""
        return said(
            "`{name}` gives every image the same logits, even after optimiser steps: it looks at "
            "nothing, so there is nothing here to ask. Check that `forward` passes x through all "
            "the layers, and that no mask hides everything.",
            name=name,
        )

    def not_finite(self) -> str:
        """Say that a logit is infinite or NaN."""
        return said("Some logits are infinite or NaN (not a number) for an ordinary image.")

    def changed(self, name: str, mode: str) -> str:
        """Say that a model changes the images that it is given."""
        return said(
            "In {mode} mode, `{name}` changes the images that it is given. Look for changes in "
            "place (x *= 2, x.clamp_, an assignment to x[...]), and work on a new tensor.",
            mode=mode,
            name=name,
        )

    def two_answers(self, name: str, mode: str) -> str:
        """Say that a model answered the same question twice, and differently."""
        return said(
            "In {mode} mode, `{name}` gave different answers to two calls with the same images. "
            "Look for dropout, noise, or something that forward stores and a later call uses.",
            mode=mode,
            name=name,
        )

    def by_batch(self, mode: str) -> str:
        """Say that answers depend on what else is in the batch."""
        return said(
            "In {mode} mode the logits of an image depend on the other images in its batch. Look "
            "for batch normalisation, or an operation over dimension 0.",
            mode=mode,
        )

    def mass(self, name: str, count: int) -> str:
        """Say that the probabilities of all `count` images do not sum to one."""
        return said(
            "The probabilities that `{name}` gives to all {count} images of shape {shape} do not "
            "sum to one. Some prediction sees what it predicts, or the logits stand in another "
            "order than (V, C, H, W).",
            name=name,
            count=count,
            shape=str(self.grid.shape),
        )

    def two_processes(self, name: str) -> str:
        """Say that two processes that were shown other later pixels predict otherwise."""
        return said(
            "Two processes with the same `{name}` were shown images that agree before a pixel and "
            "differ from it on, among unrelated images, and they predicted that pixel or an "
            "earlier one differently: it looks at later pixels, though not when images of a batch "
            "resemble each other. Look for decisions taken by the whole image or batch, and for "
            "what is kept from call to call.",
            name=name,
        )

    def below_law(self, name: str) -> str:
        """Say that a model is better on images of a known law than the law itself."""
        return said(
            "On images of a known law the NLL of `{name}` is lower than the law itself allows: it "
            "must have seen what it predicts. Find the leak first; a low NLL means nothing until "
            "then.",
            name=name,
        )

    def law_not_learned(self, name: str, count: int) -> str:
        """Say that a model has not learned a law that was drawn for it."""
        return said(
            "Trained on {count} images of a law that is drawn again for this, `{name}` has "
            "learned less than half of what a pixel's neighbours tell about it: what it knows of "
            "other images does not come from training. Check that it learns from the images that "
            "it is trained on, through every layer, and holds none of its own.",
            count=count,
            name=name,
        )

    def not_learned(self, name: str, steps: int, ceiling: str) -> str:
        """Say that a trained model is above the ceiling."""
        return said(
            "After {steps} steps of the course's protocol, the NLL of `{name}` on held-back images "
            "is above {ceiling} nats per image: it has not learned.",
            steps=steps,
            name=name,
            ceiling=ceiling,
        )

    def untrained(self, name: str) -> str:
        """Say that a model is as good before it is trained."""
        return said(
            "`{name}` predicts images before it is trained about as well as after it: what it "
            "knows does not come from training. Its weights have to start again in `__init__`, "
            "and to come from the images that it is trained on.",
            name=name,
        )

    def cut_off(self, name: str) -> str:
        """Say that a trained model predicts otherwise where the rest is cut off."""
        return said(
            "A trained `{name}` predicts the pixels of whole images otherwise than those of images "
            "that are cut off before the predicted pixel, asked in a new process: it uses what it "
            "should not have seen, on images like those it was trained on. Look for decisions "
            "taken by the whole image, and for what is kept from call to call.",
            name=name,
        )
