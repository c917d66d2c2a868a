"""The law of any model of few entries, asked for: a table of what follows each past."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

import torch
from torch import Tensor

from autograder.probes.order import Layout

MOST = 1 << 16  # samples to ask about


@dataclass(frozen=True)
class Table:
    """Each entry depends on all entries before it: `table` (n, V ** (n - 1), V) of logits.

    A past is counted in base V, its first entry first; the pasts of early entries are few, and the
    rest of their rows repeats them.
    """

    table: Tensor

    @classmethod
    def asked(cls, layout: Layout, logits: Callable[[Tensor], Tensor]) -> "Table":
        """Ask for the logits of all samples there are, and make a table of them.

        Args: `logits` maps samples (B, *shape), float64, to logits (B, n, V) in the order of their
        sequences, each given what stands before it. Raises ValueError where there are more than
        65,536 samples.
        """
        size, values = layout.size, layout.num_values
        if values**size > MOST:
            raise ValueError(f"{values}^{size} samples are too many for a table")
        number = torch.arange(values**size).unsqueeze(1)
        every = number // values ** torch.arange(size - 1, -1, -1) % values
        # The last entry never is a past, and what follows an entry's past may be filled by 0.
        asked = logits(layout.samples(every)).double()
        pasts = torch.arange(values ** (size - 1))
        rows = [asked[pasts % values**t * values ** (size - t), t] for t in range(size)]
        return cls(torch.stack(rows))

    @classmethod
    def of_joint(cls, joint: Tensor) -> "Table":
        """Make a table of the probabilities of all sequences, (V, …, V) with n axes.

        What follows a past that never comes is left uniform. Raises ValueError unless all axes are
        equally long.
        """
        size, values = joint.ndim, joint.shape[0]
        if any(side != values for side in joint.shape):
            raise ValueError(f"a joint law has as many values on each axis, not {joint.shape}")
        pasts = torch.arange(values ** (size - 1))
        rows = []
        for t in range(size):
            after = joint.double().reshape(values**t, values, -1).sum(2)
            given = after / after.sum(1, keepdim=True)
            given = torch.where(given.isnan(), 1 / values, given)
            rows.append(given.log()[pasts % values**t])
        return cls(torch.stack(rows))

    @property
    def contexts(self) -> int:
        """Tell apart all pasts of the last entry."""
        return self.table.shape[1]

    def given(self) -> Tensor:
        """Return the table."""
        return self.table

    def context(self, sequences: Tensor) -> Tensor:
        """Return the number of each entry's past, counted in base V."""
        past = torch.zeros(len(sequences), dtype=torch.int64)
        found = []
        for entry in sequences.unbind(1):
            found.append(past)
            past = past * self._values + entry
        return torch.stack(found, 1)

    def logits(self, sequences: Tensor) -> Tensor:
        """Look up the row of each entry's past."""
        return self.table[torch.arange(len(self.table)), self.context(sequences)]

    @cached_property
    def _values(self) -> int:
        return self.table.shape[2]
