# expect: backup_by_hand
# says: from the last move
# kind: wrong
"""Signs are counted from the root: right for an even number of moves alone."""

def backup(path, value):
    for node, action in path:
        node.visits[action] += 1
        node.total[action] += value
        value = -value
