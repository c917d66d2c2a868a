# expect: evaluate_by_hand
# says: what the net claims
# kind: wrong
"""Accuracy is taken for confidence."""

import torch


def evaluate(logits, labels):
    log_p = logits.double().log_softmax(1)
    accuracy = (logits.argmax(1) == labels).double().mean().item()
    nll = -log_p[torch.arange(len(labels)), labels].mean().item()
    return {"accuracy": accuracy, "confidence": accuracy, "nll": nll}
