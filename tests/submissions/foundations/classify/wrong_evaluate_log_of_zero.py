# expect: evaluate_large
# says: 10,000
# kind: numerics
"""The logarithm of a softmax that may be zero."""

import torch


def evaluate(logits, labels):
    p = logits.double().softmax(1)
    return {
        "accuracy": (p.argmax(1) == labels).double().mean().item(),
        "confidence": p.max(1).values.mean().item(),
        "nll": -p[torch.arange(len(labels)), labels].log().mean().item(),
    }
