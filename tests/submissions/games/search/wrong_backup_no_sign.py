# expect: backup_by_hand
# says: changes its sign at every move
# kind: wrong
"""The same value for both players."""

def backup(path, value):
    for node, action in path:
        node.visits[action] += 1
        node.total[action] += value
