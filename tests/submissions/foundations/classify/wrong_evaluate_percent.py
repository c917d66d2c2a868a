# expect: evaluate_by_hand
# says: share
# kind: unit
"""Accuracy and confidence in percent."""

import torch.nn.functional as F


def evaluate(logits, labels):
    p = logits.double().softmax(1)
    return {
        "accuracy": 100 * (p.argmax(1) == labels).double().mean().item(),
        "confidence": 100 * p.max(1).values.mean().item(),
        "nll": F.cross_entropy(logits.double(), labels).item(),
    }
