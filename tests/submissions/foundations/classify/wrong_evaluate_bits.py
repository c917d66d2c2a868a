# expect: evaluate_by_hand
# says: nats
# kind: unit
"""Bits instead of nats."""

import math

import torch


def evaluate(logits, labels):
    log_p = logits.double().log_softmax(1)
    return {
        "accuracy": (logits.argmax(1) == labels).double().mean().item(),
        "confidence": log_p.max(1).values.exp().mean().item(),
        "nll": -log_p[torch.arange(len(labels)), labels].mean().item() / math.log(2),
    }
