"""Ends of turns, in tokens as in the text."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from policies.planning.hybrid.serving.chat_template import render
from policies.planning.hybrid.serving.file_template import FileTemplate
from policies.planning.hybrid.serving.tokenizer import ByteTokenizer, FileTokenizer
from policies.planning.hybrid.serving.turns import turn_ends

# As released templates write turns: no line after `<think>`, and reasoning that is dropped.
RELEASED = (
    "{% for m in messages %}<|im_start|>{{ m.role }}\n{{ m.content }}<|im_end|>\n{% endfor %}"
    "<|im_start|>assistant\n{% if not enable_thinking %}<think>\n\n</think>\n\n{% endif %}"
)
TEXTS = st.lists(st.sampled_from(["a", "as", "sis", "\n", " ", "é", "assistant\n", "日<", "|>"]))
OPENS = "<|im_start|>assistant\n"


@pytest.fixture(scope="module", params=["bytes", "file"])
def reads(request, tmp_path_factory, words):
    if request.param == "bytes":
        return ByteTokenizer(512)
    path = tmp_path_factory.mktemp("words") / "tokenizer.json"
    words(path)
    return FileTokenizer(path, 512)


@pytest.fixture(scope="module", params=["ours", "released"])
def writes(request):
    if request.param == "ours":
        return render
    pytest.importorskip("transformers", reason="transformers is missing (make setup-planner)")
    return FileTemplate(RELEASED)


@settings(max_examples=25, deadline=None)
@given(texts=st.lists(TEXTS.map("".join), min_size=1, max_size=5), thinking=st.booleans())
def test_each_place_is_where_the_text_before_an_answer_ends(reads, writes, texts, thinking):
    roles = ("user", "assistant")
    messages = [{"role": roles[i % 2], "content": text} for i, text in enumerate(texts)]
    prompt = writes(messages, [], thinking=thinking)
    tokens = reads.encode(prompt)
    before = [prompt[:at] for at in range(1, len(prompt)) if prompt.startswith(OPENS, at)]
    # The last turn is the answer's own, also where it follows one of its own kind.
    assert len(before) == len(texts) // 2 + 1
    assert [tokens[:end] for end in turn_ends(tokens, reads)] == [reads.encode(t) for t in before]


def test_turns_read_one_by_one_are_the_whole(reads, writes):
    says = ("as is\n", "\n\n a", "hi")
    messages = [{"role": ("user", "assistant")[i % 2], "content": s} for i, s in enumerate(says)]
    prompt = writes(messages, [], thinking=True)
    turns = [f"<|im_start|>{turn}" for turn in prompt.split("<|im_start|>")[1:]]
    assert [token for turn in turns for token in reads.encode(turn)] == reads.encode(prompt)


def test_an_answer_to_nothing_has_no_end_before_it(reads):
    assert turn_ends(reads.encode(OPENS), reads) == ()
