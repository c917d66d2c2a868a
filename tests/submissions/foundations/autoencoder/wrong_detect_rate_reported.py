# expect: detect_by_hand
# says: measured
# kind: wrong
"""The asked rate is reported as the share of false alarms."""

import math


def detect(normal, odd, rate):
    threshold = normal.sort().values[len(normal) - 1 - math.floor(rate * len(normal))]
    return {"threshold": threshold.item(), "false_alarm": float(rate), "detected": (odd > threshold).double().mean().item()}
