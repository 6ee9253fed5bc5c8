"""Error codes of DDS become exceptions."""

import pytest

from physai_sim.rosless.dds import library


def test_a_result_passes_and_an_error_code_raises_with_what_failed():
    assert library.checked(3, "a reader") == 3
    with pytest.raises(library.DdsError, match="a reader: DDS error -3"):
        library.checked(-3, "a reader")


def test_functions_refuse_entities_that_do_not_exist():
    assert library.delete(12345) < 0
    assert library.is_triggered(12345) < 0
