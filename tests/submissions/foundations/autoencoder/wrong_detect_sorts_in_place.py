# expect: detect_values
# says: changes its argument
# kind: case
"""The normal errors are sorted in place."""

import math


def detect(normal, odd, rate):
    errors = normal.numpy()
    errors.sort()
    threshold = float(errors[len(errors) - 1 - math.floor(rate * len(errors))])
    return {
        "threshold": threshold,
        "false_alarm": float((errors > threshold).mean()),
        "detected": (odd > threshold).double().mean().item(),
    }
