"""The files for containers, held against what the code asks for."""

import re
from pathlib import Path

import pytest

from app.settings import PREFIX, Settings
from sandbox.boundary import isolation
from tests.docs.error_codes import ROOT

COMPOSE = (ROOT / "docker-compose.yml").read_text()
DOCKERFILE = (ROOT / "Dockerfile").read_text()


def test_the_executor_has_exactly_the_flags_that_doctor_asks_for(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(isolation, "_CONTAINER_MARKS", (tmp_path,))
    asked = re.findall(r"--security-opt (\S+)", isolation.namespace_remedy())
    options = COMPOSE.partition("security_opt:\n")[2].partition("    volumes:")[0]
    assert re.findall(r"- (\S+)", options) == asked
    assert COMPOSE.count("security_opt:") == 1
    assert "privileged" not in COMPOSE


def test_every_setting_that_they_name_exists() -> None:
    known = {PREFIX + name.upper() for name in Settings.model_fields}
    named = set(re.findall(r"\bONE_[A-Z_]+[A-Z]", COMPOSE + DOCKERFILE))
    assert named <= known


def test_the_image_installs_what_the_system_must_have_and_runs_as_an_ordinary_user() -> None:
    packages = re.findall(
        r"missing\+=\(([a-z0-9-]+)\)", (ROOT / "scripts/system-packages").read_text()
    )
    for package in set(packages) - {"chromium"}:
        assert re.search(rf"\b{package}\b", DOCKERFILE), package
    assert re.search(r"^USER 10001$", DOCKERFILE, re.MULTILINE)
