# expect: to_flops_errors
# says: ValueError
# kind: case
"""Only the prefix is looked at: bytes are FLOPS, too."""


def to_flops(text):
    number, unit = text.split(" ")
    for n, prefix in enumerate(["kilo", "mega", "giga", "tera", "peta", "exa"], 1):
        if unit.startswith(prefix):
            return float(number) * 1000.0**n
    return float(number)
