# expect: finetune_step_by_hand
# says: plain gradient descent
# kind: wrong
"""Adam instead of plain gradient descent."""

import torch
import torch.nn.functional as F


def finetune_step(model, last, x, labels, learning_rate):
    trained = freeze(model, last)
    model.train()
    for child in model:
        if any(p.requires_grad for p in child.parameters()):
            break
        child.eval()
    optimiser = torch.optim.Adam(trained, lr=learning_rate)
    optimiser.zero_grad()
    loss = F.cross_entropy(model(x), labels)
    loss.backward()
    optimiser.step()
    return loss.item()
