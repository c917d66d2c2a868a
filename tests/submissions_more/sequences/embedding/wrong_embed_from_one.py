# expect: embed_by_hand
# says: Tokens count from 0
# kind: wrong
"""Tokens counted from one."""


def embed(tokens, table):
    return table[tokens - 1]
