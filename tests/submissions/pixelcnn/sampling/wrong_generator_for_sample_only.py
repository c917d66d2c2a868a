# expect: complete_uses_its_generator
# says: Pass `generator`
# kind: generator
"""`complete` forgets to hand its generator to the draw."""

import torch


@torch.no_grad()
def complete(model, x, known, num_values=2, generator=None):
    known = known.expand_as(x)
    x = torch.where(known, x, 0)
    _, C, H, W = x.shape
    for i in range(H):
        for j in range(W):
            for c in range(C):
                probs = model(x)[:, :, c, i, j].softmax(1)
                value = torch.multinomial(probs, 1)[:, 0].to(x.dtype) / (num_values - 1)
                x[:, c, i, j] = torch.where(known[:, c, i, j], x[:, c, i, j], value)
    return x
