"""Reference solutions of `sequences/sampling`: from a language model to texts."""

from collections.abc import Callable

import torch
import torch.nn.functional as F
from torch import Tensor


def adjust(logits: Tensor, temperature: float = 1.0, top_k: int | None = None) -> Tensor:
    """The law that is drawn from: bolder or tamer than the model's, and without its tail.

    Divide the logits by the temperature, keep the ``top_k`` largest, renormalise.

    Args:
        logits: ``(..., V)``; up to +-1e4 is fine. There are no ties.
        temperature: below 1 the likely gets likelier, above 1 all get more alike.
        top_k: how many tokens are kept; ``None``, or ``V`` and more: all.

    Returns:
        ``(..., V)``: log-probabilities, ``-inf`` for what is not kept.

    Raises:
        ValueError: ``temperature`` is 0 or less, or ``top_k`` is less than 1.

    Example:
        >>> adjust(torch.tensor([0.5, 0.25, 0.25]).log(), temperature=0.5).exp()
        tensor([0.6667, 0.1667, 0.1667])
    """
    # About 8 lines: torch.topk gives the smallest logit that is kept.
    ### BEGIN SOLUTION
    if temperature <= 0:
        raise ValueError(f"temperature must be positive, not {temperature}")
    if top_k is not None and top_k < 1:
        raise ValueError(f"top_k must be at least 1, not {top_k}")
    if top_k is not None and top_k < logits.shape[-1]:
        least = logits.topk(top_k).values[..., -1:]
        logits = logits.masked_fill(logits < least, -torch.inf)
    largest = logits.detach().amax(-1, keepdim=True)  # taken off first, small differences survive
    return ((logits - largest) / temperature).log_softmax(-1)
    ### END SOLUTION


@torch.no_grad()
def generate(
    model: Callable[[Tensor], Tensor],
    prefix: Tensor,
    length: int,
    temperature: float = 1.0,
    top_k: int | None = None,
    generator: torch.Generator | None = None,
) -> Tensor:
    """Draw texts, one token at a time, each from the law of ``adjust``.

    Args:
        model: any callable from texts ``(B, T)`` to logits ``(B, T, V)``, where ``logits[:, t]``
            is the law of token ``t`` given those before. It is called at most ``length`` times.
        prefix: ``(B, P)``, int64: how the texts begin; ``P`` may be 0.
        length: tokens of each text, those of the prefix included; ``P`` or more.
        temperature: as for ``adjust``.
        top_k: as for ``adjust``.
        generator: where all randomness comes from: equal states give equal texts, and a call
            moves the state on. ``None`` is torch's global generator.

    Returns:
        ``(B, length)``, int64; they begin with ``prefix``.

    Example:
        A model that knows no better than a fair die:

        >>> die = lambda x: torch.zeros(*x.shape, 6)
        >>> generate(die, torch.zeros(2, 0).long(), 8).shape
        torch.Size([2, 8])
    """
    # About 5 lines. To ask for the law of token t the text needs a place t: put any token there.
    ### BEGIN SOLUTION
    tokens = prefix.clone()
    for _ in range(length - prefix.shape[1]):
        probs = adjust(model(F.pad(tokens, (0, 1)))[:, -1], temperature, top_k).exp()
        tokens = torch.cat([tokens, torch.multinomial(probs, 1, generator=generator)], dim=1)
    return tokens
    ### END SOLUTION


@torch.no_grad()
def greedy(model: Callable[[Tensor], Tensor], prefix: Tensor, length: int) -> Tensor:
    """The text that grows if the most probable token is taken every time.

    Args:
        model: as for ``generate``. It is called at most ``length`` times.
        prefix: ``(B, P)``, int64; ``P`` may be 0.
        length: tokens of each text, those of the prefix included.

    Returns:
        ``(B, length)``, int64; they begin with ``prefix``.
    """
    # About 4 lines.
    ### BEGIN SOLUTION
    tokens = prefix.clone()
    for _ in range(length - prefix.shape[1]):
        best = model(F.pad(tokens, (0, 1)))[:, -1].argmax(-1, keepdim=True)
        tokens = torch.cat([tokens, best], dim=1)
    return tokens
    ### END SOLUTION


@torch.no_grad()
def beam_search(
    model: Callable[[Tensor], Tensor], prefix: Tensor, length: int, width: int
) -> tuple[Tensor, Tensor]:
    """Probable texts: at every place the best few are kept, and all of them are continued.

    All continuations of all kept texts by one token compete with each other; the ``width`` most
    probable ones stay (all of them, while there are fewer). No token ends a text early.

    Args:
        model: as for ``generate``. It is called at most ``length`` times.
        prefix: ``(P,)``, int64, of *one* text; ``P < length``, and it may be 0.
        length: tokens of each text, those of the prefix included.
        width: how many texts are kept, 1 or more.

    Returns:
        Texts ``(W, length)``, int64, the most probable first, and their log-probabilities
        ``(W,)``: sums over the new tokens, without the prefix, in the dtype of the logits.
    """
    # About 9 lines: sums (texts, V), flattened, topk. An index of it knows its parent (// V) and
    # its token (% V).
    ### BEGIN SOLUTION
    tokens, totals = prefix[None], torch.zeros(1, device=prefix.device)
    for _ in range(length - len(prefix)):
        log_probs = model(F.pad(tokens, (0, 1)))[:, -1].log_softmax(-1)
        sums = (totals.to(log_probs.dtype)[:, None] + log_probs).flatten()
        totals, best = sums.topk(min(width, len(sums)))
        parent, token = best // log_probs.shape[1], best % log_probs.shape[1]
        tokens = torch.cat([tokens[parent], token[:, None]], dim=1)
    return tokens, totals
    ### END SOLUTION
