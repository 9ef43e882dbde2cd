"""An Ethereum node: balances, fees, and transactions whose signer it recovers."""

import re
from collections.abc import Mapping

from tests.standins.ethereum_transaction import EthereumTransaction
from tests.standins.json_rpc import JsonRpc, Method
from tests.standins.stand_in import Json, require

SEPOLIA = 11155111
ETHER = 10**18
_GWEI = 10**9
_GAS_OF_TRANSFER = 21_000
_ADDRESS = re.compile(r"0x[0-9a-fA-F]{40}")
_BYTES = re.compile(r"0x(?:[0-9a-fA-F]{2})*")
_BLOCK = re.compile(r"latest|pending|earliest|safe|finalized|0x[0-9a-f]+")


class EthereumNode(JsonRpc):
    """A chain that mines nothing.

    Attributes:
        wei: what addresses have, by their form in lower case.
        sent: every transaction that was taken.
    """

    hosts = ("ethereum.example.com",)

    def __init__(self, chain: int = SEPOLIA) -> None:
        self.chain = chain
        self.wei: dict[str, int] = {}
        self.sent: list[EthereumTransaction] = []
        super().__init__()

    def methods(self) -> Mapping[str, Method]:
        """Those that wallets use."""
        return {
            "eth_chainId": lambda: hex(self.chain),
            "eth_blockNumber": lambda: hex(1),
            "eth_gasPrice": lambda: hex(_GWEI),
            "eth_maxPriorityFeePerGas": lambda: hex(_GWEI),
            "eth_feeHistory": self._fee_history,
            "eth_getBlockByNumber": self._block,
            "eth_getBalance": self._balance,
            "eth_getTransactionCount": self._count,
            "eth_estimateGas": self._estimate,
            "eth_sendRawTransaction": self._send,
        }

    def _balance(self, address: Json, block: Json = "latest") -> Json:
        _check_block(block)
        return hex(self.wei.get(_checked(address), 0))

    def _count(self, address: Json, block: Json = "latest") -> Json:
        _check_block(block)
        sender = _checked(address)
        return hex(sum(transaction.sender == sender for transaction in self.sent))

    def _estimate(self, call: Json, _block: Json = "latest") -> Json:
        require(isinstance(call, dict), "no call")
        value = int(call.get("value", "0x0"), 16)
        _checked(call.get("to"))
        self._require_funds(_checked(call.get("from")), value)
        return hex(_GAS_OF_TRANSFER)

    def _fee_history(self, count: Json, block: Json, percentiles: Json = None) -> Json:
        _check_block(block)
        blocks = int(count, 16) if isinstance(count, str) else count
        rewards = [[hex(_GWEI) for _ in percentiles or []] for _ in range(blocks)]
        fees = [hex(_GWEI)] * (blocks + 1)
        ratios = [0.5] * blocks
        return {
            "oldestBlock": "0x1",
            "baseFeePerGas": fees,
            "gasUsedRatio": ratios,
            "reward": rewards,
        }

    def _block(self, block: Json, _whole: Json = False) -> Json:
        _check_block(block)
        return {
            "number": "0x1",
            "baseFeePerGas": hex(_GWEI),
            "gasLimit": hex(30_000_000),
            "gasUsed": "0x0",
            "timestamp": "0x1",
            "transactions": [],
        }

    def _send(self, raw: Json) -> Json:
        require(isinstance(raw, str) and _BYTES.fullmatch(raw), "no bytes in hexadecimal")
        transaction = EthereumTransaction.read(bytes.fromhex(raw[2:]))
        require(transaction.chain == self.chain, f"invalid chain id {transaction.chain}")
        expected = int(self._count(transaction.sender), 16)
        require(transaction.nonce == expected, f"nonce {transaction.nonce}, not {expected}")
        require(transaction.gas >= _GAS_OF_TRANSFER, "intrinsic gas too low")
        self._require_funds(
            transaction.sender, transaction.value + transaction.gas * transaction.most_per_gas
        )
        self.sent.append(transaction)
        return transaction.hash

    def _require_funds(self, sender: str, cost: int) -> None:
        have = self.wei.get(sender, 0)
        require(
            have >= cost,
            f"insufficient funds for gas * price + value: {sender} has {have}, wants {cost}",
        )


def _checked(address: Json) -> str:
    require(isinstance(address, str) and _ADDRESS.fullmatch(address), f"{address!r} is no address")
    return str(address).lower()


def _check_block(block: Json) -> None:
    require(isinstance(block, str) and _BLOCK.fullmatch(block), f"{block!r} is no block")
