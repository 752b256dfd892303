"""A sealer with a key and a file of heads."""

from pathlib import Path

import pytest

from core.audit.chain import AuditKeys
from core.audit.sealer import AuditSealer
from core.unit_of_work import Units

KEYS = AuditKeys([("k1", "a secret that is not in the database")])


@pytest.fixture
def heads(tmp_path: Path) -> Path:
    return tmp_path / "audit" / "heads"


@pytest.fixture
def sealer(units: Units, heads: Path) -> AuditSealer:
    return AuditSealer(units, KEYS, heads)
