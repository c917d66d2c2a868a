"""Secret Markov chains of order two over letters: their entropy and log p are exact."""

from dataclasses import dataclass

import torch
from torch import Tensor

POWER, LEAST = 2.5, 0.02  # of a law's shape, and what no letter is rarer than, before it is scaled


@dataclass(frozen=True)
class LetterChain:
    """A law over texts of V letters, each given the two before it: `table` (V, V, V) of log p.

    Row (a, b) is the law of what follows ab. `first` (V,) is log p of the first letter, `second`
    (V, V) of the second after the first.
    """

    first: Tensor
    second: Tensor
    table: Tensor

    @classmethod
    def drawn(cls, num_letters: int, generator: torch.Generator) -> "LetterChain":
        """Draw laws p ∝ (-ln u)^2.5 + 0.02, u uniform: of six letters some 0.9 nats a token."""
        shape = (num_letters, num_letters + 1, num_letters)
        u = torch.rand(shape, generator=generator, dtype=torch.float64).clamp_min(1e-12)
        logs = (u.log().neg().pow(POWER) + LEAST).log().log_softmax(-1)
        first = torch.full((num_letters,), 1.0, dtype=torch.float64).log_softmax(0)
        return cls(first, logs[:, -1], logs[:, :-1])

    @property
    def num_letters(self) -> int:
        """Return V."""
        return len(self.first)

    def sample(self, count: int, length: int, generator: torch.Generator) -> Tensor:
        """Draw texts, int64 (count, length)."""
        x = torch.zeros(count, length, dtype=torch.int64)
        for t in range(length):
            law = self._given(x, t).exp()
            x[:, t] = torch.multinomial(law, 1, generator=generator).squeeze(1)
        return x

    def log_prob(self, x: Tensor) -> Tensor:
        """Return log p of texts (B, T) in nats, float64 (B,)."""
        steps = (self._given(x, t).gather(1, x[:, t : t + 1]) for t in range(x.shape[1]))
        return torch.cat(list(steps), 1).sum(1)

    def entropy(self, length: int) -> float:
        """Return the entropy of a text of this length in nats, exactly."""
        size, total = self.num_letters, 0.0
        # The law of the last two letters, whose sum is what each step's entropy is weighted by.
        pair = (self.first.unsqueeze(1) + self.second).exp()
        for t in range(length):
            if t == 0:
                total += _entropy(self.first).item()
            elif t == 1:
                total += (self.first.exp() * _entropy(self.second)).sum().item()
            else:
                total += (pair * _entropy(self.table)).sum().item()
                pair = (pair.unsqueeze(2) * self.table.exp()).sum(0).view(size, size)
        return total

    def best_pair_entropy(self, length: int) -> float:
        """Return the least NLL of a text, in nats, by laws of a letter given the one before it.

        Of each place a law of its own: no model that sees one letter alone does better.
        """
        pair = (self.first.unsqueeze(1) + self.second).exp()
        total = self.entropy(min(length, 2))
        for _ in range(2, length):
            three = pair.unsqueeze(2) * self.table.exp()
            last = pair.sum(0)
            pair = three.sum(0)
            total += (last * _entropy((pair / last.unsqueeze(1)).log())).sum().item()
        return total

    def _given(self, x: Tensor, t: int) -> Tensor:
        """Return the law of letter t, log p (B, V)."""
        if t == 0:
            return self.first.expand(len(x), -1)
        return self.second[x[:, 0]] if t == 1 else self.table[x[:, t - 2], x[:, t - 1]]


def _entropy(logs: Tensor) -> Tensor:
    """Return the entropies of laws (…, V) of log p, (…)."""
    return -(logs.exp() * logs).sum(-1)
