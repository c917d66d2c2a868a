# expect: encode_by_hand
# says: not the first one in the list
# kind: wrong
"""The first piece that fits."""


def encode(text, pieces):
    tokens = []
    while text:
        for token, piece in enumerate(pieces):
            if text.startswith(piece):
                break
        else:
            raise ValueError(text)
        tokens.append(token)
        text = text[len(piece):]
    return tokens
