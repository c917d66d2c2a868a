# expect: backup_by_hand
# says: is a sum, no mean
# kind: wrong
"""A running mean in place of the total."""

def backup(path, value):
    for node, action in reversed(path):
        value = -value
        node.visits[action] += 1
        node.total[action] += (value - node.total[action]) / node.visits[action]
