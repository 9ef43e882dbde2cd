"""The frames of a worker's channel."""

import pytest

from sandbox.worker.framing import FRAME_BYTES, FramingError, MessageReader, encode_message


def test_a_message_of_many_frames_comes_out_whole_however_it_arrives() -> None:
    message = {"text": "x" * (3 * FRAME_BYTES)}
    data = b"".join(encode_message(message, 4 * FRAME_BYTES))
    reader = MessageReader(4 * FRAME_BYTES)
    pieces = [data[start : start + 70_001] for start in range(0, len(data), 70_001)]
    heard = [found for piece in pieces for found, _ in reader.feed(piece)]
    assert heard == [message]


def test_no_frame_is_longer_than_its_limit() -> None:
    frames = list(encode_message({"text": "x" * (2 * FRAME_BYTES)}, 3 * FRAME_BYTES))
    assert [len(frame) <= FRAME_BYTES + 4 for frame in frames] == [True] * 3


def test_two_messages_in_one_read_are_two() -> None:
    data = b"".join([*encode_message({"n": 1}, 100), *encode_message({"n": 2}, 100)])
    assert [message["n"] for message, _ in MessageReader(100).feed(data)] == [1, 2]


@pytest.mark.parametrize(
    "data",
    [
        (FRAME_BYTES + 1).to_bytes(4, "big"),
        b"\x00\x00\x00\x02[]",
        b"\x00\x00\x00\x02{]",
        b"\x00\x00\x00\x00",
        (FRAME_BYTES - 1).to_bytes(4, "big"),
    ],
    ids=["frame too long", "no object", "no JSON", "empty", "message too long"],
)
def test_what_breaks_the_rules_is_refused(data: bytes) -> None:
    with pytest.raises(FramingError):
        list(MessageReader(1000).feed(data))
