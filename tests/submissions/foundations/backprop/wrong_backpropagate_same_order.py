# expect: backpropagate_order
# says: last layer first
# kind: wrong
"""Backward in the order of forward."""


def backpropagate(layers, loss, x, labels):
    for layer in layers:
        x = layer.forward(x)
    value = loss.forward(x, labels)
    grad = loss.backward()
    for layer in layers:
        grad = layer.backward(grad)
    return value, grad
