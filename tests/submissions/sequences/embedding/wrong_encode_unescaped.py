# expect: encode_values
# says: regular expression
# kind: case
"""A regular expression in which pieces are not escaped."""


import re


def encode(text, pieces):
    order = sorted(pieces, key=len, reverse=True)
    try:
        found = re.findall("|".join(order), text)
    except re.error:
        found = []
    if "".join(found) != text:
        raise ValueError(text)
    return [pieces.index(piece) for piece in found]
