"""Keccak-256 as Ethereum uses it: the padding is older than that of SHA3-256."""

_RATE = 136
_LANES = 5
_MASK = (1 << 64) - 1


def keccak256(data: bytes) -> bytes:
    """The hash, 32 bytes."""
    padded = bytearray(data + b"\x01" + bytes(_RATE - 1 - len(data) % _RATE))
    padded[-1] |= 0x80
    state = [[0] * _LANES for _ in range(_LANES)]
    for start in range(0, len(padded), _RATE):
        for place in range(_RATE // 8):
            lane = int.from_bytes(padded[start + 8 * place : start + 8 * place + 8], "little")
            state[place % _LANES][place // _LANES] ^= lane
        state = _permuted(state)
    return b"".join(state[x][0].to_bytes(8, "little") for x in range(4))


def _permuted(state: list[list[int]]) -> list[list[int]]:
    """Keccak-f[1600]."""
    register = 1
    for _ in range(24):
        state = _chi(_rho_pi(_theta(state)))
        for bit in range(7):
            register = ((register << 1) ^ ((register >> 7) * 0x71)) & 0xFF
            if register & 2:
                state[0][0] ^= 1 << ((1 << bit) - 1)
    return state


def _theta(state: list[list[int]]) -> list[list[int]]:
    columns = [row[0] ^ row[1] ^ row[2] ^ row[3] ^ row[4] for row in state]
    return [
        [lane ^ columns[x - 1] ^ _turned(columns[(x + 1) % _LANES], 1) for lane in state[x]]
        for x in range(_LANES)
    ]


def _rho_pi(state: list[list[int]]) -> list[list[int]]:
    x, y, current = 1, 0, state[1][0]
    for step in range(24):
        x, y = y, (2 * x + 3 * y) % _LANES
        current, state[x][y] = state[x][y], _turned(current, (step + 1) * (step + 2) // 2)
    return state


def _chi(state: list[list[int]]) -> list[list[int]]:
    return [
        [
            state[x][y] ^ (~state[(x + 1) % _LANES][y] & state[(x + 2) % _LANES][y])
            for y in range(_LANES)
        ]
        for x in range(_LANES)
    ]


def _turned(lane: int, by: int) -> int:
    by %= 64
    return ((lane << by) | (lane >> (64 - by))) & _MASK
