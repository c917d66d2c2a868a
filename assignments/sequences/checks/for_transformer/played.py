"""Language models that the grader plays: any law of logits, and a count of the calls."""

from collections.abc import Callable
from dataclasses import dataclass

import torch
from torch import Tensor

from autograder.checking.oracle import Cost, Oracle
from autograder.checking.student import Failed
from autograder.text.i18n import said

Law = Callable[[Tensor], Tensor]  # from texts (B, T) to logits (B, T, V)
TEXTS = said(
    "`model` takes texts (B, T), int64, as long as `tokens` is, with values from 0 to "
    "num_tokens − 1."
)
CALLS = said(
    "The model is called more than 1 + T·V times: once for the text as it is, and once for each "
    "replacement, is enough."
)


@dataclass
class PlayedLM:
    """A language model of texts of one length, V values, answering in a dtype."""

    law: Law
    length: int
    num_tokens: int
    dtype: torch.dtype = torch.float32
    calls: int = 0

    def oracle(self) -> Oracle:
        """Return the model as an argument for the student's code."""
        return Oracle({"forward": self.answer}, costs={"forward": self.cost_of})

    def cost_of(self, tokens: object) -> Cost:
        """Return what a batch takes: its logits, from a table of effects."""
        rows = len(tokens) if isinstance(tokens, Tensor) and tokens.ndim else 1
        return Cost(rows, 64 * rows * self.length**2 * self.num_tokens)

    def answer(self, tokens: object) -> Tensor:
        """Return logits (B, T, V); raises Failed, to the student, for what is no such text."""
        if not isinstance(tokens, Tensor) or tokens.dtype != torch.int64 or tokens.ndim != 2:
            raise Failed(TEXTS)
        inside = (tokens >= 0) & (tokens < self.num_tokens)
        if tokens.shape[1] != self.length or not inside.all():
            raise Failed(TEXTS)
        self.calls += 1
        return self.law(tokens).to(self.dtype)

    def require_few_calls(self) -> None:
        """Raise Failed when it was called more often than the contract allows."""
        if self.calls > 1 + self.length * self.num_tokens:
            raise Failed(CALLS)
