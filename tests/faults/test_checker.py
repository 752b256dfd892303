"""The checker finds what it is there to find: made-up histories, each broken in one way."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from tests.faults.checker import WITHDRAWN, Entry, Log, View, check
from tests.faults.history import Event, digest_of

ROOM, HANA, SATO = "room", "hana", "sato"
BODIES = ("one", "two", "three", "four")


def entry(number: int, body: str | None = None, **changed: Any) -> Entry:
    author = HANA if number % 2 else SATO
    return replace(Entry(number, f"id-{number}", author, digest_of(body or BODIES[number - 1])), **changed)


def invoked(number: int) -> Event:
    one = entry(number)
    return Event(0.0, "invoke", ROOM, one.author, one.client_id, one.digest or "")


def acked(number: int, sequence: int | None = None) -> Event:
    return replace(invoked(number), kind="ack", sequence=sequence or number)


def view(entries: Sequence[Entry], account: str = HANA, *, final: bool = True) -> View:
    return View(ROOM, account, final, entries, entries)


LOG = [entry(number) for number in (1, 2, 3)]
GOOD = [event for number in (1, 2, 3) for event in (invoked(number), acked(number))]


def rules(
    events: Sequence[Event] = GOOD,
    log: Sequence[Entry] = LOG,
    views: Sequence[View] | None = None,
    last: int | None = None,
    receipts: dict[str, tuple[int, int]] | None = None,
) -> set[str]:
    shown = [view(log), view(log, SATO)] if views is None else views
    logs = {ROOM: Log(log, len(log) if last is None else last, receipts or {})}
    return {violation.rule for violation in check(events, logs, shown)}


def test_a_history_that_kept_everything_passes() -> None:
    assert rules() == set()


def test_what_was_never_acknowledged_may_be_in_the_log_or_not() -> None:
    assert rules([*GOOD, invoked(4)]) == set()
    assert rules([*GOOD, invoked(4)], [*LOG, entry(4)]) == set()


def test_a_lost_message_is_found() -> None:
    assert "lost" in rules([*GOOD, invoked(4), acked(4)])


def test_a_doubled_message_is_found() -> None:
    assert "doubled" in rules(log=[*LOG, entry(3, sequence=4)])


def test_a_gap_is_found() -> None:
    assert "gap" in rules(log=[entry(1), entry(2), entry(3, sequence=4)], last=4)
    assert "gap" in rules(last=4)
    assert "gap" in rules(log=LOG[1:], last=3)


def test_a_message_of_nobody_is_found() -> None:
    assert "phantom" in rules(log=[*LOG, entry(4)])


def test_an_altered_text_is_found() -> None:
    assert "altered" in rules(log=[*LOG[:2], entry(3, "other")])
    assert "altered" in rules(views=[view([*LOG[:2], entry(3, "other")])])
    assert "altered" in rules(views=[view([*LOG[:2], entry(3, digest=WITHDRAWN)])])


def test_a_message_at_another_place_than_acknowledged_is_found() -> None:
    assert "misplaced" in rules([*GOOD[:-1], acked(3, 2)])


def test_two_messages_of_one_author_in_the_other_order_are_found() -> None:
    swapped = [entry(3, sequence=1), entry(2), entry(1, sequence=3)]
    assert "reordered" in rules([invoked(1), invoked(2), invoked(3)], swapped)


def test_a_view_that_misses_repeats_or_swaps_is_found() -> None:
    for shown in (LOG[:2], [*LOG, LOG[-1]], [LOG[1], LOG[0], LOG[2]], LOG[1:]):
        assert "view differs" in rules(views=[view(shown)])


def test_a_page_that_showed_another_order_before_its_reload_is_found() -> None:
    other = [entry(1), entry(3, sequence=2)]
    assert rules(views=[view(LOG), view(other, final=False)]) == {"another order"}
    assert rules(views=[view(LOG), view([LOG[0], LOG[2]], final=False)]) == {"another order"}
    assert rules(views=[view(LOG), view(LOG[1:2], final=False)]) == set()


def test_a_refused_message_that_was_stored_is_found() -> None:
    refused = replace(invoked(4), kind="refusal", code="encounters.finished")
    assert rules([*GOOD, invoked(4), refused]) == set()
    assert "refused but stored" in rules([*GOOD, invoked(4), refused], [*LOG, entry(4)])


def test_a_page_that_was_shut_out_is_found() -> None:
    assert "shut out" in rules([*GOOD, Event(1.0, "shut_out", ROOM, HANA, code="server.error")])


def test_a_receipt_that_went_back_or_beyond_is_found() -> None:
    marked = Event(1.0, "marked", ROOM, HANA, delivered=2, read=1)
    assert rules([*GOOD, marked], receipts={HANA: (3, 1)}) == set()
    assert "receipt lost" in rules([*GOOD, marked], receipts={HANA: (1, 1)})
    assert "receipt out of bounds" in rules(receipts={HANA: (4, 1)})


def test_withdrawals_are_followed() -> None:
    asked = Event(0.0, "invoke", ROOM, HANA, "id-w", digest_of(""), withdraws=1)
    gone = Entry(4, "id-w", HANA, digest_of(""), withdraws=1)
    log = [*LOG, gone]
    blank = [entry(1, digest=WITHDRAWN), *LOG[1:], gone]
    events = [*GOOD, asked, replace(asked, kind="ack", sequence=4)]
    assert rules(events, log, [view(blank)]) == set()
    # Asked again by another page, it is answered with the first entry.
    again = replace(asked, client_id="id-again")
    assert rules([*events, again, replace(again, kind="ack", sequence=4)], log, [view(blank)]) == set()
    assert "view differs" in rules(events, log, [view(log)])
    assert "misplaced" in rules([*events[:-1], replace(asked, kind="ack", sequence=2)], log, [view(blank)])
    assert "doubled" in rules(events, [*log, replace(gone, sequence=5, client_id="id-w2")], [])
