# expect: embed_by_hand
# says: columns of the table
# kind: wrong
"""Columns in place of rows."""


def embed(tokens, table):
    return table.T[tokens]
