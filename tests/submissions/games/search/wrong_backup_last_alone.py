# expect: backup_by_hand
# says: all moves on the way
# kind: wrong
"""Only the last move is told."""

def backup(path, value):
    node, action = path[-1]
    node.visits[action] += 1
    node.total[action] -= value
