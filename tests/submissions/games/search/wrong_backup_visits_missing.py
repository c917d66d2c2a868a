# expect: backup_by_hand
# says: The visits are missing
# kind: wrong
"""Totals alone."""


def backup(path, value):
    for node, action in reversed(path):
        value = -value
        node.total[action] += value
