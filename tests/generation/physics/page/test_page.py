"""physics.html: one file, no network, nothing of a name becomes markup."""

import html
import re

import pytest

from physai_sim.generation.physics.page.page import write_page


@pytest.fixture(scope="module")
def page(push_report, push_document, tmp_path_factory):
    path = tmp_path_factory.mktemp("page") / "physics.html"
    write_page(path, push_document, push_report)
    return path


def test_the_verdict_and_every_measure_are_on_it(page, push_document):
    text = html.unescape(page.read_text(encoding="utf-8"))
    assert push_document["sentence"] in text
    for row in push_document["measures"].values():
        told = row["reason"] or row["question"]
        assert told in text
    assert "drift<=0.01" in text
    assert "data:video/mp4;base64," in text


def test_it_needs_nothing_from_elsewhere_and_names_are_text(page):
    text = page.read_text(encoding="utf-8")
    assert not re.search(r'(src|href)="(?!data:|#)', text)
    assert "default-src 'none'" in text
    assert "<b>.mp4" not in text
    assert "&lt;b&gt;.mp4" in text


def test_the_video_lies_beside_it(page):
    assert page.with_name("physics.mp4").stat().st_size > 1000
