"""Texts and their windows, and networks that look at windows: with what mistakes answer."""

from collections.abc import Callable
from dataclasses import dataclass

import torch
from torch import Tensor

from autograder.checking.check import Context
from autograder.checking.slips import SlipAnswers
from autograder.text.i18n import said

HIDDEN = True  # never released

W_TURNED = said("W acts as W e, which is e @ W.T: here it acts the other way round.")
U_TURNED = said("U acts as U h, which is h @ U.T: here it acts the other way round.")
# B, T, the window's size, the padding: windows that are longer than the text, single tokens.
TEXTS = (
    (2, 5, 3, 0),
    (1, 1, 1, 7),
    (3, 4, 6, -1),
    (2, 1, 4, 99),
    (4, 4, 4, 20),
    (1, 6, 2, 3),
    (3, 7, 1, -100),
)


def drawn_text(ctx: Context, batch: int, length: int) -> Tensor:
    """Draw tokens (B, T) that are all different, so that each is known by its number."""
    order = torch.randperm(batch * length, generator=ctx.stream)
    return (order + 1).view(batch, length)


def windows_of(tokens: Tensor, size: int, pad: int) -> Tensor:
    """Return the `size` tokens before each place, oldest first."""
    places = torch.arange(tokens.shape[1])[:, None] + torch.arange(-size, 0)
    found = tokens[:, places.clamp(min=0)]
    return torch.where(places < 0, pad, found)


def windows_slips(tokens: Tensor, size: int, pad: int, want: Tensor) -> SlipAnswers:
    """Return what mistakes of `windows` answer."""
    length = tokens.shape[1]
    places = torch.arange(length)[:, None] + torch.arange(-size, 0)
    more = torch.cat([tokens, tokens.new_full((len(tokens), size), pad)], 1)
    after = more[:, torch.arange(length)[:, None] + torch.arange(1, size + 1)]
    late = torch.where(places + 1 < 0, pad, tokens[:, (places + 1).clamp(min=0)])
    early = torch.where(places - 1 < 0, pad, tokens[:, (places - 1).clamp(min=0)])
    flat = tokens.flatten()
    joined = (torch.arange(flat.numel())[:, None] + torch.arange(-size, 0)).view(-1, length, size)
    return {
        "The window of place t holds token t itself, the one to predict: end one place "
        "before.": late,
        "The token just before place t is missing: the window ends too early.": early,
        "Oldest first: this window has the newest token first.": want.flip(2),
        "`pad` stands where there are no tokens: this is 0.": want.where(places >= 0, 0),
        "`pad` stands where there are no tokens: this is the first token, repeated.": want.where(
            places >= 0, tokens[:, :1, None]
        ),
        "There is nothing before the first token: these are tokens from the end of the "
        "text.": tokens[:, places % length],
        "Texts know nothing of one another: these are tokens of the text before.": torch.where(
            joined < 0, pad, flat[joined.clamp(min=0)]
        ),
        "The window holds the tokens *before* place t: these come after it.": after,
        "`pad` stands in front, where the text had not begun: this is filled up at the "
        "end.": _filled_late(tokens, size, pad),
    }


def _filled_late(tokens: Tensor, size: int, pad: int) -> Tensor:
    found = tokens.new_full((*tokens.shape, size), pad)
    for place in range(tokens.shape[1]):
        known = tokens[:, max(0, place - size) : place]
        found[:, place, : known.shape[1]] = known
    return found


@dataclass(frozen=True)
class Network:
    """Windows (…, n), and a network that reads them."""

    contexts: Tensor
    table: Tensor
    weight: Tensor
    bias: Tensor
    out_weight: Tensor
    out_bias: Tensor


def logits_of(
    contexts: Tensor,
    table: Tensor,
    weight: Tensor,
    bias: Tensor,
    out_weight: Tensor,
    out_bias: Tensor,
    *,
    squash: Callable[[Tensor], Tensor] = torch.tanh,
) -> Tensor:
    """Return the logits (…, V), by default those of a tanh."""
    hidden = squash(table[contexts].flatten(-2) @ weight.T + bias)
    return hidden @ out_weight.T + out_bias


# Windows' shape without n; then n, D, R, H, V. Once all equal: n·D = H = V.
SIZES = (
    ((2, 3), 4, 3, 7, 5, 6),
    ((3,), 2, 2, 4, 4, 4),
    ((), 3, 2, 5, 4, 3),
    ((1, 1), 1, 3, 4, 2, 3),
    ((2, 1, 2), 2, 4, 6, 3, 5),
)


def drawn_network(
    ctx: Context,
    size: tuple[tuple[int, ...], int, int, int, int, int],
    dtype: torch.dtype,
    scale: float = 1.0,
) -> Network:
    """Draw a network, and windows for it; `scale` makes the logits larger."""
    shape, count, dims, rows, hidden, values = size
    return Network(
        ctx.randint(rows, *shape, count),
        ctx.randn(rows, dims, dtype=dtype),
        ctx.randn(hidden, count * dims, dtype=dtype) / (count * dims) ** 0.5,
        ctx.randn(hidden, dtype=dtype),
        scale * ctx.randn(values, hidden, dtype=dtype),
        ctx.randn(values, dtype=dtype) + 1,
    )


def logit_slips(
    contexts: Tensor,
    table: Tensor,
    weight: Tensor,
    bias: Tensor,
    out_weight: Tensor,
    out_bias: Tensor,
    want: Tensor,
) -> SlipAnswers:
    """Return what mistakes of `window_logits` answer."""
    net = (table, weight, bias, out_weight, out_bias)
    given, plain = (contexts, *net), torch.zeros_like(bias)
    mixed = table[contexts].transpose(-1, -2).flatten(-2)
    found: SlipAnswers = {
        "The tanh is missing: h = tanh(W e + b).": logits_of(*given, squash=lambda z: z),
        "h = tanh(W e + b): this is a ReLU.": logits_of(*given, squash=torch.relu),
        "h = tanh(W e + b): this is the logistic function.": logits_of(
            *given, squash=torch.sigmoid
        ),
        "No softmax here: logits were asked for.": want.softmax(-1),
        "No softmax here: logits were asked for, no log-probabilities.": want.log_softmax(-1),
        "e holds the oldest token first: here the newest comes first.": logits_of(
            contexts.flip(-1), *net
        ),
        "e = [e1; …; en] holds whole vectors, one after the other: these are mixed, number by "
        "number.": (mixed @ weight.T + bias).tanh() @ out_weight.T + out_bias,
        "The bias b is missing: h = tanh(W e + b).": logits_of(
            contexts, table, weight, plain, out_weight, out_bias
        ),
        "The bias b_2 is missing: logits = U h + b_2.": want - out_bias,
        "Nothing is squashed after U: logits = U h + b_2.": want.tanh(),
    }
    return {**found, **_square_slips(given)}


def _square_slips(given: tuple[Tensor, Tensor, Tensor, Tensor, Tensor, Tensor]) -> SlipAnswers:
    """Return what matrices answer that act the other way round, where they are square."""
    contexts, table, weight, bias, out_weight, out_bias = given
    found: SlipAnswers = {}
    if weight.shape[0] == weight.shape[1]:
        found[W_TURNED] = logits_of(contexts, table, weight.T, bias, out_weight, out_bias)
    if out_weight.shape[0] == out_weight.shape[1]:
        found[U_TURNED] = logits_of(contexts, table, weight, bias, out_weight.T, out_bias)
    return found
