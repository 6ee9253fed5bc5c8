import pytest
from rclpy.type_hash import TypeHash

DIGITS = "df668c740482bbd48fb39d76a70dfd4bd59db1288021743503259e948f6b1a18"


def test_a_hash_is_read_and_written_as_endpoints_tell_it():
    found = TypeHash.from_text(f"RIHS01_{DIGITS}")
    assert (found.version, found.value.hex()) == (1, DIGITS)
    assert str(found) == f"RIHS01_{DIGITS}"
    assert found == TypeHash(1, bytes.fromhex(DIGITS))
    assert hash(found) == hash(TypeHash(1, bytes.fromhex(DIGITS)))


@pytest.mark.parametrize("text", ["", "RIHS01_", f"RIHS1_{DIGITS}", f"RIHS01_{DIGITS}0"])
def test_another_text_is_an_unknown_hash(text):
    assert TypeHash.from_text(text) == TypeHash()
    assert str(TypeHash.from_text(text)) == "INVALID"


def test_values_of_other_types_are_refused():
    with pytest.raises(AssertionError, match="version"):
        TypeHash("1")
    with pytest.raises(AssertionError, match="value"):
        TypeHash(1, "abc")
    assert TypeHash() != "INVALID"
