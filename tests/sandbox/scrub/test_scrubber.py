"""Taking secrets out of texts, values and streams."""

import base64
import json
from urllib.parse import quote

import pytest

from sandbox.grants.secret import Secret
from sandbox.scrub.byte_stream import hiding
from sandbox.scrub.scrubber import Scrubber

VALUE = 'sk-Ab/9+x"é1234567890'
RAW = VALUE.encode()
SCRUBBER = Scrubber([Secret(key="K", value=VALUE)])
MASK = "[secret K]"


@pytest.mark.parametrize(
    "spelt",
    [
        VALUE,
        VALUE[::-1],
        VALUE.lower(),
        VALUE.upper(),
        quote(VALUE, safe=""),
        quote(VALUE),
        json.dumps(VALUE)[1:-1],
        json.dumps(VALUE, ensure_ascii=False)[1:-1],
        RAW.hex(),
        RAW.hex().upper(),
        RAW.hex(" "),
        "".join(f"\\u{ord(each):04x}" for each in VALUE),
    ],
)
def test_every_spelling_is_found(spelt: str) -> None:
    assert SCRUBBER.text(f"a {spelt} b") == f"a {MASK} b"


@pytest.mark.parametrize("before", [b"", b"x", b"xy", b"xyz"])
@pytest.mark.parametrize("encode", [base64.b64encode, base64.urlsafe_b64encode])
def test_base64_is_found_wherever_it_begins(before: bytes, encode: object) -> None:
    assert callable(encode)
    text = encode(before + RAW + b"after").decode()
    scrubbed = SCRUBBER.text(text)
    assert MASK in scrubbed
    around = len(encode(before)) + len(encode(b"after"))
    assert len(scrubbed.replace(MASK, "")) <= around + 2


def test_values_are_scrubbed_in_keys_numbers_and_depth() -> None:
    pin = Scrubber([Secret(key="PIN", value="12345678")])
    given = {"a": [{"12345678": 12345678}], "b": 1.5, "c": None, "d": True}
    assert pin.json(given) == {
        "a": [{"[secret PIN]": "[secret PIN]"}],
        "b": 1.5,
        "c": None,
        "d": True,
    }


@pytest.mark.parametrize("size", [1, 2, 3, 7, 100])
def test_pieces_of_a_text_spell_nothing_together(size: int) -> None:
    text = f"hello {VALUE} and {VALUE[:5]} {RAW.hex()} bye {VALUE}"
    stream = SCRUBBER.stream()
    pieces = [text[at : at + size] for at in range(0, len(text), size)]
    assert "".join(map(stream.feed, pieces)) + stream.flush() == SCRUBBER.text(text)


@pytest.mark.parametrize("size", [1, 3, 50])
def test_a_secret_that_begins_as_another_leaves_no_tail(size: int) -> None:
    short, long = "sk-short-value", "sk-short-value-extended-tail"
    both = Scrubber([Secret(key="A", value=short), Secret(key="B", value=long)])
    text = f"<{long}> <{short}>"
    stream = both.stream()
    shown = "".join(stream.feed(text[at : at + size]) for at in range(0, len(text), size))
    assert shown + stream.flush() == "<[secret B]> <[secret A]>"


@pytest.mark.parametrize("size", [1, 4, 1000])
def test_bytes_keep_their_number(size: int) -> None:
    stand_in = 'sk-Zz/1+y"é0987654321'
    data = b"a" + RAW + b"b" + RAW.hex().encode() + b"c" + RAW[:6]
    stream = hiding({VALUE: stand_in})
    shown = b"".join(stream.feed(data[at : at + size]) for at in range(0, len(data), size))
    shown += stream.flush()
    assert shown == b"a" + stand_in.encode() + b"b" + b"*" * (2 * len(RAW)) + b"c" + RAW[:6]


def test_what_waits_is_no_more_than_it_must() -> None:
    stream = SCRUBBER.stream()
    assert stream.feed("nothing of that kind") == "nothing of that kind"
    assert stream.feed("ends in sk-A") == "ends in "
    assert stream.feed("?") == "sk-A?"
