"""Text to tokens and back."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from physai_sim.core.errors import CheckpointError, ConfigError
from policies.planning.hybrid.serving.tokenizer import ByteTokenizer, FileTokenizer, TextStream


def text_of(tokenizer, tokens):
    stream = TextStream(tokenizer)
    return "".join(stream.feed([token]) for token in tokens) + stream.finish()


@settings(max_examples=30, deadline=None)
@given(st.lists(st.sampled_from(["é", "x", "<think>", "<|im_end|>", "日", "<"])).map("".join))
def test_bytes_come_back(text):
    tokenizer = ByteTokenizer(512)
    assert text_of(tokenizer, tokenizer.encode(text)) == text


def test_special_tokens_are_one_token_and_half_a_character_waits():
    tokenizer = ByteTokenizer(512)
    assert tokenizer.encode("a<think>") == [97, tokenizer.specials["<think>"]]
    stream = TextStream(tokenizer)
    assert stream.feed([0xC3]) == ""
    assert stream.feed([0xA9]) == "é"


def test_a_vocabulary_too_small_for_bytes_is_refused():
    with pytest.raises(ConfigError, match="vocab_size"):
        ByteTokenizer(100)


def test_what_a_file_says_of_cutting_and_filling_is_not_done(tmp_path, words):
    tokenizers = pytest.importorskip("tokenizers", reason="tokenizers is missing")
    path = tmp_path / "tokenizer.json"
    words(path)
    made = tokenizers.Tokenizer.from_file(str(path))
    made.enable_truncation(4)
    made.enable_padding(length=16)
    made.save(str(path))
    tokenizer = FileTokenizer(path, 512)
    for text in ("bbcbbcbbcbbc", "b"):
        assert len(tokenizer.encode(text)) == len(text)


def test_a_file_is_read_and_a_broken_one_named(tmp_path):
    tokenizers = pytest.importorskip("tokenizers", reason="tokenizers is missing")
    letters = tokenizers.pre_tokenizers.ByteLevel.alphabet()
    vocabulary = {letter: index for index, letter in enumerate(sorted(letters))}
    made = tokenizers.Tokenizer(tokenizers.models.BPE(vocabulary, []))
    made.pre_tokenizer = tokenizers.pre_tokenizers.ByteLevel(add_prefix_space=False)
    made.add_special_tokens(["<think>"])
    path = tmp_path / "tokenizer.json"
    made.save(str(path))
    tokenizer = FileTokenizer(path, 300)
    assert text_of(tokenizer, tokenizer.encode("é <think>\n")) == "é <think>\n"
    assert tokenizer.specials == {"<think>": 256}
    with pytest.raises(CheckpointError, match="at most"):
        FileTokenizer(path, 200)
    path.write_text("{")
    with pytest.raises(CheckpointError, match="not a tokenizer"):
        FileTokenizer(path, 300)
