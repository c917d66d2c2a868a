# expect: finetune_step_old_gradients
# says: `.grad`
# kind: case
"""Gradients of before are added."""

import torch
import torch.nn.functional as F


def finetune_step(model, last, x, labels, learning_rate):
    trained = freeze(model, last)
    model.train()
    for child in model:
        if any(p.requires_grad for p in child.parameters()):
            break
        child.eval()
    loss = F.cross_entropy(model(x), labels)
    loss.backward()
    torch.optim.SGD(trained, lr=learning_rate).step()
    return loss.item()
