import pytest
from hypothesis import given
from hypothesis import strategies as st

from physai_sim.generation.critics.language.answers import LONGEST, read_answer


@pytest.mark.parametrize(
    "text", ["4", " 4\n", "4.", "**4**", "<think>why</think>4", "why</think>\n\n4"]
)
def test_one_bare_number_is_the_score(text):
    answer = read_answer(text)
    assert (answer.score, answer.trouble) == (4, None)


def test_thoughts_are_kept_apart_from_the_answer():
    answer = read_answer("<think>It falls at 8 m/s2,\nnot 9.8.</think>\n2")
    assert answer.thoughts == "It falls at 8 m/s2,\nnot 9.8."
    assert (answer.said, answer.score) == ("2", 2)


def test_what_is_thought_is_never_taken_for_the_answer():
    answer = read_answer("<think>I would say 5</think>")
    assert (answer.score, answer.trouble) == (None, "there is no answer")


def test_only_what_follows_the_last_thoughts_is_the_answer():
    answer = read_answer("<think>a</think>5<think>b</think>1")
    assert answer.score == 1
    assert answer.thoughts == "a5b"


@pytest.mark.parametrize(
    ("text", "trouble"),
    [
        ("", "there is no answer"),
        ("<think>It looks like 4", "the thoughts do not come to an end"),
        ("4/5", "the answer holds 2 numbers: '4/5'"),
        ("3 or 4", "the answer holds 2 numbers: '3 or 4'"),
        ("four", "the answer holds no number: 'four'"),
        ("Score: 4", "the answer is more than a whole number: 'Score: 4'"),
        ("4.5", "the answer is more than a whole number: '4.5'"),
        ("-4", "the answer is more than a whole number: '-4'"),
        ("0", "the answer is not from 1 to 5: '0'"),
        ("6", "the answer is not from 1 to 5: '6'"),
        ("44", "the answer is not from 1 to 5: '44'"),
        ("**4", "the answer is more than a whole number: '**4'"),
        ("<answer>4</answer>", "the answer is more than a whole number: '<answer>4</answer>'"),
        ("\u0664", "the answer holds no number: '\u0664'"),
        ("4" * (LONGEST + 1), f"the answer is longer than {LONGEST} characters"),
    ],
)
def test_anything_else_has_no_score_and_a_reason(text, trouble):
    answer = read_answer(text)
    assert (answer.score, answer.trouble) == (None, trouble)


@given(st.text(max_size=60))
def test_whatever_is_said_there_is_a_score_or_a_reason(text):
    answer = read_answer(text)
    assert (answer.score is None) == (answer.trouble is not None)
    assert answer.score is None or str(answer.score) in answer.said
