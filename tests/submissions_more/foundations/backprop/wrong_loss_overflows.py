# expect: loss_large
# says: 10,000
# kind: numerics
"""Exponentials of logits as they are."""

import torch


class SoftmaxCrossEntropy:
    def __init__(self):
        self.p = self.labels = None

    def forward(self, logits, labels):
        self.p = logits.exp() / logits.exp().sum(1, keepdim=True)
        self.labels = labels
        return -self.p[torch.arange(len(labels)), labels].log().mean()

    def backward(self):
        g = self.p.clone()
        g[torch.arange(len(g)), self.labels] -= 1
        return g / len(g)
