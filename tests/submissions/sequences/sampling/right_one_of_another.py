"""Greedy is a beam of one; everything in one helper."""

import torch
import torch.nn.functional as F


def adjust(logits, temperature=1.0, top_k=None):
    if temperature <= 0.0:
        raise ValueError("temperature")
    if top_k is not None and top_k < 1:
        raise ValueError("top_k")
    keep = torch.ones_like(logits, dtype=torch.bool)
    if top_k is not None and top_k < logits.size(-1):
        keep = torch.zeros_like(keep).scatter(-1, logits.topk(top_k, -1)[1], True)
    return torch.where(keep, logits / temperature, -torch.inf).log_softmax(-1)


def generate(model, prefix, length, temperature=1.0, top_k=None, generator=None):
    def law(text):
        return adjust(model(F.pad(text, (0, 1)))[:, text.shape[1]], temperature, top_k)

    with torch.no_grad():
        text = prefix
        for _ in range(prefix.shape[1], length):
            probs = law(text).exp()
            if generator is None:
                token = torch.distributions.Categorical(probs).sample()
            else:
                token = torch.multinomial(probs, 1, True, generator=generator)[:, 0]
            text = torch.column_stack([text, token])
    return text


def greedy(model, prefix, length):
    return generate(model, prefix, length, top_k=1)


def beam_search(model, prefix, length, width):
    with torch.no_grad():
        tokens, totals = prefix[None], None
        for _ in range(len(prefix), length):
            logp = adjust(model(F.pad(tokens, (0, 1)))[:, -1])
            sums = logp if totals is None else totals[:, None] + logp
            order = sums.flatten().argsort(descending=True)[:width]
            tokens = torch.column_stack([tokens[order // sums.shape[1]], order % sums.shape[1]])
            totals = sums.flatten()[order]
    return tokens, totals
