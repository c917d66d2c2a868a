# expect: evaluate_by_hand
# says: softmax itself
# kind: wrong
"""Logits are taken for probabilities, and go through the loss's softmax again."""

import torch.nn.functional as F


def evaluate(logits, labels):
    p = logits.double().softmax(1)
    return {
        "accuracy": (p.argmax(1) == labels).double().mean().item(),
        "confidence": p.max(1).values.mean().item(),
        "nll": F.cross_entropy(p, labels).item(),
    }
