# expect: backup_in_place
# says: path
# kind: case
"""The path is emptied on the way."""

def backup(path, value):
    while path:
        node, action = path.pop()
        value = -value
        node.visits[action] += 1
        node.total[action] += value
