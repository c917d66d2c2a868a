"""Laws of short texts, drawn so that the likeliest tokens are clear, and what adjusts them."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor

from autograder.probes.table import Table
from autograder.probes.texts import Texts
from autograder.text.i18n import said

HIDDEN = True  # never released

SPREAD, SHIFT = 1.5, 4.0  # nats: of logits, and of what is added to all of a place


def drawn_table(draw: torch.Generator, layout: Texts, shift: float = SHIFT) -> Table:
    """Draw logits for each token after each past, all of a past moved by up to `shift`."""
    size, pasts = layout.size, layout.num_values ** (layout.size - 1)
    kind: dict[str, Any] = {"dtype": torch.float64, "generator": draw}
    spread = SPREAD * torch.randn(size, pasts, layout.num_values, **kind)
    moved = shift * (2 * torch.rand(size, pasts, 1, **kind) - 1)
    table = spread + moved
    rows = torch.arange(pasts)
    for place in range(size):  # pasts of early places are few
        table[place] = table[place][rows % layout.num_values**place]
    return Table(table)


def adjusted(logits: Tensor, temperature: float = 1.0, top_k: int | None = None) -> Tensor:
    """Return log-probabilities of the `top_k` likeliest values, all others -inf."""
    values = logits.shape[-1]
    kept = values if top_k is None else min(top_k, values)
    ranks = logits.argsort(-1, descending=True).argsort(-1)
    cut = (logits / temperature).masked_fill(ranks >= kept, -torch.inf)
    return cut.log_softmax(-1)


@dataclass(frozen=True)
class Adjusting:
    """A temperature, and how many values are kept."""

    temperature: float = 1.0
    top_k: int | None = None

    def __call__(self, logits: Tensor) -> Tensor:
        """Return the log-probabilities (…, V) that are drawn from."""
        return adjusted(logits, self.temperature, self.top_k)

    def mistakes(self, logits: Tensor) -> Mapping[str, Tensor]:
        """Return the log-probabilities of mistakes by which other texts come."""
        heat, kept, values = self.temperature, self.top_k, logits.shape[-1]
        found: dict[str, Tensor] = {
            said("The logits are not looked at: every token comes equally often."): adjusted(
                0 * logits, 1.0, kept
            ),
            said("The softmax is taken twice."): adjusted(adjusted(logits, heat).exp(), 1.0, kept),
        }
        if heat != 1:
            found |= {
                said("The temperature does nothing here."): adjusted(logits, 1.0, kept),
                said("Logits are divided by the temperature, not multiplied."): adjusted(
                    logits, 1 / heat, kept
                ),
                said("Logits are divided by the temperature; here, probabilities are."): adjusted(
                    logits.softmax(-1) / heat, 1.0, kept
                ),
                said("The temperature is used twice."): adjusted(logits, heat**2, kept),
            }
        if kept is not None and kept < values:
            found |= {
                said("`top_k` does nothing here."): adjusted(logits, heat),
                said("`top_k` keeps the largest; here the smallest are kept."): _smallest(
                    logits / heat, kept
                ),
                said("`top_k` is how many are kept; here one more is."): adjusted(
                    logits, heat, kept + 1
                ),
            }
            if kept > 1:
                found |= _too_few(logits, heat, kept)
        return found


def _too_few(logits: Tensor, heat: float, kept: int) -> Mapping[str, Tensor]:
    even = adjusted(logits, heat, kept)
    return {
        said("`top_k` is how many are kept; here one less is."): adjusted(logits, heat, kept - 1),
        said("The likeliest token is always taken: draw it."): adjusted(logits, heat, 1),
        said("Those that are kept keep their probabilities; here all are equally likely."): (
            even.masked_fill(even > -torch.inf, 0.0).log_softmax(-1)
        ),
    }


def _smallest(logits: Tensor, kept: int) -> Tensor:
    ranks = logits.argsort(-1).argsort(-1)
    return logits.masked_fill(ranks >= kept, -torch.inf).log_softmax(-1)


def every_text(layout: Texts) -> Tensor:
    """Return all texts, int64 (V^T, T), counted in base V."""
    powers = layout.num_values ** torch.arange(layout.size - 1, -1, -1)
    numbers = torch.arange(layout.num_values**layout.size)
    return numbers[:, None] // powers % layout.num_values
