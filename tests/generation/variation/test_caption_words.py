"""Every look has words, and words of prompts lead to looks that there are."""

from physai_sim.generation.variation.appearance import NAMED
from physai_sim.generation.variation.caption_words import (
    LOOKS,
    SAID,
    VEILED,
    colour_name,
    sentence_of,
)


def test_every_look_has_words():
    assert {factor: tuple(names) for factor, names in LOOKS.items()} == {
        factor: names for factor, (names, _) in NAMED.items()
    }
    assert tuple(VEILED) == tuple(LOOKS["lighting"])


def test_every_word_leads_to_a_look():
    for factor, said in SAID.items():
        assert set(said) <= set(LOOKS[factor])


def test_colours_are_named_by_the_nearest():
    assert colour_name((0.84, 0.16, 0.13)) == "red"
    assert colour_name((0.95, 0.94, 0.90)) == "white"
    assert colour_name((0.2, 0.3, 0.8)) == "blue"
    assert colour_name((0.5, 0.52, 0.5)) == "grey"


def test_wood_is_not_grey():
    assert colour_name((0.72, 0.56, 0.40)) == "light brown"


def test_sentences_begin_and_end_as_such():
    assert sentence_of(" a  car ") == "A car."
    assert sentence_of("Stop!") == "Stop!"
    assert sentence_of("") == ""
