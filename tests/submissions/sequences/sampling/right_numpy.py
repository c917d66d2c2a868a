"""NumPy for the search, torch for the draws."""

import numpy as np
import torch
import torch.nn.functional as F


def adjust(logits, temperature=1.0, top_k=None):
    if temperature <= 0 or top_k is not None and top_k < 1:
        raise ValueError("out of range")
    out = F.log_softmax(logits / temperature, -1)
    if top_k is not None and top_k < logits.shape[-1]:
        least = out.sort(-1, descending=True).values[..., top_k - 1 : top_k]
        out = out.masked_fill(out < least, -torch.inf)
        out = out - torch.logsumexp(out, -1, keepdim=True)
    return out


def _ask(model, text):
    given = torch.from_numpy(np.pad(text, ((0, 0), (0, 1))))
    return model(given)[:, -1].detach()


def generate(model, prefix, length, temperature=1.0, top_k=None, generator=None):
    text = prefix.numpy()
    while text.shape[1] < length:
        probs = adjust(_ask(model, text), temperature, top_k).exp()
        token = torch.multinomial(probs, 1, generator=generator).numpy()
        text = np.concatenate([text, token], 1)
    return torch.from_numpy(text.copy())


def greedy(model, prefix, length):
    text = prefix.numpy()
    while text.shape[1] < length:
        text = np.concatenate([text, _ask(model, text).numpy().argmax(1)[:, None]], 1)
    return torch.from_numpy(text.copy())


def beam_search(model, prefix, length, width):
    text, totals = prefix.numpy()[None], np.zeros(1)
    dtype = torch.float32
    while text.shape[1] < length:
        logits = _ask(model, text)
        dtype = logits.dtype
        logp = F.log_softmax(logits.double(), -1).numpy()
        sums = (totals[:, None] + logp).ravel()
        best = np.argsort(-sums)[:width]
        text = np.concatenate([text[best // logp.shape[1]], (best % logp.shape[1])[:, None]], 1)
        totals = sums[best]
    return torch.from_numpy(text), torch.from_numpy(totals).to(dtype)
