"""What was acknowledged is there once, for everybody, in one order: whatever happens meanwhile.

The short form, on real processes; `make faults` is the full one.
"""

import json
from pathlib import Path

import pytest

from tests.faults.client import Timing
from tests.faults.nemesis import ONE_NODE, SEVERAL_NODES
from tests.faults.trial import Outcome, Trial, run

# Not much shorter than a browser's: on a busy machine a server's answer takes its time.
QUICK = Timing(answer=5, attempt=5, probe=3, catch_up=4, again=0.5)
SEVERAL = Trial(seed=4, nodes=2, pairs=9, messages=1206, seconds=11, longest=1.2, timing=QUICK)
ONE = Trial(seed=4, nodes=0, pairs=3, messages=300, seconds=6, longest=0.8, timing=QUICK)


def explained(outcome: Outcome, folder: Path) -> str:
    """Say what was broken, and where its history lies."""
    history = folder / "history.jsonl"
    outcome.history.write(history)
    return f"{json.dumps(outcome.figures, ensure_ascii=False, indent=1)}\nThe history is in {history}."


@pytest.mark.parametrize(("trial", "kinds"), [(SEVERAL, SEVERAL_NODES), (ONE, ONE_NODE)], ids=["several", "one"])
async def test_nothing_acknowledged_is_lost_doubled_or_reordered(trial: Trial, kinds: tuple, tmp_path: Path) -> None:
    outcome = await run(trial)
    assert outcome.violations == [], explained(outcome, tmp_path)
    assert set(outcome.figures["faults"]) == set(kinds)
    assert outcome.figures["acknowledged"] >= trial.messages
