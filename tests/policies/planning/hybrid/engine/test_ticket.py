"""Events end with the last one."""

from policies.planning.hybrid.engine.request import Event, Usage
from policies.planning.hybrid.engine.ticket import Ticket


def test_events_end_where_a_finish_is_told():
    ticket = Ticket()
    for finish in (None, "stop"):
        ticket.put(Event(1, finish, None, Usage(1, 0, 1)))
    assert [event.finish for event in ticket.events()] == [None, "stop"]
    assert not ticket.is_cancelled
