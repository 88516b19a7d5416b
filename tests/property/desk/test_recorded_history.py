from datetime import date, timedelta
from typing import get_args

from hypothesis import given, settings
from hypothesis import strategies as st

from sekisho.desk.package.history import History, add_event, append_events
from sekisho.model.case import Event, EventKind
from sekisho.model.errors import UsageError
from sekisho.model.filing import Filing
from sekisho.read.beside.events import parse_events
from sekisho.regime.loader import load_regime
from sekisho.regime.procedure import find_standing

REGIME = load_regime("jp-espa", date(2026, 12, 1))
FIRST = date(2026, 11, 27)
KINDS: tuple[EventKind, ...] = get_args(EventKind)
EVENTS = st.builds(
    Event,
    kind=st.sampled_from(KINDS),
    on=st.integers(0, 150).map(lambda days: FIRST + timedelta(days=days)),
    until=st.none() | st.integers(0, 200).map(lambda days: FIRST + timedelta(days=days)),
    accepts=st.none() | st.booleans(),
    note=st.text(st.characters(exclude_categories=["Cc", "Cs"], exclude_characters="\ufffe\uffff")),
)


@given(st.lists(EVENTS, max_size=12))
@settings(max_examples=60, deadline=None)
def test_whatever_is_tried_the_file_only_grows_and_its_history_always_fits(tried: list[Event]):
    history, data = History(REGIME, Filing(authority="meti"), ()), b""
    for event in tried:
        try:
            made, _ = add_event(history, event, "meti")
        except UsageError:
            continue
        grown = data + append_events(data, [made], "events.yaml")
        assert grown.startswith(data)
        data, history = grown, history.with_event(made)
        last = max(each.on for each in history.events)
        assert find_standing(REGIME, history.events, last).problem is None
    read = parse_events(data, "events.yaml") if data else ()
    assert [each.kind for each in read] == [each.kind for each in history.events]
