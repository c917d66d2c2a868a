# expect: to_flops_by_hand
# says: 1e11
# kind: unit
"""As the slide has it: ten times too much."""


def to_flops(text):
    number, unit = text.split(" ")
    power = {"FLOPS": 0, "kiloFLOPS": 3, "megaFLOPS": 6, "gigaFLOPS": 9, "teraFLOPS": 12, "petaFLOPS": 15, "exaFLOPS": 18}
    if unit not in power:
        raise ValueError(text)
    return float(number) * float(f"10e{power[unit]}")
