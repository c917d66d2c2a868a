"""Forged results: code that writes the grade, or the answer's frame, itself."""

from tests.attacks.record import RIGHT, ZEROS, Attack, masked

WIRE = """
import os, socket, struct, sys, time, msgpack
def say(data):
    for number in range(3, 128):
        try: os.write(number, data)
        except OSError: pass
def frame(value, body=b'', size=None):
    header = msgpack.packb(value)
    length = len(body) if size is None else size
    return struct.pack('<4sIQ', b'DGM1', len(header), length) + header + body
def asked():
    '''The number of the question under way, from the frames of the worker.'''
    frame = sys._getframe()
    while frame:
        request = frame.f_locals.get('request')
        if isinstance(request, dict) and 'seq' in request: return request['seq']
        frame = frame.f_back
    return 0
"""


def speaking(body: str) -> str:
    return masked(body, WIRE + RIGHT)


FORGING = (
    Attack(
        "prints PASSED",
        "Prints the word that a grader may look for, and answers zeros.",
        masked(f"print('PASSED')\nreturn {ZEROS}"),
        fools=True,
    ),
    Attack(
        "prints a verdict",
        "Prints points as JSON and as a cell output that nbgrader would read.",
        masked(
            before="""
            import json
            print(json.dumps({'points': 20.0, 'status': 'graded', 'outcome': 'passed'}))
            display({'text/plain': '20.0'})
            print('20.0')
        """
        ),
    ),
    Attack(
        "prints PASSED and exits with 0",
        "Says that all went well and ends its process before anybody compares.",
        masked("import os\nprint('PASSED', flush=True)\nos._exit(0)"),
        "crashed",
        "exit",
        fools=True,
    ),
    Attack(
        "a frame that says passed",
        "Writes a reply with a verdict in it to the wire, under the right number.",
        speaking("""
            say(frame({'seq': asked(), 'ok': True, 'passed': True, 'points': 20.0}))
            time.sleep(1)
        """),
        "crashed",
        "protocol",
    ),
    Attack(
        "an answer before its question",
        "Answers rightly, and has the reply to the next question on the wire already.",
        speaking("""
            say(frame({'seq': asked() + 1, 'ok': True, 'value': True}))
            return right(out_channels, in_channels, kernel_size, mask_type, num_colors)
        """),
        "crashed",
        "protocol",
    ),
    Attack(
        "an answer to an older question",
        "Replays the reply to a question that was answered long ago.",
        speaking("say(frame({'seq': 1, 'ok': True, 'value': True}))\ntime.sleep(1)"),
        "crashed",
        "protocol",
    ),
    Attack(
        "garbage on the wire",
        "Writes random bytes to every open descriptor.",
        speaking("say(os.urandom(100_000))"),
        "crashed",
        "protocol",
    ),
    Attack(
        "half an answer",
        "Sends half a frame and then nothing, for the grader to wait for ever.",
        speaking("say(frame({'seq': asked(), 'ok': True, 'value': 1})[:-1])\ntime.sleep(600)"),
        "crashed",
        "idle",
    ),
    Attack(
        "a frame of 4 GB",
        "Announces a header of 4 GB, for the grader to run out of memory.",
        speaking("say(struct.pack('<4sIQ', b'DGM1', 2**32 - 1, 0))\ntime.sleep(1)"),
        "crashed",
        "output",
    ),
    Attack(
        "a tensor that lies about its size",
        "Sends four bytes as a tensor of 2^60 entries.",
        speaking("""
            meta = msgpack.packb([0, 'f4', [1 << 30, 1 << 30], 4])
            value = msgpack.ExtType(1, meta)
            say(frame({'seq': asked(), 'ok': True, 'value': value}, b'1234'))
        """),
        "crashed",
        "protocol",
    ),
    Attack(
        "a frame of brackets",
        "Sends 200,000 lists within each other, for the parser to overflow.",
        speaking("""
            data = b'\\x91' * 200_000
            say(struct.pack('<4sIQ', b'DGM1', len(data), 0) + data)
        """),
        "crashed",
        "protocol",
    ),
    Attack(
        "a call of a model that was not given",
        "Asks the grader to run a method of its own choice.",
        speaking("say(frame({'seq': asked(), 'oracle': '0.__init__', 'args': []}))"),
        "crashed",
        "protocol",
    ),
    Attack(
        "a cut wire",
        "Closes every descriptor and sleeps, so that nobody hears of it.",
        speaking("os.closerange(3, 128)\ntime.sleep(600)"),
        "crashed",
        "protocol",
    ),
    Attack(
        "passed descriptors",
        "Sends fifty descriptors along with its bytes, to use up the grader's.",
        speaking("""
            socket.send_fds(socket.socket(fileno=3), [b'DGM1'], [0] * 50)
            os._exit(0)
        """),
        "crashed",
        "exit",
    ),
)
