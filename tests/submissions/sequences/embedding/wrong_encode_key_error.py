# expect: encode_errors
# says: ValueError
# kind: form
"""Another error."""


def encode(text, pieces):
    numbers = {piece: token for token, piece in enumerate(pieces)}
    tokens = []
    while text:
        size = max((n for n in range(1, len(text) + 1) if text[:n] in numbers), default=1)
        tokens.append(numbers[text[:size]])
        text = text[size:]
    return tokens
