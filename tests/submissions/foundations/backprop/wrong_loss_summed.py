# expect: loss_by_hand
# says: mean over rows
# kind: unit
"""The sum over rows in the loss."""

import torch


class SoftmaxCrossEntropy:
    def __init__(self):
        self.grad = None

    def forward(self, logits, labels):
        log_p = logits.log_softmax(1)
        rows = torch.arange(len(labels))
        self.grad = log_p.exp()
        self.grad[rows, labels] -= 1
        return -log_p[rows, labels].sum()

    def backward(self):
        return self.grad
