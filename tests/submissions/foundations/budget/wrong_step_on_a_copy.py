# expect: finetune_step_by_hand
# says: has not changed
# kind: wrong
"""A copy of the model learns."""

import copy

import torch
import torch.nn.functional as F


def finetune_step(model, last, x, labels, learning_rate):
    model = copy.deepcopy(model)
    trained = freeze(model, last)
    model.train()
    for child in model:
        if any(p.requires_grad for p in child.parameters()):
            break
        child.eval()
    loss = F.cross_entropy(model(x), labels)
    for p, g in zip(trained, torch.autograd.grad(loss, trained)):
        p.data -= learning_rate * g
    return loss.item()
