"""Recursion over the places; the model is called by name, and the first filler is NaN."""

import torch


def _rest(model, x, known, t, num_values, generator):
    B, C, H, W = x.shape
    if t == C * H * W:
        return x
    place = (slice(None), t % C, t // C // W, t // C % W)
    probs = torch.nn.functional.softmax(model(x=x).movedim(1, -1)[place], dim=-1)
    drawn = probs.multinomial(1, generator=generator).view(B) / (num_values - 1)
    after = x.clone()
    after[place] = torch.where(known[place], x[place], drawn.to(x.dtype))
    return _rest(model, after, known, t + 1, num_values, generator)


def sample(model, shape, num_values=2, generator=None, device="cpu"):
    with torch.inference_mode():
        x = torch.full(shape, torch.nan, device=device)
        known = torch.zeros(shape, dtype=torch.bool, device=device)
        return _rest(model, x, known, 0, num_values, generator).clone()


def complete(model, x, known, num_values=2, generator=None):
    with torch.inference_mode():
        return _rest(model, x.clone(), known.expand(x.shape), 0, num_values, generator)
