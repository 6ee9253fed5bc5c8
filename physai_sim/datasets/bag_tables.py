"""The tables of a rosbag2 SQLite file, of any version: what they are called and what they hold."""

from __future__ import annotations

import sqlite3
import struct
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from rosbags.interfaces import MessageDefinition

from physai_sim.core.errors import BagError
from physai_sim.datasets.bag_types import message_definition, one_line

ERRORS = (sqlite3.Error, OverflowError, ValueError, MemoryError)
"""How damage shows: a malformed page, text that is no number, a number that is too big."""

_MAGIC = b"SQLite format 3\x00"
_HEADER = struct.Struct(">16xH10xI")  # page size, number of pages; sqlite.org/fileformat2.html
_ONE = 65536  # the page size that does not fit its field, where 1 stands for it


@dataclass(frozen=True, slots=True)
class StoredTopic:
    """A topic as the file names it."""

    name: str
    type_name: str
    encoding: str
    qos_yaml: str
    definition: MessageDefinition


def connect(path: Path) -> sqlite3.Connection:
    """Open a file for reading alone.

    Raises:
        BagError: If SQLite does not take it.
    """
    # A recorder that was killed in WAL mode leaves messages beside the file, which an immutable
    # database would not show.
    has_wal = path.with_name(f"{path.name}-wal").exists()
    mode = "mode=ro" if has_wal else "immutable=1"
    try:
        db = sqlite3.connect(f"file:{quote(str(path.resolve()))}?{mode}", uri=True)
        db.execute("PRAGMA trusted_schema=OFF")
        # Not to write a schema: it is how SQLite is told to read a file that was cut off.
        db.execute("PRAGMA writable_schema=ON")
    except sqlite3.Error as error:
        raise BagError(f"cannot be read: {one_line(error)}", where=str(path)) from None
    db.text_factory = lambda text: text.decode("utf-8", errors="replace")
    return db


def missing_bytes(path: Path) -> int:
    """How much shorter a file is than its first page says [bytes].

    Raises:
        BagError: If it cannot be read, or is no SQLite file.
    """
    try:
        with path.open("rb") as stream:
            head = stream.read(_HEADER.size)
            size = stream.seek(0, 2)
    except OSError as error:
        raise BagError(f"cannot be read: {error.strerror}", where=str(path)) from None
    if not head.startswith(_MAGIC) or len(head) < _HEADER.size:
        raise BagError("is no SQLite file" if head else "is empty", where=str(path))
    page_bytes, pages = _HEADER.unpack(head)
    return max(0, int(_ONE if page_bytes == 1 else page_bytes) * int(pages) - size)


def read_topics(db: sqlite3.Connection) -> dict[int, StoredTopic]:
    """The topics of a file by its own numbers, with the definitions of their types.

    Raises:
        ValueError: If a table is missing; one of `ERRORS` if it is damaged.
    """
    kinds = dict(db.execute("SELECT name, substr(sql, 1, 12) FROM sqlite_master"))
    for table in ("topics", "messages"):
        if str(kinds.get(table)).upper() != "CREATE TABLE":
            raise ValueError(f"it has no table {table!r}")
    definitions = {}
    if "message_definitions" in kinds:
        query = "SELECT topic_type, encoding, encoded_message_definition FROM message_definitions"
        for name, encoding, text in db.execute(query):
            definitions[name] = message_definition(str(encoding), str(text).encode())
    cursor = db.execute("SELECT * FROM topics")
    columns = [column[0] for column in cursor.description]
    found = (dict(zip(columns, row, strict=True)) for row in cursor)
    return {row["id"]: _stored(row, definitions) for row in found if "id" in row}


def _stored(row: dict[str, object], definitions: dict[str, MessageDefinition]) -> StoredTopic:
    type_name = str(row.get("type", ""))
    return StoredTopic(
        name=str(row.get("name", "")),
        type_name=type_name,
        encoding=str(row.get("serialization_format", "cdr")),
        qos_yaml=str(row.get("offered_qos_profiles", "") or ""),
        definition=definitions.get(type_name) or message_definition("", b""),
    )
