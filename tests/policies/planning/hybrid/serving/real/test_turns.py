"""A conversation that goes on."""

import pytest

openai = pytest.importorskip("openai", reason="openai is missing (make setup-planner)")

from policies.planning.hybrid.serving.chat_template import render  # noqa: E402

HELLO = [{"role": "user", "content": "Hello"}]


@pytest.mark.parametrize("batched", [False, True])
def test_a_second_turn_goes_on_from_the_first_and_says_what_a_cold_server_says(start, batched):
    def turn(create, messages):
        return create(
            model="tiny",
            messages=messages,
            seed=3,
            max_tokens=40,
            extra_body={"thinking_budget": 10},
        )

    def create_of(address):
        return openai.OpenAI(base_url=address, api_key="secret").chat.completions.create

    system = {"role": "system", "content": "Say little. " * 30}
    with start(batched=batched) as (warm, server), start(sessions=0) as (cold, _):
        first = turn(create_of(warm), [system, *HELLO])
        said = first.choices[0].message
        assert said.reasoning_content
        assert first.usage.prompt_tokens_details.cached_tokens == 0
        answer = {"role": "assistant", "content": said.content or ""}
        answer["reasoning_content"] = said.reasoning_content
        second = [system, *HELLO, answer, {"role": "user", "content": "And then?"}]
        again, anew = (turn(create_of(address), second) for address in (warm, cold))
        before = server.preparer.tokenizer.encode(render([system, *HELLO], [], thinking=True))
        # What begins the answer comes after the end of the turn.
        opening = "<|im_start|>assistant\n<think>\n"
        opening = len(server.preparer.tokenizer.encode(opening))
    assert again.usage.prompt_tokens_details.cached_tokens == len(before) - opening
    assert anew.usage.prompt_tokens_details.cached_tokens == 0
    messages = [found.choices[0].message for found in (again, anew)]
    assert messages[0].content == messages[1].content
    assert messages[0].reasoning_content == messages[1].reasoning_content
