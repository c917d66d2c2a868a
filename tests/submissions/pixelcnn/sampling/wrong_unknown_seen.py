# expect: complete_in_order complete_keeps_the_known complete_ignores_the_unknown complete_follows_the_law
# says: whatever stood there
# kind: meaningless
"""A draw is made only where x holds zero, as if known pixels were never zero."""

import torch


@torch.no_grad()
def complete(model, x, known, num_values=2, generator=None):
    known = known.expand_as(x)
    x = x.clone()
    free = ~known & (x == 0)
    _, C, H, W = x.shape
    for i in range(H):
        for j in range(W):
            for c in range(C):
                probs = model(x)[:, :, c, i, j].softmax(1)
                value = torch.multinomial(probs, 1, generator=generator)[:, 0]
                value = value.to(x.dtype) / (num_values - 1)
                x[:, c, i, j] = torch.where(free[:, c, i, j], value, x[:, c, i, j])
    return x
