# expect: to_flops_errors
# says: ValueError
# kind: form
"""An unknown prefix counts as none."""


def to_flops(text):
    number, unit = text.split(" ")
    power = {"kilo": 1, "mega": 2, "giga": 3, "tera": 4, "peta": 5, "exa": 6}
    return float(number) * 1000.0 ** power.get(unit[:-5], 0)
