# expect: finetune_step_frozen
# says: frozen
# kind: wrong
"""All parameters move, frozen or not."""

import torch
import torch.nn.functional as F


def finetune_step(model, last, x, labels, learning_rate):
    freeze(model, last)
    first = next(i for i, c in enumerate(model) if any(p.requires_grad for p in c.parameters()))
    for i, child in enumerate(model):
        child.train(i >= first)
    trained = list(model.requires_grad_(True).parameters())
    loss = F.cross_entropy(model(x), labels)
    for p, g in zip(trained, torch.autograd.grad(loss, trained)):
        p.data -= learning_rate * g
    freeze(model, last)
    return loss.item()
