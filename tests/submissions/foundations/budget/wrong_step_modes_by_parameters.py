# expect: finetune_step_values
# says: the others in train mode
# kind: case
"""Only children that train are in train mode; dropout after them is not."""

import torch
import torch.nn.functional as F


def finetune_step(model, last, x, labels, learning_rate):
    trained = freeze(model, last)
    for child in model:
        child.train(any(p.requires_grad for p in child.parameters()))
    loss = F.cross_entropy(model(x), labels)
    for p, g in zip(trained, torch.autograd.grad(loss, trained)):
        p.data -= learning_rate * g
    return loss.item()
