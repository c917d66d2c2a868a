"""What is said about language models: sentences of tokens, counted from 0."""

from dataclasses import dataclass

import torch
from torch import Tensor

from autograder.checking.models.leaks import Leak
from autograder.text.i18n import said

_LEAKS = {
    Leak.BACKWARDS: said(
        "It is autoregressive, but in the wrong order: from the last token to the first."
    ),
    Leak.WHOLE: said("It sees the whole text, all later tokens too."),
    Leak.LATER: said("It sees tokens that come later."),
    Leak.OWN: said(
        "It sees its own token, the very one that it predicts, and no later one. logits[:, t] is "
        "the law of token t, given the tokens before it: shift by one, with a start of the "
        "model's own in front, and leave the last token out."
    ),
}


@dataclass(frozen=True)
class TextWords:
    """Sentences about a language model of texts of `length` tokens; see `Words`."""

    length: int

    @property
    def nothing_leaks(self) -> str:
        """What a causal model may be told."""
        return said("No logit looks at its own token or a later one.")

    @property
    def all_matter(self) -> str:
        """What a model that uses all that it may see may be told."""
        return said("Every earlier token matters.")

    def place(self, entry: int) -> str:
        """Name a token by its place."""
        return said("token {number}", number=entry)

    def looks_at(self, count: int, earlier: int) -> str:
        """Say how many earlier tokens the last one sees."""
        return said(
            "Nothing leaks. Of the {earlier} tokens before the last one it looks at {count}.",
            earlier=earlier,
            count=count,
        )

    def leak(self, leak: Leak) -> str:
        """Say what a model that is not causal does."""
        return _LEAKS[leak]

    def leaks_elsewhere(self, name: str) -> str:
        """Say that a model leaks on texts of another length."""
        return said("`{name}` leaks on texts of another length, or of other tokens.", name=name)

    def leaks_beyond(self, name: str) -> str:
        """Say that a model leaks on texts that are longer than those shown."""
        return said("`{name}` leaks on longer texts.", name=name)

    def leaks_in_training(self, name: str) -> str:
        """Say that a model leaks in training mode alone."""
        return said(
            "In training mode the logits of `{name}` depend on tokens that come later. "
            "Normalisation over the batch or over all places does that: normalise each place by "
            "itself.",
            name=name,
        )

    def moved(self, nats: str, at: int, changed: int) -> str:
        """Say how far a prediction moved when tokens from `changed` on were changed."""
        if at == changed:
            return said(
                "The log-probabilities of {at} moved by {nats} nats when {at} itself and those "
                "after it were changed.",
                at=self.place(at),
                nats=nats,
            )
        return said(
            "The log-probabilities of {at} moved by {nats} nats when only {changed} and those "
            "after it were changed.",
            at=self.place(at),
            nats=nats,
            changed=self.place(changed),
        )

    def unused(self, name: str, at: int, other: int) -> str:
        """Say that one token never matters to another that may see it."""
        return said(
            "The logits of `{name}` for {at} never depend on {other}, which comes before it.",
            name=name,
            at=self.place(at),
            other=self.place(other),
        )

    def blind_spot(self, count: int, earlier: int, layers: int) -> str:
        """Say how many earlier tokens never matter to one; zero, that all do."""
        if not count:
            return said("All {earlier} earlier tokens matter.", earlier=earlier)
        return said(
            "{count} of {earlier} earlier tokens never matter.", count=count, earlier=earlier
        )

    def blind_at(self, entry: int) -> str:
        """Say which token's law misses some that come before it."""
        return said("The law of {place} misses some.", place=self.place(entry))

    def pattern(self, missed: Tensor) -> str:
        """Name what is missed, bool (T, T), where that is the work of one well-known mistake."""
        earlier = torch.ones(len(missed), len(missed), dtype=torch.bool).tril(-1)
        before = earlier & ~earlier.tril(-2)
        if torch.equal(missed, earlier):
            return said("No token that comes before matters: nothing is carried along.")
        if torch.equal(missed, before):
            return said("The token right before never matters: the text is shifted twice.")
        if torch.equal(missed, earlier & ~before):
            return said("Only the token right before matters: what came earlier is forgotten.")
        if missed.any() and torch.equal(missed, earlier & (torch.arange(len(missed)) == 0)):
            return said("The first token never matters: it seems to be replaced by the start.")
        return ""

    def gives_same(self, name: str) -> str:
        """Say that a model looks at nothing."""
        return said(
            "`{name}` gives every text the same logits, even after optimiser steps: it looks at "
            "nothing, so there is nothing here to ask. Check that `forward` uses its tokens, and "
            "that no mask hides everything.",
            name=name,
        )

    def not_finite(self) -> str:
        """Say that a logit is infinite or NaN."""
        return said("Some logits are infinite or NaN (not a number) for an ordinary text.")

    def changed(self, name: str, mode: str) -> str:
        """Say that a model changes the texts that it is given."""
        return said(
            "In {mode} mode, `{name}` changes the texts that it is given. Look for changes in "
            "place (an assignment to tokens[...], += and names that end in `_`), and work on a "
            "new tensor.",
            mode=mode,
            name=name,
        )

    def two_answers(self, name: str, mode: str) -> str:
        """Say that a model answered the same question twice, and differently."""
        return said(
            "In {mode} mode, `{name}` gave different answers to two calls with the same texts. "
            "Look for dropout, noise, or a state that one call leaves behind for the next.",
            mode=mode,
            name=name,
        )

    def by_batch(self, mode: str) -> str:
        """Say that answers depend on what else is in the batch."""
        return said(
            "In {mode} mode the logits of a text depend on the other texts of its batch. Look for "
            "an operation over dimension 0: batch normalisation, or a layer that takes (T, B, …) "
            "where texts are (B, T, …) (`batch_first`).",
            mode=mode,
        )

    def mass(self, name: str, count: int) -> str:
        """Say that the probabilities of all `count` texts do not sum to one."""
        return said(
            "The probabilities that `{name}` gives to all {count} texts of {length} tokens do not "
            "sum to one: some prediction sees what it predicts.",
            name=name,
            count=count,
            length=self.length,
        )

    def two_processes(self, name: str) -> str:
        """Say that two processes that were shown other later tokens predict otherwise."""
        return said(
            "Two processes with the same `{name}` were shown texts that agree before a place and "
            "differ from it on, among unrelated texts, and they predicted that token or an "
            "earlier one differently: it looks at later tokens, though not when texts of a batch "
            "resemble each other. Look for decisions taken by the whole text or batch, and for "
            "what is kept from call to call.",
            name=name,
        )

    def below_law(self, name: str) -> str:
        """Say that a model is better on texts of a known law than the law itself."""
        return said(
            "On texts of a known law the NLL of `{name}` is lower than the law itself allows: it "
            "must have seen what it predicts. Find the leak first; a low NLL means nothing until "
            "then.",
            name=name,
        )

    def law_not_learned(self, name: str, count: int) -> str:
        """Say that a model has not learned a law that was drawn for it."""
        return said(
            "Trained on {count} texts of a law that is drawn again for this, `{name}` has learned "
            "less than half of what earlier tokens tell about the next one. Check that it learns "
            "from the texts that it is trained on, through every layer.",
            count=count,
            name=name,
        )

    def not_learned(self, name: str, steps: int, ceiling: str) -> str:
        """Say that a trained model is above the ceiling."""
        return said(
            "After {steps} steps of the course's protocol, the NLL of `{name}` on held-back texts "
            "is more than {ceiling} nats per token above that of the law itself: it has not "
            "learned.",
            steps=steps,
            name=name,
            ceiling=ceiling,
        )

    def untrained(self, name: str) -> str:
        """Say that a model is as good before it is trained."""
        return said(
            "`{name}` predicts texts before it is trained about as well as after it: what it "
            "knows does not come from training. Its weights have to start again in `__init__`, "
            "and to come from the texts that it is trained on.",
            name=name,
        )

    def cut_off(self, name: str) -> str:
        """Say that a model predicts otherwise where the rest is cut off."""
        return said(
            "`{name}` predicts the tokens of a text otherwise when the text is cut off after "
            "them: model(tokens[:, :t]) has to be model(tokens)[:, :t]. Look for what depends on "
            "the length of the text, and for means over all its places.",
            name=name,
        )
