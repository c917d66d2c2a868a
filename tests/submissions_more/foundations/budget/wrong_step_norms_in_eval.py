# expect: finetune_step_values
# says: train mode
# kind: case
"""No batch normalisation is ever in train mode."""

import torch
import torch.nn.functional as F


def finetune_step(model, last, x, labels, learning_rate):
    trained = freeze(model, last)
    learning = False
    for child in model:
        learning = learning or any(p.requires_grad for p in child.parameters())
        child.train(learning)
    for module in model.modules():
        if isinstance(module, torch.nn.BatchNorm1d):
            module.eval()
    loss = F.cross_entropy(model(x), labels)
    for p, g in zip(trained, torch.autograd.grad(loss, trained)):
        p.data -= learning_rate * g
    return loss.item()
