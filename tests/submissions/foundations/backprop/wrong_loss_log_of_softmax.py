# expect: loss_large
# says: 10,000
# kind: numerics
"""The logarithm of a softmax that may be zero."""

import torch


class SoftmaxCrossEntropy:
    def __init__(self):
        self.p = self.labels = None

    def forward(self, logits, labels):
        self.p, self.labels = logits.softmax(1), labels
        return -self.p[torch.arange(len(labels)), labels].log().mean()

    def backward(self):
        g = self.p.clone()
        g[torch.arange(len(g)), self.labels] -= 1
        return g / len(g)
