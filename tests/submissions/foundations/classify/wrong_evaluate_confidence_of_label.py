# expect: evaluate_by_hand
# says: largest probability
# kind: wrong
"""The probability of the label, not the largest one."""

import torch


def evaluate(logits, labels):
    log_p = logits.double().log_softmax(1)
    mine = log_p[torch.arange(len(labels)), labels]
    return {
        "accuracy": (logits.argmax(1) == labels).double().mean().item(),
        "confidence": mine.exp().mean().item(),
        "nll": -mine.mean().item(),
    }
