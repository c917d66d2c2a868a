"""Reference solutions of `sequences/window`: the fixed-window language model, and its price."""

import math

import torch
from torch import Tensor


def windows(tokens: Tensor, size: int, pad: int) -> Tensor:
    """What a model that remembers ``size`` tokens knows at each place: the tokens before it.

    Args:
        tokens: ``(B, T)``, int64. Not modified.
        size: how many tokens a window holds, 1 or more; it may exceed ``T``.
        pad: the token that stands where the text had not begun yet.

    Returns:
        ``(B, T, size)``, int64: entry ``[b, t]`` holds tokens ``t - size`` to ``t - 1``, oldest
        first. Token ``t`` itself, which is to be predicted, is not among them.

    Example:
        >>> windows(torch.tensor([[7, 8, 9]]), size=2, pad=0)
        tensor([[[0, 0],
                 [0, 7],
                 [7, 8]]])
    """
    # About 3 lines: put `size` pads in front, then Tensor.unfold. How many windows does it give?
    ### BEGIN SOLUTION
    padded = torch.cat([tokens.new_full((len(tokens), size), pad), tokens], dim=1)
    return padded.unfold(1, size, 1)[:, :-1].contiguous()
    ### END SOLUTION


def window_logits(
    contexts: Tensor,
    table: Tensor,
    weight: Tensor,
    bias: Tensor,
    out_weight: Tensor,
    out_bias: Tensor,
) -> Tensor:
    """The neural language model of Bengio et al. (2003): the logits of the next token.

        e = [e_1; ...; e_n]        h = tanh(W e + b)        logits = U h + b_2

    ``e`` holds the vectors of the ``n`` tokens of a window, one after the other, oldest first.
    There is no softmax at the end: that is the loss's business.

    Args:
        contexts: ``(..., n)``, int64, values in ``[0, R)``: windows.
        table: ``(R, D)``, a vector for each token. It may have more rows than there are tokens to
            predict: one for the padding.
        weight: ``W (H, n * D)``; it acts as ``W e``.
        bias: ``b (H,)``.
        out_weight: ``U (V, H)``.
        out_bias: ``b_2 (V,)``.

    Returns:
        ``(..., V)``.
    """
    # About 3 lines: flatten(-2) joins the last two dimensions.
    ### BEGIN SOLUTION
    e = table[contexts].flatten(-2)
    h = torch.tanh(e @ weight.T + bias)
    return h @ out_weight.T + out_bias
    ### END SOLUTION


def sequence_nll(logits: Tensor, tokens: Tensor, lengths: Tensor) -> Tensor:
    """What each text costs: ``-log p(text)``, the *sum* over its tokens, in nats.

        nll_b = -sum_{t < lengths_b} log p(token_t | tokens before t)

    Texts of a batch are padded to one length. What stands behind the end of a text matters to
    neither the answer nor its gradients, even if it is NaN (logits) or -1 (tokens).

    Args:
        logits: ``(B, T, V)``; ``logits[:, t]`` is for ``tokens[:, t]``. Up to +-1e4 is fine.
        tokens: ``(B, T)``, int64.
        lengths: ``(B,)``, int64: how many tokens of each text count, 0 to ``T``.

    Returns:
        ``(B,)``, in the dtype of ``logits``.

    Example:
        >>> sequence_nll(torch.zeros(2, 3, 4), torch.zeros(2, 3).long(), torch.tensor([3, 1]))
        tensor([4.1589, 1.3863])
    """
    # About 5 lines: torch.where replaces what does not count, *before* the softmax: a NaN times
    # zero is still NaN, in the gradient too.
    ### BEGIN SOLUTION
    counts = torch.arange(tokens.shape[1], device=tokens.device) < lengths[:, None]
    logits = torch.where(counts[..., None], logits, 0)
    tokens = torch.where(counts, tokens, 0)
    log_probs = logits.log_softmax(-1).gather(-1, tokens[..., None]).squeeze(-1)
    return -torch.where(counts, log_probs, 0).sum(1)
    ### END SOLUTION


def perplexity(nll: Tensor, lengths: Tensor) -> Tensor:
    """Among how many tokens a model that pays as much hesitates, at every place of a corpus.

        perplexity = exp(all nats of the corpus / all its tokens)

    It is *not* the mean of the texts' own perplexities: every token counts the same.

    Args:
        nll: ``(B,)``, what each text costs, in nats.
        lengths: ``(B,)``, int64: its tokens.

    Returns:
        ``()``, in the dtype of ``nll``.

    Example:
        >>> perplexity(torch.tensor([4.1589, 1.3863]), torch.tensor([3, 1]))
        tensor(4.0000)
    """
    # 1 line.
    ### BEGIN SOLUTION
    return (nll.sum() / lengths.sum()).exp()
    ### END SOLUTION


def bits_per_character(nll: Tensor, num_characters: Tensor) -> Tensor:
    """What a character of a corpus costs, in bits: comparable whatever the tokens are.

        bits = all nats of the corpus / (log 2 * all its characters)

    Args:
        nll: ``(B,)``, what each text costs, in nats.
        num_characters: ``(B,)``, int64: its characters, which may be many more than its tokens.

    Returns:
        ``()``, in the dtype of ``nll``.
    """
    # 1 line.
    ### BEGIN SOLUTION
    return nll.sum() / num_characters.sum() / math.log(2)
    ### END SOLUTION
