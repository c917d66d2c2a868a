"""What the tests of the references of `sequences` share: texts, and a model that is a table."""

import itertools
from collections.abc import Callable

import torch
from torch import Tensor

Model = Callable[[Tensor], Tensor]


def all_texts(num_tokens: int, length: int) -> Tensor:
    """Every text of this length, int64 (V^T, T)."""
    return torch.tensor(list(itertools.product(range(num_tokens), repeat=length))).view(-1, length)


def drawn_model(num_tokens: int, seed: int = 0, calls: list[Tensor] | None = None) -> Model:
    """A language model by tables: the law of a token depends on its place and the two before it.

    Logits are float64; every text it is asked with is put into `calls`.
    """
    draw = torch.Generator().manual_seed(seed)
    shape = (16, num_tokens + 1, num_tokens + 1, num_tokens)
    table = 1.5 * torch.randn(shape, generator=draw, dtype=torch.float64)

    def model(tokens: Tensor) -> Tensor:
        if calls is not None:
            calls.append(tokens.clone())
        wide = torch.nn.functional.pad(tokens, (2, 0), value=num_tokens)
        return table[torch.arange(tokens.shape[1]), wide[:, :-2], wide[:, 1:-1]]

    return model


def log_probs(model: Model, texts: Tensor) -> Tensor:
    """Log p of each token, (B, T)."""
    return model(texts).log_softmax(-1).gather(-1, texts[..., None]).squeeze(-1)


def moved(model: Model, texts: Tensor, num_tokens: int) -> Tensor:
    """Which logits move at all when a token is replaced, bool (T, T): row s, column t."""
    before, rows = model(texts), []
    for s in range(texts.shape[1]):
        other = texts.clone()
        other[:, s] = (other[:, s] + 1) % num_tokens
        rows.append((model(other) - before).abs().amax((0, 2)) > 1e-12)
    return torch.stack(rows)
