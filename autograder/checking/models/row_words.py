"""What is said about models of rows: sentences of dimensions, and of the steps of their order."""

from dataclasses import dataclass

from torch import Tensor

from autograder.checking.models.leaks import Leak
from autograder.text.i18n import said

_LEAKS = {
    Leak.BACKWARDS: said(
        "It is autoregressive, but in the wrong order: from the last step to the first."
    ),
    Leak.ORDER_IGNORED: said(
        "It is autoregressive, but in the order 0, 1, 2, …: `order` is not used. Step t predicts "
        "dimension order[t]."
    ),
    Leak.ORDER_INVERTED: said(
        "It is autoregressive, but in the inverse order: order[t] is the dimension of step t, and "
        "not the step of dimension t."
    ),
    Leak.WHOLE: said("It sees the whole row, all dimensions that come later too."),
    Leak.LATER: said("It sees dimensions that come later in the order."),
    Leak.OWN: said("It sees its own dimension, the very one that it predicts, and no later one."),
}


@dataclass(frozen=True)
class RowWords:
    """Sentences about a model of rows; entry t is dimension order[t]. See `Words`."""

    order: tuple[int, ...]

    @property
    def nothing_leaks(self) -> str:
        """What a causal model may be told."""
        return said("No logit looks at its own dimension or one that comes later.")

    @property
    def all_matter(self) -> str:
        """What a model without a blind spot may be told."""
        return said("Every earlier dimension matters.")

    def place(self, entry: int) -> str:
        """Name an entry by its dimension and its step, both from 0."""
        return said("dimension {number} (step {step})", number=self.order[entry], step=entry)

    def looks_at(self, count: int, earlier: int) -> str:
        """Say of how many earlier dimensions the one in a picture sees `count`."""
        return said(
            "Nothing leaks. Of the {earlier} earlier dimensions it looks at {count}.",
            earlier=earlier,
            count=count,
        )

    def leak(self, leak: Leak) -> str:
        """Say what a model that is not causal does."""
        return _LEAKS[leak]

    def leaks_elsewhere(self, name: str) -> str:
        """Say that a model leaks on rows of another length and order."""
        return said("`{name}` leaks with another number of dimensions or another order.", name=name)

    def leaks_beyond(self, name: str) -> str:
        """Say that a model leaks on rows that are longer than those shown."""
        return said("`{name}` leaks on rows of more dimensions.", name=name)

    def leaks_in_training(self, name: str) -> str:
        """Say that a model leaks in training mode alone."""
        return said(
            "In training mode the logits of `{name}` depend on dimensions that come later. "
            "Normalisation over the batch or over all dimensions does that: leave it out.",
            name=name,
        )

    def moved(self, nats: str, at: int, changed: int) -> str:
        """Say how far a prediction moved when dimensions from `changed` on were changed."""
        return said(
            "The logit of {at} moved by {nats} nats when only {changed} and those after it were "
            "changed.",
            at=self.place(at),
            nats=nats,
            changed=self.place(changed),
        )

    def unused(self, name: str, at: int, other: int) -> str:
        """Say that one dimension never matters to another that may see it."""
        return said(
            "A logit of `{name}` never depends on a dimension that comes before it: for step "
            "{step}, the dimension of step {other} does not matter.",
            name=name,
            step=at,
            other=other,
        )

    def blind_spot(self, count: int, earlier: int, layers: int) -> str:
        """Say how many earlier dimensions never matter to one; zero, that all do."""
        if not count:
            return said("All {earlier} earlier dimensions matter.", earlier=earlier)
        return said(
            "{count} of {earlier} earlier dimensions never matter.", count=count, earlier=earlier
        )

    def blind_at(self, entry: int) -> str:
        """Say which dimension misses some that come before it."""
        return said("The prediction of {place} misses some.", place=self.place(entry))

    def pattern(self, missed: Tensor) -> str:
        """Nothing that is missed has a name of its own."""
        return ""

    def gives_same(self, name: str) -> str:
        """Say that a model looks at nothing."""
        return said(
            "`{name}` gives every row the same logits, even after optimiser steps: it looks at "
            "nothing, so there is nothing here to ask. Check that `forward` uses x, and that no "
            "mask hides everything.",
            name=name,
        )

    def not_finite(self) -> str:
        """Say that a logit is infinite or NaN."""
        return said("Some logits are infinite or NaN (not a number) for an ordinary row.")

    def changed(self, name: str, mode: str) -> str:
        """Say that a model changes the rows that it is given."""
        return said(
            "In {mode} mode, `{name}` changes the rows that it is given. Look for changes in place "
            "(x *= 2, x.clamp_, an assignment to x[...]), and work on a new tensor.",
            mode=mode,
            name=name,
        )

    def two_answers(self, name: str, mode: str) -> str:
        """Say that a model answered the same question twice, and differently."""
        return said(
            "In {mode} mode, `{name}` gave different answers to two calls with the same rows. Look "
            "for dropout, noise, or something that forward stores and a later call uses.",
            mode=mode,
            name=name,
        )

    def by_batch(self, mode: str) -> str:
        """Say that answers depend on what else is in the batch."""
        return said(
            "In {mode} mode the logits of a row depend on the other rows of its batch. Look for "
            "batch normalisation, or an operation over dimension 0.",
            mode=mode,
        )

    def mass(self, name: str, count: int) -> str:
        """Say that the probabilities of all `count` rows do not sum to one."""
        return said(
            "The probabilities that `{name}` gives to all {count} rows of {dims} dimensions do not "
            "sum to one: some prediction sees what it predicts.",
            name=name,
            count=count,
            dims=len(self.order),
        )

    def two_processes(self, name: str) -> str:
        """Say that two processes that were shown other later dimensions predict otherwise."""
        return said(
            "Two processes with the same `{name}` were shown rows that agree before a step and "
            "differ from it on, among unrelated rows, and they predicted that step or an earlier "
            "one differently: it looks at later dimensions, though not when rows of a batch "
            "resemble each other. Look for decisions taken by the whole row or batch, and for what "
            "is kept from call to call.",
            name=name,
        )

    def below_law(self, name: str) -> str:
        """Say that a model is better on rows of a known law than the law itself."""
        return said(
            "On rows of a known law the NLL of `{name}` is lower than the law itself allows: it "
            "must have seen what it predicts. Find the leak first; a low NLL means nothing until "
            "then.",
            name=name,
        )

    def law_not_learned(self, name: str, count: int) -> str:
        """Say that a model has not learned a law that was drawn for it."""
        return said(
            "Trained on {count} rows of a law that is drawn again for this, `{name}` has learned "
            "less than half of what earlier dimensions tell about the next one: what it knows of "
            "other rows does not come from training. Check that it learns from the rows that it is "
            "trained on, through every layer, and holds none of its own.",
            count=count,
            name=name,
        )

    def not_learned(self, name: str, steps: int, ceiling: str) -> str:
        """Say that a trained model is above the ceiling."""
        return said(
            "After {steps} steps of the course's protocol, the NLL of `{name}` on held-back rows "
            "is above {ceiling} nats per row: it has not learned.",
            steps=steps,
            name=name,
            ceiling=ceiling,
        )

    def untrained(self, name: str) -> str:
        """Say that a model is as good before it is trained."""
        return said(
            "`{name}` predicts rows before it is trained about as well as after it: what it knows "
            "does not come from training. Its weights have to start again in `__init__`, and to "
            "come from the rows that it is trained on.",
            name=name,
        )

    def cut_off(self, name: str) -> str:
        """Say that a trained model predicts otherwise where the rest is cut off."""
        return said(
            "A trained `{name}` predicts the dimensions of whole rows otherwise than those of rows "
            "that are cut off before the predicted one, asked in a new process: it uses what it "
            "should not have seen, on rows like those it was trained on. Look for decisions taken "
            "by the whole row, and for what is kept from call to call.",
            name=name,
        )
