"""A Solana node: balances, token accounts, and transactions whose signatures it verifies."""

import base64
import binascii
import secrets
from collections.abc import Mapping, Sequence

from starlette.routing import BaseRoute, WebSocketRoute
from starlette.websockets import WebSocket

from tests.standins import base58
from tests.standins.json_rpc import JsonRpc, Method
from tests.standins.solana_transaction import SolanaTransaction
from tests.standins.stand_in import Json, Refused, require

LAMPORTS = 1_000_000_000
TOKEN_PROGRAM = "TokenkegQfeZyiNwAJbNbGKPFXCWuBvf9Ss623VQ5DA"
SYSTEM_PROGRAM = "11111111111111111111111111111111"
_KEY = 32
_DECIMALS = 6


class SolanaNode(JsonRpc):
    """A chain on which little happens.

    Attributes:
        lamports: what accounts have, by their keys in base 58.
        tokens: what they have of mints with six decimals: owner to mint to the smallest units.
        sent: every transaction that was taken.
    """

    hosts = ("solana.example.com",)

    def __init__(self) -> None:
        self.lamports: dict[str, int] = {}
        self.tokens: dict[str, dict[str, int]] = {}
        self.sent: list[SolanaTransaction] = []
        self.blockhash = base58.encode(secrets.token_bytes(_KEY))
        self.subscriptions: list[tuple[str, list[Json]]] = []
        super().__init__()

    def routes(self) -> Sequence[BaseRoute]:
        """Calls by HTTP, subscriptions by WebSocket."""
        return [*super().routes(), WebSocketRoute("/", self._listen)]

    def methods(self) -> Mapping[str, Method]:
        """Those that wallets use."""
        return {
            "getBalance": self._get_balance,
            "getLatestBlockhash": self._get_latest_blockhash,
            "getAccountInfo": self._get_account_info,
            "getMultipleAccounts": self._get_multiple_accounts,
            "getTokenAccountsByOwner": self._get_token_accounts,
            "sendTransaction": self._send_transaction,
            "getSignatureStatuses": self._get_signature_statuses,
        }

    def _get_balance(self, key: Json, _options: Json = None) -> Json:
        return _with_context(self.lamports.get(_checked(key), 0))

    def _get_latest_blockhash(self, _options: Json = None) -> Json:
        return _with_context({"blockhash": self.blockhash, "lastValidBlockHeight": 1000})

    def _get_account_info(self, key: Json, options: Json = None) -> Json:
        parsed = (options or {}).get("encoding") == "jsonParsed"
        return _with_context(self._account(_checked(key), parsed=parsed))

    def _get_multiple_accounts(self, keys: Json, _options: Json = None) -> Json:
        require(isinstance(keys, list) and len(keys) <= 100, "no list of at most 100 keys")
        return _with_context([self._account(_checked(key), parsed=False) for key in keys])

    def _get_token_accounts(self, owner: Json, wanted: Json, options: Json = None) -> Json:
        require((options or {}).get("encoding") == "jsonParsed", "only jsonParsed is offered")
        require(isinstance(wanted, dict) and len(wanted) == 1, "neither a mint nor a programId")
        ((kind, value),) = wanted.items()
        require(kind in ("mint", "programId"), f"no filter {kind!r}")
        _checked(value)
        held = self.tokens.get(_checked(owner), {})
        found = [mint for mint in held if value in (mint, TOKEN_PROGRAM)]
        return _with_context([_token_account(owner, mint, held[mint]) for mint in found])

    def _send_transaction(self, text: Json, options: Json = None) -> Json:
        encoding = (options or {}).get("encoding", "base58")
        transaction = SolanaTransaction.read(_wire(text, encoding))
        require(transaction.blockhash == self.blockhash, "Blockhash not found")
        payer = transaction.signers[0]
        require(self.lamports.get(payer, 0) > 0, f"{payer} has nothing to pay the fee with")
        self.sent.append(transaction)
        return transaction.signature

    def _get_signature_statuses(self, signatures: Json, _options: Json = None) -> Json:
        known = {transaction.signature for transaction in self.sent}
        done = {"slot": 1, "confirmations": 1, "err": None, "confirmationStatus": "confirmed"}
        return _with_context([done if each in known else None for each in signatures])

    def _account(self, key: str, *, parsed: bool) -> Json:
        mints = {mint for held in self.tokens.values() for mint in held}
        if key in mints and parsed:
            return _account(TOKEN_PROGRAM, 1, _parsed("mint", 82, {"decimals": _DECIMALS}))
        if key in self.lamports:
            return _account(SYSTEM_PROGRAM, self.lamports[key], ["", "base64"])
        return None

    async def _listen(self, socket: WebSocket) -> None:
        await socket.accept()
        async for call in socket.iter_json():
            self.subscriptions.append((call.get("method"), call.get("params")))
            if "id" in call:  # what has none is a notification, such as a sign of life
                await socket.send_json({"jsonrpc": "2.0", "id": call["id"], "result": 1})


def _with_context(value: Json) -> Json:
    return {"context": {"slot": 1}, "value": value}


def _checked(key: Json) -> str:
    require(isinstance(key, str), f"{key!r} is no key")
    require(len(base58.decode(key)) == _KEY, f"{key!r} is no key of {_KEY} bytes")
    return str(key)


def _wire(text: Json, encoding: str) -> bytes:
    require(isinstance(text, str), "the transaction is no text")
    if encoding == "base58":
        return base58.decode(text)
    require(encoding == "base64", f"no encoding {encoding!r}")
    try:
        return base64.b64decode(text, validate=True)
    except binascii.Error as error:
        raise Refused(f"the transaction is no base64: {error}") from None


def _token_account(owner: str, mint: str, amount: int) -> Json:
    shown = amount / 10**_DECIMALS
    units = {
        "amount": str(amount),
        "decimals": _DECIMALS,
        "uiAmount": shown,
        "uiAmountString": str(shown),
    }
    info = {"mint": mint, "owner": owner, "state": "initialized", "tokenAmount": units}
    account = _account(TOKEN_PROGRAM, 1, _parsed("account", 165, info))
    return {"pubkey": mint, "account": account}


def _parsed(kind: str, space: int, info: Json) -> Json:
    return {"program": "spl-token", "space": space, "parsed": {"type": kind, "info": info}}


def _account(owner: str, lamports: int, data: Json) -> Json:
    return {
        "data": data,
        "executable": False,
        "lamports": lamports,
        "owner": owner,
        "rentEpoch": 0,
        "space": 0,
    }
