"""Run the command line as its shell does, in this process."""

import json
from dataclasses import dataclass
from typing import Any

import pytest

from facilitator.cli.app import run


@dataclass(frozen=True, slots=True)
class Answer:
    """What one command line left behind."""

    code: int
    out: str
    err: str

    @property
    def document(self) -> Any:
        return json.loads(self.out)


class Shell:
    """A prompt: call it with words."""

    def __init__(self, captured: pytest.CaptureFixture[str]) -> None:
        self._captured = captured

    def __call__(self, *words: object) -> Answer:
        code = run([str(word) for word in words])
        said = self._captured.readouterr()
        return Answer(code, said.out, said.err)
