# expect: embed_values
# says: whatever the tokens
# kind: case
"""Texts of a batch alone."""


def embed(tokens, table):
    batch, length = tokens.shape
    return table[tokens].view(batch, length, -1)
