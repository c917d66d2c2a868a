# expect: backpropagate_order
# says: one forward
# kind: weak
"""A second forward, to report the loss."""


def backpropagate(layers, loss, x, labels):
    def run():
        out = x
        for layer in layers:
            out = layer.forward(out)
        return loss.forward(out, labels)

    value = run()
    run()
    grad = loss.backward()
    for layer in reversed(layers):
        grad = layer.backward(grad)
    return value, grad
