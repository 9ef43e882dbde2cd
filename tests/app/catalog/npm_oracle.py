"""What the libraries inside npm say, run by the packaged Node.js."""

import json
import subprocess
from pathlib import Path
from typing import Any

from sandbox.node_runtime import node_binary

SCRIPT = Path(__file__).with_suffix(".mjs")
NPM = node_binary().parents[1] / "lib" / "node_modules" / "npm" / "package.json"


def ask_npm(question: str, **given: object) -> Any:  # noqa: ANN401 - JSON
    """npm's answer to one of the questions of the script."""
    answer = subprocess.run(
        [node_binary(), SCRIPT, NPM],
        input=json.dumps({"question": question, **given}),
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    return json.loads(answer.stdout)
