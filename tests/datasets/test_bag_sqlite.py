import sqlite3

import pytest

from physai_sim.core.errors import BagError
from physai_sim.datasets.bag_records import MAX_RECORD_BYTES
from physai_sim.datasets.bag_sqlite import SqliteFile

TABLES = {
    1: "CREATE TABLE topics(id INTEGER PRIMARY KEY, name TEXT NOT NULL, type TEXT NOT NULL,"
    " serialization_format TEXT NOT NULL)",
    3: "CREATE TABLE topics(id INTEGER PRIMARY KEY, name TEXT NOT NULL, type TEXT NOT NULL,"
    " serialization_format TEXT NOT NULL, offered_qos_profiles TEXT NOT NULL)",
    4: "CREATE TABLE topics(id INTEGER PRIMARY KEY, name TEXT NOT NULL, type TEXT NOT NULL,"
    " serialization_format TEXT NOT NULL, offered_qos_profiles TEXT NOT NULL,"
    " type_description_hash TEXT NOT NULL)",
}
MESSAGES = (
    "CREATE TABLE messages(id INTEGER PRIMARY KEY, topic_id INTEGER NOT NULL,"
    " timestamp INTEGER NOT NULL, data BLOB NOT NULL)"
)


def write(path, count=400, *, version=4, size=300, extra=()):
    """Rows as ROS 2 writes them, by SQLite alone."""
    db = sqlite3.connect(path)
    db.execute(TABLES[version])
    db.execute(MESSAGES)
    db.execute("CREATE INDEX timestamp_idx ON messages (timestamp ASC)")
    values = (1, "/says", "std_msgs/msg/String", "cdr", "", "")
    columns = {1: 4, 3: 5, 4: 6}[version]
    db.execute(f"INSERT INTO topics VALUES({','.join('?' * columns)})", values[:columns])
    if version >= 4:
        db.execute(
            "CREATE TABLE message_definitions(id INTEGER PRIMARY KEY, topic_type TEXT, encoding"
            " TEXT, encoded_message_definition TEXT, type_description_hash TEXT)"
        )
        row = (1, "std_msgs/msg/String", "ros2msg", "string data", "")
        db.execute("INSERT INTO message_definitions VALUES(?,?,?,?,?)", row)
    for index in range(count):
        data = index.to_bytes(4, "little") * (size // 4)
        db.execute("INSERT INTO messages VALUES(NULL, 1, ?, ?)", (1000 * index, data))
    for row in extra:
        db.execute("INSERT INTO messages VALUES(NULL, ?, ?, ?)", row)
    db.commit()
    db.close()
    return path


def kept(path, **options):
    with SqliteFile(path) as file:
        rows = [int.from_bytes(row.data[:4], "little") for row in file.rows(**options)]
        return rows, file.lost


@pytest.mark.parametrize("version", [1, 3, 4])
def test_every_version_of_the_tables_is_read(tmp_path, version):
    path = write(tmp_path / "a.db3", 5, version=version)
    assert kept(path) == (list(range(5)), None)
    with SqliteFile(path) as file:
        (topic,) = file.topics.values()
        assert (topic.name, topic.type_name) == ("/says", "std_msgs/msg/String")
        assert topic.definition.data == ("string data" if version == 4 else "")
        assert file.last == 5
        assert not file.is_cut


def test_rows_without_data_cost_no_data(tmp_path):
    path = write(tmp_path / "a.db3", 5)
    with SqliteFile(path) as file:
        rows = list(file.rows(with_data=False))
        assert [(row.number, row.stamp_ns, row.data) for row in rows][-1] == (5, 4000, b"")
        assert file.row_data(5)[:4] == bytes([4, 0, 0, 0])
        assert file.row_data(6) is None


@pytest.mark.parametrize("share", [0.3, 0.6, 0.9, 0.99])
@pytest.mark.parametrize("size", [300, 20_000])
def test_of_a_file_that_is_cut_off_the_first_messages_remain(tmp_path, share, size):
    path = write(tmp_path / "a.db3", 400 if size == 300 else 40, size=size)
    whole, _ = kept(path)
    data = path.read_bytes()
    path.write_bytes(data[: int(len(data) * share)])
    rows, lost = kept(path)
    assert len(whole) * (share - 0.25) < len(rows) < len(whole)
    assert set(rows) <= set(whole)
    assert f"its last {len(data) - int(len(data) * share)} bytes are missing" in lost
    assert f"{len(rows)} whole messages remain" in lost


def test_a_damaged_page_costs_its_own_messages_and_no_others(tmp_path):
    path = write(tmp_path / "a.db3")
    data = bytearray(path.read_bytes())
    place = data.index((200).to_bytes(4, "little") * 70)
    page = place // 4096 * 4096
    data[page : page + 4096] = b"\xff" * 4096
    path.write_bytes(data)
    rows, lost = kept(path)
    assert 380 < len(rows) < 400
    assert 200 not in rows
    assert {0, 399} <= set(rows)
    assert "malformed" in lost


def test_a_tree_of_pages_that_goes_in_circles_ends_and_gives_no_row_twice(tmp_path):
    path = write(tmp_path / "a.db3")
    db = sqlite3.connect(path)
    (root,) = db.execute("SELECT rootpage FROM sqlite_master WHERE name = 'messages'").fetchone()
    db.close()
    data = bytearray(path.read_bytes())
    page = (root - 1) * 4096
    assert data[page] == 5  # an inner page of a table; sqlite.org/fileformat2.html
    cells = int.from_bytes(data[page + 3 : page + 5], "big")
    places = [
        page + int.from_bytes(data[page + 12 + 2 * n : page + 14 + 2 * n], "big")
        for n in range(cells)
    ]
    for place in places:
        data[place : place + 4] = data[places[0] : places[0] + 4]
    path.write_bytes(data)
    rows, lost = kept(path)
    assert 0 < len(rows) < 400
    assert len(set(rows)) == len(rows)
    assert "make no sense" in lost or "malformed" in lost


def test_rows_that_make_no_sense_are_left_out_and_counted(tmp_path):
    extra = [(9, 1, b"x"), (1, "when", b"x"), (1, 1, "text"), (1, -1, b"x"), (1, 2, None)][:4]
    path = write(tmp_path / "a.db3", 3, extra=extra)
    rows, lost = kept(path)
    assert rows == [0, 1, 2]
    assert lost == "a.db3: 4 rows make no sense; 3 whole messages remain"


@pytest.mark.parametrize("with_data", [True, False])
def test_what_is_no_data_or_over_the_limit_is_left_out_without_being_read(tmp_path, with_data):
    path = write(tmp_path / "a.db3", 3, extra=[(1, 1, "text")])
    db = sqlite3.connect(path)
    db.execute("INSERT INTO messages VALUES(NULL, 1, 5, zeroblob(?))", (MAX_RECORD_BYTES + 1,))
    db.commit()
    db.close()
    with SqliteFile(path) as file:
        assert [row.number for row in file.rows(with_data=with_data)] == [1, 2, 3]
        assert "2 rows make no sense" in file.lost


@pytest.mark.parametrize(
    ("script", "reason"),
    [
        ("CREATE TABLE other(a)", "no table 'topics'"),
        (TABLES[4], "no table 'messages'"),
        (f"{TABLES[4]}; CREATE VIEW messages AS SELECT 1", "no table 'messages'"),
    ],
)
def test_a_database_that_is_no_bag_is_one_line(tmp_path, script, reason):
    db = sqlite3.connect(tmp_path / "a.db3")
    db.executescript(script)
    db.close()
    with pytest.raises(BagError, match=reason):
        SqliteFile(tmp_path / "a.db3")


@pytest.mark.parametrize(
    ("data", "reason"),
    [(b"", "is empty"), (b"hello", "is no SQLite file"), (b"SQLite format 3\x00", "no SQLite")],
)
def test_what_is_no_database_is_one_line(tmp_path, data, reason):
    (tmp_path / "a.db3").write_bytes(data)
    with pytest.raises(BagError, match=reason):
        SqliteFile(tmp_path / "a.db3")


def test_a_file_in_a_folder_with_odd_letters_is_read(tmp_path):
    folder = tmp_path / "a?b#c %41"
    folder.mkdir()
    assert kept(write(folder / "a.db3", 2))[0] == [0, 1]


def test_messages_that_a_killed_recorder_left_beside_the_file_are_read(tmp_path):
    path = write(tmp_path / "a.db3", 3)
    db = sqlite3.connect(path)
    db.execute("PRAGMA journal_mode=WAL")
    db.execute("INSERT INTO messages VALUES(NULL, 1, 5000, ?)", (bytes([9, 0, 0, 0]),))
    db.commit()
    copy = tmp_path / "copy"
    copy.mkdir()
    for name in ("a.db3", "a.db3-wal"):
        (copy / name).write_bytes((tmp_path / name).read_bytes())
    db.close()
    assert kept(copy / "a.db3")[0] == [0, 1, 2, 9]
