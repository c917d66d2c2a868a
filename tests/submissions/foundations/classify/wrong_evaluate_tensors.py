# expect: evaluate_by_hand
# says: float
# kind: form
"""Tensors instead of floats."""

import torch.nn.functional as F


def evaluate(logits, labels):
    p = logits.double().softmax(1)
    return {
        "accuracy": (p.argmax(1) == labels).double().mean(),
        "confidence": p.max(1).values.mean(),
        "nll": F.cross_entropy(logits.double(), labels),
    }
