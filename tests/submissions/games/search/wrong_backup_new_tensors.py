# expect: backup_in_place
# says: in place
# kind: case
"""New tensors in place of changing the old ones."""

def backup(path, value):
    for node, action in reversed(path):
        value = -value
        visits, total = node.visits.clone(), node.total.clone()
        visits[action] += 1
        total[action] += value
        node.visits, node.total = visits, total
