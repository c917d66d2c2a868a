# expect: loss_by_hand
# says: the other way round
# kind: unit
"""One-hot minus softmax."""

import torch
import torch.nn.functional as F


class SoftmaxCrossEntropy:
    def __init__(self):
        self.logits = self.labels = None

    def forward(self, logits, labels):
        self.logits, self.labels = logits, labels
        return F.cross_entropy(logits, labels)

    def backward(self):
        hot = F.one_hot(self.labels, self.logits.shape[1]).to(self.logits.dtype)
        return (hot - self.logits.softmax(1)) / len(hot)
