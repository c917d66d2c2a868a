# expect: backup_in_place
# says: changes the list
# kind: case
"""The list is turned round in place."""


def backup(path, value):
    path.reverse()
    for node, action in path:
        value = -value
        node.visits[action] += 1
        node.total[action] += value
