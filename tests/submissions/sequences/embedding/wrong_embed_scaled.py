# expect: embed_by_hand
# says: Nothing is multiplied
# kind: wrong
"""Scaled by the root of D, as in the Transformer."""


def embed(tokens, table):
    return table[tokens] * table.shape[1] ** 0.5
