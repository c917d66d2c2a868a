# expect: backup_by_hand
# says: at the action alone
# kind: wrong
"""All actions of a node are told."""

def backup(path, value):
    for node, action in reversed(path):
        value = -value
        node.visits += 1
        node.total += value
