# expect: evaluate_by_hand
# says: mean of the logarithms
# kind: wrong
"""The logarithm of the mean probability."""

import torch


def evaluate(logits, labels):
    p = logits.double().softmax(1)
    mine = p[torch.arange(len(labels)), labels]
    return {
        "accuracy": (logits.argmax(1) == labels).double().mean().item(),
        "confidence": p.max(1).values.mean().item(),
        "nll": -mine.mean().log().item(),
    }
