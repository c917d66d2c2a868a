# expect: backpropagate_order
# says: list of layers
# kind: form
"""The caller's list is turned round."""


def backpropagate(layers, loss, x, labels):
    for layer in layers:
        x = layer.forward(x)
    value = loss.forward(x, labels)
    grad = loss.backward()
    layers.reverse()
    for layer in layers:
        grad = layer.backward(grad)
    return value, grad
