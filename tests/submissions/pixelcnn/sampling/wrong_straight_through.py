# expect: sample_gives_images complete_keeps_the_known
# says: grad
# kind: law
"""Straight-through Gumbel softmax: the images keep the graph of all the model's answers."""

import torch


def _drawn(logits, num_values, generator):
    noise = torch.rand(logits.shape, generator=generator, dtype=torch.float64).clamp_min(1e-12)
    soft = (logits - (-noise.log()).log()).softmax(dim=1)
    hard = torch.nn.functional.one_hot(soft.argmax(dim=1), num_values)
    hard = hard + soft - soft.detach()
    return (hard * torch.arange(num_values)).sum(dim=1).float() / (num_values - 1)


def complete(model, x, known, num_values=2, generator=None):
    B, C, H, W = x.shape
    known = known.expand_as(x)
    x = torch.where(known, x, 0)
    for i in range(H):
        for j in range(W):
            for c in range(C):
                value = _drawn(model(x)[:, :, c, i, j], num_values, generator).to(x.dtype)
                now = x.clone()
                now[:, c, i, j] = torch.where(known[:, c, i, j], x[:, c, i, j], value)
                x = now
    return x


def sample(model, shape, num_values=2, generator=None, device="cpu"):
    x = torch.zeros(shape, device=device)
    return complete(model, x, torch.zeros_like(x).bool(), num_values, generator)
