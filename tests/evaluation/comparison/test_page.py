import re

import pytest

from physai_sim.evaluation.comparison.compare import compare
from physai_sim.evaluation.comparison.margins import parse_no_worse
from physai_sim.evaluation.comparison.page import write_page

SLOW = [4.0, 4.4, 3.9, 4.2, 4.1, 4.3, 4.0, 4.6]
FAST = [value - extra for value, extra in zip(SLOW, [0.5, 0.7] * 4, strict=True)]


@pytest.fixture
def page(scored_file, tmp_path):
    def make(a, b, **options):
        left, right = scored_file("<old>", duration=a), scored_file("new", duration=b)
        write_page(tmp_path / "comparison.html", compare(left, right, **options))
        return (tmp_path / "comparison.html").read_text(encoding="utf-8")

    return make


def test_the_page_says_who_is_better_and_needs_nothing_beside_it(page):
    text = page(SLOW, FAST)
    assert "<h1>new against &lt;old&gt;</h1>" in text
    assert '<span class="badge good">better</span>' in text
    assert text.count("<svg") == 2
    assert not re.search(r"(src|href)=.(https?:|//|/)", text)
    assert "<script" not in text
    assert text == page(SLOW, FAST)


def test_requirements_are_shown(page):
    text = page(FAST, SLOW, requirements=[parse_no_worse("duration")])
    assert '<span class="badge bad">missed</span>' in text
    assert "and that is no noise" in text


def test_a_page_of_nothing_known_is_a_page(page):
    text = page([None, 1.0], [1.0, None])
    assert "too few pairs" in text
    assert "unknown in 2 pairs" in text
    assert "<svg" not in text
