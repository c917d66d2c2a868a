# expect: sample_follows_the_law sample_calls_sparingly complete_follows_the_law
# says: calls
# kind: form
"""One call of the model for every image of the batch."""

import torch


@torch.no_grad()
def sample(model, shape, num_values=2, generator=None, device="cpu"):
    B, C, H, W = shape
    x = torch.zeros(shape, device=device)
    for i in range(H):
        for j in range(W):
            for c in range(C):
                logits = torch.stack([model(x[b : b + 1])[0, :, c, i, j] for b in range(B)])
                probs = torch.softmax(logits, dim=1)
                value = torch.multinomial(probs, 1, generator=generator)[:, 0]
                x[:, c, i, j] = value.float() / (num_values - 1)
    return x


@torch.no_grad()
def complete(model, x, known, num_values=2, generator=None):
    B, C, H, W = x.shape
    known = known.expand(B, C, H, W)
    x = x.clone()
    x[~known] = 0
    for i in range(H):
        for j in range(W):
            for c in range(C):
                logits = torch.stack([model(x[b : b + 1])[0, :, c, i, j] for b in range(B)])
                probs = torch.softmax(logits, dim=1)
                value = torch.multinomial(probs, 1, generator=generator)[:, 0]
                value = value.to(x.dtype) / (num_values - 1)
                x[:, c, i, j] = torch.where(known[:, c, i, j], x[:, c, i, j], value)
    return x
