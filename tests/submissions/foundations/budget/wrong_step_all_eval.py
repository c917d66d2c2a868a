# expect: finetune_step_values
# says: train mode
# kind: wrong
"""Everything in eval mode."""

import torch
import torch.nn.functional as F


def finetune_step(model, last, x, labels, learning_rate):
    trained = freeze(model, last)
    model.eval()
    loss = F.cross_entropy(model(x), labels)
    for p, g in zip(trained, torch.autograd.grad(loss, trained)):
        p.data -= learning_rate * g
    return loss.item()
