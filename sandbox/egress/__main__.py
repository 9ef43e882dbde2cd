"""``python -m sandbox.egress FD``: the gateway's process, started by ``Gateway.start``."""

import asyncio
import signal
import socket
import sys

from sandbox.egress.service import serve

if __name__ == "__main__":
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the executor to act on
    asyncio.run(serve(socket.socket(fileno=int(sys.argv[1]))))
