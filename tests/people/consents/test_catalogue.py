from pathlib import Path

import pytest

from people.consents.catalogue import ConsentCatalogue, ConsentText, read_catalogue
from people.consents.kinds import ConsentKind


def _text(kind: ConsentKind, version: str) -> ConsentText:
    return ConsentText(kind, version, True, "題", "title", "文", "body")


def test_the_drafts_that_come_along_are_marked_for_review_in_both_languages() -> None:
    for text in read_catalogue().all_current():
        assert text.version == "2026-11-1"
        assert text.needs_review
        assert text.body_ja.startswith("【下書き】")
        assert text.body_en.startswith("[Draft]")
        assert text.title_ja
        assert text.title_en


def test_the_latest_version_is_current_and_earlier_ones_can_still_be_read() -> None:
    versions = ["2026-9-1", "2026-11-2", "2026-11-10"]
    catalogue = ConsentCatalogue(_text(kind, version) for kind in ConsentKind for version in versions)
    assert catalogue.current(ConsentKind.TERMS).version == "2026-11-10"
    assert catalogue.find(ConsentKind.TERMS, "2026-9-1") is not None
    assert catalogue.find(ConsentKind.TERMS, "2025-1-1") is None


def test_a_catalogue_without_one_of_the_texts_is_refused() -> None:
    with pytest.raises(ValueError, match="sensitive_data"):
        ConsentCatalogue([_text(ConsentKind.TERMS, "2026-11-1")])


def test_a_version_that_stands_twice_is_refused() -> None:
    with pytest.raises(ValueError, match="twice"):
        ConsentCatalogue([_text(ConsentKind.TERMS, "2026-11-1"), _text(ConsentKind.TERMS, "2026-11-1")])


@pytest.mark.parametrize(
    "content",
    [
        "kind = [",
        'kind = "terms"',
        'kind = "cookies"\nversion = "2026-11-1"\nneeds_review = true\ntitle = {ja="a",en="b"}\nbody = {ja="a",en="b"}',
        'kind = "terms"\nversion = "2026-11-1"\nneeds_review = true\ntitle = "a"\nbody = "b"',
    ],
)
def test_an_operators_file_that_is_no_consent_text_is_named(tmp_path: Path, content: str) -> None:
    (tmp_path / "terms.toml").write_text(content)
    with pytest.raises(ValueError, match=r"terms\.toml"):
        read_catalogue(tmp_path)
