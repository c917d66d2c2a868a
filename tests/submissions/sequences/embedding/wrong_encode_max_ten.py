# expect: encode_values
# says: Pieces may be of any length
# kind: wrong
"""No piece above ten characters is looked for."""



def encode(text, pieces, max_len=10):
    number = {p: i for i, p in enumerate(pieces)}
    out, at = [], 0
    while at < len(text):
        for n in range(min(max_len, len(text) - at), 0, -1):
            if text[at:at + n] in number:
                out.append(number[text[at:at + n]])
                at += n
                break
        else:
            raise ValueError(text[at:])
    return out
