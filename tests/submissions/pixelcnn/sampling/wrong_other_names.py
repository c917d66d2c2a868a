# expect: sample_channels_in_order complete_in_order
# says: with its arguments by name
# kind: form
"""The arguments have other names than in the contract."""

import torch


@torch.no_grad()
def _filled(model, x, known, num_values, generator):
    B, C, H, W = x.shape
    for i in range(H):
        for j in range(W):
            for c in range(C):
                logits = model(x)[:, :, c, i, j]
                drawn = torch.multinomial(torch.softmax(logits, dim=1), 1, generator=generator)[
                    :, 0
                ]
                value = drawn.to(x.dtype) / (num_values - 1)
                x[:, c, i, j] = torch.where(known[:, c, i, j], x[:, c, i, j], value)
    return x


def sample(net, size, levels=2, generator=None, device="cpu"):
    x = torch.zeros(size, device=device)
    return _filled(net, x, torch.zeros_like(x).bool(), levels, generator)


def complete(net, x, known, num_values=2, generator=None):
    known = known.expand_as(x)
    x = torch.where(known, x, 0)
    return _filled(net, x, known, num_values, generator)
