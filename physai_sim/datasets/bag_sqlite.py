"""One SQLite file of rosbag2, of any version of its tables, whole or damaged.

SQLite ends a query at the first page that is not what it should be. What lies behind is found by
asking again further on, so that a damaged page costs its own messages and no others.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from physai_sim.core.errors import BagError
from physai_sim.datasets.bag_records import MAX_RECORD_BYTES
from physai_sim.datasets.bag_tables import ERRORS, StoredTopic, connect, missing_bytes, read_topics
from physai_sim.datasets.bag_types import one_line

_FAULTS_SHOWN = 3
_LEAST_ROW_BYTES = 4
_MAX_STAMP_NS = 2**63 - 1
_ROWS = "SELECT rowid, topic_id, timestamp, {data} FROM messages WHERE rowid > ? ORDER BY rowid"
# Nothing stands for what is no data, or more than a message may hold: SQLite would read it all.
_DATA = f"CASE WHEN typeof(data)='blob' AND length(data)<={MAX_RECORD_BYTES} THEN {{}} END"


class Row(NamedTuple):
    """A message as it stands in the file; without its data where they were not asked for."""

    number: int
    topic_id: int
    stamp_ns: int
    data: bytes


class SqliteFile:
    """An open file; a context manager. Nothing is written.

    Args:
        path: The file.

    Attributes:
        topics: By the file's own numbers.
        last: Number of the last row; None if that cannot be told.

    Raises:
        BagError: If it is no bag of SQLite, or even its topics cannot be read.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._missing_bytes = missing_bytes(path)
        self._faults: list[str] = []
        self._kept = 0
        self._db = connect(path)
        try:
            self.topics = read_topics(self._db)
            self.last = self._last()
        except ERRORS as error:
            self.close()
            raise BagError(f"cannot be read: {one_line(error)}", where=str(path)) from None

    def __enter__(self) -> SqliteFile:
        """The file itself."""
        return self

    def __exit__(self, *error: object) -> None:
        """Close it."""
        self.close()

    def close(self) -> None:
        """Close the file; closing again does nothing."""
        self._db.close()

    @property
    def is_cut(self) -> bool:
        """Whether the file is shorter than it says it is."""
        return self._missing_bytes > 0

    def rows(self, *, with_data: bool = True) -> Iterator[Row]:
        """The messages that can be read, in the order in which they were recorded."""
        self._faults, self._kept, last, bad = [], 0, -1, 0
        for row in self._found(_ROWS.format(data=_DATA.format("data" if with_data else "x''"))):
            # In a damaged tree the same rows may be met again and again.
            if row[0] > last and _is_sound(row, self.topics):
                last, self._kept = row[0], self._kept + 1
                yield Row(*row)
            else:
                bad += 1
        if bad:
            self._note(f"{bad} rows make no sense")

    def _found(self, query: str) -> Iterator[tuple[Any, ...]]:
        """Rows as SQLite gives them, of which no file can hold more than its bytes allow."""
        last, left = -1, self._path.stat().st_size // _LEAST_ROW_BYTES
        while left > 0:
            try:
                for row in self._db.execute(query, (last,)):
                    last, left = max(last, row[0]), left - 1
                    yield row
                    if not left:
                        break
                return
            except ERRORS as error:
                self._note(f"{one_line(error)} after row {max(last, 0)}")
                found = self._next_readable(query, last)
                if found is None:
                    return
                last, left = found - 1, left - 1

    def row_data(self, number: int) -> bytes | None:
        """The data of one message; None where they cannot be read."""
        try:
            found = self._db.execute("SELECT data FROM messages WHERE rowid = ?", (number,))
            (data,) = found.fetchone()
        except (*ERRORS, TypeError):
            return None
        return data if isinstance(data, bytes) else None

    @property
    def lost(self) -> str | None:
        """One sentence on what was damaged when the rows were last read; None if nothing was."""
        faults = list(self._faults)
        if self._missing_bytes:
            faults.insert(0, f"its last {self._missing_bytes} bytes are missing")
        if not faults:
            return None
        return f"{self._path.name}: {'; '.join(faults)}; {self._kept} whole messages remain"

    def _note(self, fault: str) -> None:
        if len(self._faults) < _FAULTS_SHOWN:
            self._faults.append(fault)

    def _last(self) -> int | None:
        try:
            (found,) = self._db.execute("SELECT max(rowid) FROM messages").fetchone()
        except ERRORS:
            return None
        return int(found) if found is not None else 0

    def _next_readable(self, query: str, last: int) -> int | None:
        """The least row number behind a damaged place from which on rows can be read."""
        most = self._path.stat().st_size // _LEAST_ROW_BYTES
        low, step = last + 1, 1  # reading on from `low` fails
        while not self._reads_from(query, low + step):
            low, step = low + step, step * 2
            if low > max(most, self.last or 0):
                return None
        high = low + step
        while high - low > 1:
            middle = (low + high) // 2
            low, high = (low, middle) if self._reads_from(query, middle) else (middle, high)
        return high

    def _reads_from(self, query: str, number: int) -> bool:
        try:
            self._db.execute(f"{query} LIMIT 1", (number - 1,)).fetchone()
        except ERRORS:
            return False
        return True


def _is_sound(row: tuple[object, ...], topics: dict[int, StoredTopic]) -> bool:
    _, topic_id, stamp_ns, data = row
    is_stamp = isinstance(stamp_ns, int) and 0 <= stamp_ns <= _MAX_STAMP_NS
    return topic_id in topics and is_stamp and isinstance(data, bytes)
