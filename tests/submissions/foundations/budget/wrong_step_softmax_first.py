# expect: finetune_step_by_hand
# says: wants logits
# kind: wrong
"""Cross-entropy of probabilities."""

import torch
import torch.nn.functional as F


def finetune_step(model, last, x, labels, learning_rate):
    trained = freeze(model, last)
    learning = False
    for child in model:
        learning = learning or any(p.requires_grad for p in child.parameters())
        child.train(learning)
    loss = F.cross_entropy(model(x).softmax(1), labels)
    for p, g in zip(trained, torch.autograd.grad(loss, trained)):
        p.data -= learning_rate * g
    return loss.item()
