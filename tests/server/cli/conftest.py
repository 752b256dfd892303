"""The command within the test's own process, where a process of its own would prove no more."""

from collections.abc import Callable

import pytest

from server.cli import main

Command = Callable[..., tuple[int, str, str]]


@pytest.fixture
def hagukumi(own_logging: None, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Command:
    """Run the command with these settings: `hagukumi("doctor", port=0)` returns exit code, output and errors."""

    def run(*arguments: str, **settings: object) -> tuple[int, str, str]:
        for name, value in settings.items():
            monkeypatch.setenv(f"HAGUKUMI_{name.upper()}", str(value))
        with pytest.raises(SystemExit) as ended:
            main(arguments)
        for name in settings:
            monkeypatch.delenv(f"HAGUKUMI_{name.upper()}")
        said = capsys.readouterr()
        assert isinstance(ended.value.code, int)
        return ended.value.code, said.out, said.err

    return run
