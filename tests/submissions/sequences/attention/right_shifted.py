"""exp of the scores less the largest allowed one."""

import torch


def padding_mask(lengths, size):
    mask = torch.zeros(len(lengths), size + 1, dtype=torch.bool)
    mask[torch.arange(len(lengths)), lengths] = True
    return mask.cumsum(1)[:, :size] == 0


def attention_weights(query, keys, allowed=None, scale=1.0):
    scores = scale * torch.bmm(query, keys.mT)
    if allowed is None:
        allowed = torch.ones_like(scores, dtype=torch.bool)
    allowed = allowed.broadcast_to(scores.shape)
    safe = torch.where(allowed, scores, torch.full_like(scores, -1e30))
    top = safe.max(dim=2, keepdim=True).values.detach()
    weights = torch.where(allowed, torch.exp(safe - top), torch.zeros_like(scores))
    total = weights.sum(2, keepdim=True)
    return weights / torch.where(total == 0, torch.ones_like(total), total)


def attend(query, keys, values, allowed=None, scale=1.0):
    return torch.matmul(attention_weights(query, keys, allowed=allowed, scale=scale), values)
