# expect: encode_values
# says: blank is a character
# kind: case
"""Words are split at blanks."""


def encode(text, pieces):
    tokens = []
    for word in text.split():
        while word:
            fits = [p for p in pieces if word.startswith(p)]
            if not fits:
                raise ValueError(text)
            piece = max(fits, key=len)
            tokens.append(pieces.index(piece))
            word = word[len(piece):]
    return tokens
