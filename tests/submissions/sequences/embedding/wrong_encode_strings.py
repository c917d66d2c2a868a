# expect: encode_by_hand
# says: list of tokens
# kind: form
"""The pieces themselves."""


def encode(text, pieces):
    tokens = []
    while text:
        fits = [p for p in pieces if text.startswith(p)]
        if not fits:
            raise ValueError(text)
        tokens.append(max(fits, key=len))
        text = text[len(tokens[-1]):]
    return tokens
