# expect: backpropagate_empty
# says: With no layers
# kind: case
"""At least one layer is taken for granted."""


def backpropagate(layers, loss, x, labels):
    out = layers[0].forward(x)
    for layer in layers[1:]:
        out = layer.forward(out)
    value = loss.forward(out, labels)
    grad = loss.backward()
    for layer in reversed(layers):
        grad = layer.backward(grad)
    return value, grad
