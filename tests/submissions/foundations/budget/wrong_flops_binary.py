# expect: to_flops_by_hand
# says: 1,000
# kind: wrong
"""Prefixes in powers of 1,024."""


def to_flops(text):
    number, unit = text.split(" ")
    units = ["FLOPS", "kiloFLOPS", "megaFLOPS", "gigaFLOPS", "teraFLOPS", "petaFLOPS", "exaFLOPS"]
    return float(number) * 1024.0 ** units.index(unit)
