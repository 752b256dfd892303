"""Writes the export's files into a folder: a CSV for each kind of row, what the columns mean, and what was withheld."""

import csv
import io
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any, TextIO, cast

from clinic.evaluation.definitions import VERSION
from clinic.evaluation.facts.model import ServiceName
from clinic.exchange.files import MANIFEST, private_file, write_manifest
from clinic.exchange.research.anonymity import LEVELS
from clinic.exchange.research.columns import COLUMNS, FILES, Column
from clinic.exchange.research.placing import MINIMUM_ROOM
from clinic.exchange.research.rows import Dataset, Row
from core import spreadsheets
from core.model import LocalText

DICTIONARY_JSON = "dictionary.json"
DICTIONARY_MD = "dictionary.md"

CONSENT_RULE = "everybody_as_no_kind_of_consent_names_research"
"""Whose rows are in it. The texts that people agree to say nothing of research: this needs the operator's review."""

_NOTES = (
    LocalText(
        ja="【運営者の確認が必要です】利用者が同意した文章には、研究での利用について書かれていません。研究についての同意の種類が"
        "ないため、だれも除いていません。渡す前に、運営者と承認した機関が確認してください。",
        en="[Needs the operator's review] The texts that people agreed to say nothing of use for research. As there is "
        "no kind of consent for it, nobody was left out. The operator and whoever approved it review this first.",
    ),
    LocalText(
        ja="日付は人ごとに無作為にずらしてあり、曜日・祝日・季節・年度の四半期は本当のものではありません。同じ人の中の間隔だけが"
        f"正しいです。本当の最初の日は、少なくとも{MINIMUM_ROOM}通り考えられます。",
        en="Days are shifted at random for each person: days of the week, holidays, seasons and fiscal quarters are "
        "not the real ones. Only what lies between the days of one person holds. At least "
        f"{MINIMUM_ROOM} days may be somebody's real first one.",
    ),
    LocalText(
        ja="母親の年齢は保存していないため、ありません。自由記述、メッセージ、記録、通話は含みません。",
        en="The ages of mothers are not kept, so they are not here; nor are free texts, messages, records and calls.",
    ),
    LocalText(
        ja="準識別子の組は、どのファイルでもk人以上です。そのk人が似ていることまでは防げません。間隔や点数から本人を知る人が"
        "気づくこともあるため、公開せず、再識別をしない約束のうえで扱ってください。",
        en="Every combination of quasi-identifiers has k people or more in every file. These may still be alike, and "
        "who knows somebody well may recognise intervals or totals: do not publish it, and agree not to identify "
        "anybody.",
    ),
)


@dataclass(frozen=True, slots=True)
class About:
    """What the export is for, as its files say: the purpose, the reference of its approval, and k."""

    purpose: str
    approval: str
    k: int


@dataclass(frozen=True, slots=True)
class Written:
    """How many rows each file has, and the hexadecimal SHA-256 of the manifest, which names those of the others."""

    rows: Mapping[str, int]
    manifest_sha256: str


def write_files(folder: Path, dataset: Dataset, about: About, services: Sequence[ServiceName]) -> Written:
    """Write all files; rows go out one by one."""
    outputs: list[dict[str, Any]] = []
    for name in FILES:
        count, digest = _write_csv(folder / f"{name}.csv", COLUMNS[name], dataset.rows(name))
        outputs.append({"file": f"{name}.csv", "rows": count, "sha256": digest})
    for name, content in ((DICTIONARY_JSON, _dictionary_json(about)), (DICTIONARY_MD, _dictionary_md(about))):
        with private_file(folder / name) as file:
            file.write(content)
        outputs.append({"file": name, "sha256": sha256(content).hexdigest()})
    withheld = dataset.withheld
    manifest = {
        "purpose": about.purpose,
        "approval": about.approval,
        "period": {"from": dataset.first_day.isoformat(), "to": dataset.last_day.isoformat()},
        "k": about.k,
        "quasiIdentifiers": [column.name for column in _quasi()],
        "consentRule": CONSENT_RULE,
        "definitionsVersion": VERSION,
        "services": [{"code": one.code, "ja": one.name_ja, "en": one.name_en} for one in services],
        "peopleByLevel": dict(dataset.levels),
        "withheld": {
            "people": withheld.people,
            "rowsForK": dict(withheld.k),
            "rowsForRoom": dict(withheld.room),
        },
        "output": outputs,
    }
    write_manifest(folder, manifest)
    digest = sha256((folder / MANIFEST).read_bytes()).hexdigest()
    return Written({one["file"].removesuffix(".csv"): one["rows"] for one in outputs if "rows" in one}, digest)


class _Digesting(io.RawIOBase):
    """Hashes what is written through it."""

    def __init__(self, path_file: Any) -> None:
        self._file = path_file
        self.digest = sha256()

    def writable(self) -> bool:
        return True

    def write(self, data: Any) -> int:
        self.digest.update(data)
        return cast("int", self._file.write(data))


def _write_csv(path: Path, columns: Sequence[Column], rows: Iterable[Row]) -> tuple[int, str]:
    count = 0
    with private_file(path) as file:
        hashing = _Digesting(file)
        text: TextIO = io.TextIOWrapper(io.BufferedWriter(hashing), encoding=spreadsheets.ENCODING, newline="")
        writer = csv.writer(text)
        writer.writerow([column.name for column in columns])
        for row in rows:
            writer.writerow([spreadsheets.harmless(value) for value in row])
            count += 1
        text.flush()
        return count, hashing.digest.hexdigest()


def _quasi() -> Sequence[Column]:
    return [column for file in FILES for column in COLUMNS[file] if column.quasi]


def _dictionary_json(about: About) -> bytes:
    content = {
        "definitionsVersion": VERSION,
        "k": about.k,
        "levels": list(LEVELS),
        "notes": [each.model_dump() for each in _NOTES],
        "files": [
            {
                "file": f"{name}.csv",
                "columns": [
                    {
                        "name": each.name,
                        "unit": each.unit,
                        "quasiIdentifier": each.quasi,
                        "definitionsVersion": VERSION,
                        "meaning": {"ja": each.ja, "en": each.en},
                    }
                    for each in COLUMNS[name]
                ],
            }
            for name in FILES
        ],
    }
    return json.dumps(content, ensure_ascii=False, indent=1).encode() + b"\n"


def _dictionary_md(about: About) -> bytes:
    lines = ["# データの説明 / Data dictionary", "", f"定義 / definitions: {VERSION}、k = {about.k}", ""]
    for each in _NOTES:
        lines += [f"- {each.ja}", f"  {each.en}"]
    for name in FILES:
        lines += ["", f"## {name}.csv", "", "| 列 / column | 単位 / unit | 意味 | Meaning |", "|---|---|---|---|"]
        lines += [
            f"| {one.name}{' (quasi-identifier)' if one.quasi else ''} | {one.unit} | {one.ja} | {one.en} |"
            for one in COLUMNS[name]
        ]
    return "\n".join([*lines, ""]).encode()
