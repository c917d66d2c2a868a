# expect: finetune_step_by_hand
# says: mean
# kind: wrong
"""The cross-entropy is summed over rows."""

import torch
import torch.nn.functional as F


def finetune_step(model, last, x, labels, learning_rate):
    trained = freeze(model, last)
    model.train()
    for child in model:
        if any(p.requires_grad for p in child.parameters()):
            break
        child.eval()
    loss = F.cross_entropy(model(x), labels, reduction="sum")
    for p, g in zip(trained, torch.autograd.grad(loss, trained)):
        p.data -= learning_rate * g
    return loss.item()
