"""Tokens divided into reasoning and content."""

from policies.planning.hybrid.serving.answer import Answer, Reasoning, text_of
from policies.planning.hybrid.serving.tool_calls import BrokenCall


def parts_of(answer, tokens):
    return [part for token in tokens for part in answer.feed(token)] + answer.finish()


def test_with_thinking_off_nothing_is_reasoning(tokenizer):
    answer = Answer(tokenizer, thinking=False)
    parts = parts_of(answer, tokenizer.encode("plain text"))
    assert not any(isinstance(part, Reasoning) for part in parts)
    assert "".join(parts) == "plain text"


def test_a_stop_text_may_come_in_pieces_and_half_of_one_is_text(tokenizer):
    answer = Answer(tokenizer, thinking=False, stops=("END",))
    assert "".join(parts_of(answer, tokenizer.encode("an EN"))) == "an EN"
    answer = Answer(tokenizer, thinking=False, stops=("END",))
    assert "".join(parts_of(answer, tokenizer.encode("an END of it"))) == "an "
    assert answer.is_stopped


def test_a_stop_text_in_reasoning_stops_nothing(tokenizer):
    answer = Answer(tokenizer, thinking=True, stops=("END",))
    parts = parts_of(answer, tokenizer.encode("END</think>yes"))
    assert [p for p in parts if isinstance(p, str)] == ["y", "e", "s"]


def test_a_broken_call_is_text(tokenizer):
    assert text_of(BrokenCall("<tool_call>", "why")) == "<tool_call>"


def test_where_the_model_opens_its_reasoning_the_tag_is_no_text(tokenizer):
    answer = Answer(tokenizer, thinking=True)
    parts = parts_of(answer, tokenizer.encode("<think>hm</think>"))
    assert "".join(part.text for part in parts) == "hm"
    assert answer.thought == 3


def test_a_character_is_never_told_in_halves(tokenizer):
    tokens = tokenizer.encode("日é😀")
    parts = parts_of(Answer(tokenizer, thinking=False), tokens)
    assert [part for part in parts if part] == ["日", "é", "😀"]
    # Only a character that the answer's last token cuts is told as cut.
    parts = parts_of(Answer(tokenizer, thinking=False), tokens[:-1])
    assert "".join(parts) == "日é\N{REPLACEMENT CHARACTER}"


def test_reasoning_that_ends_within_a_character_takes_nothing_from_the_answer(tokenizer):
    close = tokenizer.specials["</think>"]
    cut = [*"aé".encode()[:-1], close, *"é".encode()]
    parts = parts_of(Answer(tokenizer, thinking=True), cut)
    thought = "".join(part.text for part in parts if isinstance(part, Reasoning))
    assert thought == "a\N{REPLACEMENT CHARACTER}"
    assert "".join(part for part in parts if isinstance(part, str)) == "é"
