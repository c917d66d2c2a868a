# expect: loss_again
# says: second backward differs
# kind: case
"""backward changes what forward kept."""

import torch


class SoftmaxCrossEntropy:
    def __init__(self):
        self.p = self.labels = None

    def forward(self, logits, labels):
        self.p, self.labels = logits.softmax(1), labels
        return -logits.log_softmax(1)[torch.arange(len(labels)), labels].mean()

    def backward(self):
        self.p[torch.arange(len(self.labels)), self.labels] -= 1
        return self.p / len(self.labels)
