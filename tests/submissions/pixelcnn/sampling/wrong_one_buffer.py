# expect: complete_leaves_its_input
# says: changes when it is called again
# kind: form
"""Images are drawn into one tensor for each shape: the next call overwrites them."""

import torch

_IMAGES = {}


def _room(like):
    return _IMAGES.setdefault((like.shape, like.dtype), torch.empty_like(like)).copy_(like)


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


def sample(model, shape, num_values=2, generator=None, device="cpu"):
    x = torch.zeros(shape, device=device)
    return _filled(model, _room(x), torch.zeros_like(x).bool(), num_values, generator)


def complete(model, x, known, num_values=2, generator=None):
    known = known.expand_as(x)
    x = torch.where(known, x, 0)
    return _filled(model, _room(x), known, num_values, generator)
