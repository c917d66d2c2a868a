# expect: finetune_step_values
# says: without momentum
# kind: wrong
"""The optimiser is kept with the model, and has momentum."""

import torch
import torch.nn.functional as F


def finetune_step(model, last, x, labels, learning_rate):
    trained = freeze(model, last)
    learning = False
    for child in model:
        learning = learning or any(p.requires_grad for p in child.parameters())
        child.train(learning)
    if not hasattr(model, "optimiser"):
        model.optimiser = torch.optim.SGD(trained, lr=learning_rate, momentum=0.9)
    model.optimiser.zero_grad()
    loss = F.cross_entropy(model(x), labels)
    loss.backward()
    model.optimiser.step()
    return loss.item()
