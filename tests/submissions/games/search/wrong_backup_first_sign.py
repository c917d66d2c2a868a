# expect: backup_by_hand
# says: who chose
# kind: wrong
"""The last move gets the value as it is."""

def backup(path, value):
    for node, action in reversed(path):
        node.visits[action] += 1
        node.total[action] += value
        value = -value
