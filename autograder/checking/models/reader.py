"""A language model of a known law that the grader plays, and that remembers what it has read."""

from dataclasses import dataclass, field

import torch
from torch import Tensor

from autograder.checking.models.players import PATIENCE, PlayedModel
from autograder.checking.oracle import Budget, Cost, Oracle
from autograder.checking.transport import Failed
from autograder.probes.oracles import KEPT_BYTES, ROWS_AT_ONCE, Law
from autograder.probes.order import Layout
from autograder.text.i18n import listed, said

BUDGET = Budget(calls=1 << 10, rows=1 << 22, bytes=1 << 28)
LONGEST = 256  # tokens of a text that is answered


@dataclass
class _Reader:
    """A model of texts (B, T), T ≥ 1: logits (B, T, V) of each token, given those before it.

    `law` is one of texts of `layout.size` tokens; what would come after them is equally likely.
    """

    law: Law
    layout: Layout
    asking: str  # the name of the function that it is given to
    dtype: torch.dtype = torch.float32
    inputs: list[Tensor] = field(default_factory=list)
    calls: int = 0
    kept: int = 0  # bytes of inputs

    def oracle(self) -> Oracle:
        """Return a model with `forward`."""
        return Oracle({"forward": self.forward}, BUDGET, {"forward": self.cost_of})

    def cost_of(self, tokens: object = None, *_: object) -> Cost:
        """Return what answering a call takes, from its shape alone."""
        if not isinstance(tokens, Tensor) or tokens.ndim != 2 or tokens.shape[1] > LONGEST:
            return Cost(0, 0)  # it is refused
        numbers = tokens.numel() * self.layout.num_values
        at_once = min(len(tokens), ROWS_AT_ONCE) * self.layout.size * (self.layout.num_values + 4)
        return Cost(len(tokens), 24 * numbers + 24 * at_once)

    def forward(self, tokens: object = None, *more: object) -> Tensor:
        """Return logits (B, T, V); raises Failed, to the student, for what is no text."""
        text = self._text(None if more else tokens)
        self.calls += 1
        if self.calls > PATIENCE * self.layout.size:
            raise Failed(
                said(
                    "`{name}` makes far more calls of the model than a text has tokens. One for "
                    "each token answers for all texts at once.",
                    name=self.asking,
                )
            )
        self.kept += text.nbytes
        if self.kept <= KEPT_BYTES:
            self.inputs.append(text)
        return torch.cat([self._logits(part) for part in torch.split(text, ROWS_AT_ONCE)])

    def _text(self, tokens: object) -> Tensor:
        if not isinstance(tokens, Tensor) or tokens.dtype != torch.int64:
            raise self._refused(said("a text is an int64 tensor (B, T)"))
        if tokens.ndim != 2:
            raise self._refused(said("texts come in a batch, (B, T)"))
        if not 1 <= tokens.shape[1] <= LONGEST:
            raise self._refused(
                said(
                    "a text has at least one token, and it answers at place t for token t: the "
                    "last token that it is given is never looked at"
                )
            )
        if ((tokens < 0) | (tokens >= self.layout.num_values)).any():
            raise self._refused(
                said(
                    "tokens are 0 … V − 1, also where nothing stands yet: a table of embeddings "
                    "has no other rows"
                )
            )
        return tokens

    def _refused(self, why: str) -> Failed:
        lead = said("`{name}` calls the model with something that is no text:", name=self.asking)
        return Failed(listed([lead, said("{why}.", why=why)]))

    def _logits(self, text: Tensor) -> Tensor:
        return logits_for(self.law, self.layout, text).to(self.dtype)


def logits_for(law: Law, layout: Layout, text: Tensor) -> Tensor:
    """Return what a model of a law answers to texts (B, T) of any T, float64 (B, T, V).

    What would come after the law's own tokens is equally likely.
    """
    size, length = layout.size, text.shape[1]
    whole = torch.zeros(len(text), max(size, length), dtype=torch.int64)
    whole[:, :length] = text
    known = law.logits(whole[:, :size])[:, :length]
    beyond = torch.zeros(len(text), max(0, length - size), layout.num_values)
    return torch.cat([known, beyond.to(known)], 1)


def reading(
    law: Law, layout: Layout, asking: str, dtype: torch.dtype = torch.float32
) -> PlayedModel:
    """Play a language model, which maps texts (B, T) of any T ≥ 1 to logits (B, T, V).

    Texts of `Texts` alone. Raises Failed, to the student, for what is no text of its tokens, and
    for far more calls than a text has tokens.
    """
    return _Reader(law, layout, asking, dtype)
