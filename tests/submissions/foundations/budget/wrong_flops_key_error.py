# expect: to_flops_errors
# says: ValueError
# kind: form
"""An unknown prefix is a KeyError."""


def to_flops(text):
    number, unit = text.split(" ")
    power = {"FLOPS": 0, "kiloFLOPS": 1, "megaFLOPS": 2, "gigaFLOPS": 3, "teraFLOPS": 4, "petaFLOPS": 5, "exaFLOPS": 6}
    return float(number) * 1000.0 ** power[unit]
