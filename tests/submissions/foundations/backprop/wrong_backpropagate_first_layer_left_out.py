# expect: backpropagate_by_hand
# says: first layer
# kind: case
"""Nobody is thought to need the gradient of x."""


def backpropagate(layers, loss, x, labels):
    for layer in layers:
        x = layer.forward(x)
    value = loss.forward(x, labels)
    grad = loss.backward()
    for layer in reversed(layers[1:]):
        grad = layer.backward(grad)
    return value, grad
