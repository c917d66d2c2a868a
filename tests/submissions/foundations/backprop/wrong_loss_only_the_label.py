# expect: loss_by_hand
# says: Every logit
# kind: wrong
"""Only the label's logit gets a gradient."""

import torch


class SoftmaxCrossEntropy:
    def __init__(self):
        self.p = self.labels = None

    def forward(self, logits, labels):
        self.p, self.labels = logits.softmax(1), labels
        return -logits.log_softmax(1)[torch.arange(len(labels)), labels].mean()

    def backward(self):
        g = torch.zeros_like(self.p)
        rows = torch.arange(len(g))
        g[rows, self.labels] = self.p[rows, self.labels] - 1
        return g / len(g)
