# expect: finetune_step_values
# says: plain gradient descent
# kind: wrong
"""Weights decay a little at each step."""

import torch
import torch.nn.functional as F


def finetune_step(model, last, x, labels, learning_rate):
    trained = freeze(model, last)
    model.train()
    for child in model:
        if any(p.requires_grad for p in child.parameters()):
            break
        child.eval()
    optimiser = torch.optim.SGD(trained, lr=learning_rate, weight_decay=1e-2)
    optimiser.zero_grad()
    loss = F.cross_entropy(model(x), labels)
    loss.backward()
    optimiser.step()
    return loss.item()
