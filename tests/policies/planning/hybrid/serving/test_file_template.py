"""Templates of folders, as transformers renders them."""

import json

import pytest

pytest.importorskip("transformers", reason="transformers is missing (make setup-planner)")

from physai_sim.core.errors import CheckpointError
from policies.planning.hybrid.serving.file_template import FileTemplate, template_of
from policies.planning.hybrid.serving.refusal import RefusalError

USER = {"role": "user", "content": "hi"}


@pytest.fixture
def folder(tmp_path):
    """`folder(template, **told)`: a folder with a template, and what its tokenizer tells."""

    def write(template=None, **told):
        if template is not None:
            (tmp_path / "chat_template.jinja").write_text(template)
        if told:
            (tmp_path / "tokenizer_config.json").write_text(json.dumps(told))
        return tmp_path

    return write


def test_a_template_is_used(folder):
    text = "{% for m in messages %}{{ m.content }}{% endfor %}{{ enable_thinking }}"
    assert template_of(folder(text))([USER], [], thinking=True) == "hiTrue"


def test_it_reaches_nothing_and_may_refuse(folder):
    made = template_of(folder("{{ ''.__class__.__mro__ }}"))
    with pytest.raises(RefusalError, match="template"):
        made([USER], [], thinking=True)
    made = template_of(
        folder("{% if messages|length > 1 %}{{ raise_exception('no') }}{% endif %}")
    )
    assert made([USER], [], thinking=True) == ""
    with pytest.raises(RefusalError, match="no"):
        made([USER, USER], [], thinking=True)
    with pytest.raises(RefusalError, match="division"):
        template_of(folder("{{ 1 / 0 }}"))([USER], [], thinking=True)


def test_what_released_templates_use_is_there(folder):
    text = "{{ bos_token }}{{ eos_token }}{{ tools | tojson(indent=1) }}{{ strftime_now('%%') }}"
    made = template_of(folder(text, bos_token="<s>", eos_token={"content": "</s>"}))
    assert made([USER], [{"a": 1}], thinking=True) == '<s></s>[\n {\n  "a": 1\n }\n]%'
    text = "{% generation %}{{ messages[0].content is none }}{% endgeneration %}"
    silent = {"role": "assistant", "content": None}
    assert template_of(folder(text))([silent], [], thinking=True) == "True"


def test_it_may_stand_in_a_json_file_alone_or_among_others_or_not_at_all(folder):
    made = template_of(folder(chat_template="{{ messages | length }}"))
    assert made([USER, USER], [], thinking=True) == "2"
    others = [{"name": "rag", "template": "no"}, {"name": "default", "template": "yes"}]
    assert template_of(folder(chat_template=others))([USER], [], thinking=True) == "yes"
    with pytest.raises(CheckpointError, match="rag"):
        template_of(folder(chat_template=others[:1]))
    assert template_of(folder(model_max_length=5)) is None


@pytest.mark.parametrize("text", ["[]", "{", '{"chat_template": "{% for %}"}', "[" * 90_000])
def test_a_broken_file_is_named(tmp_path, text):
    (tmp_path / "tokenizer_config.json").write_text(text)
    with pytest.raises(CheckpointError, match=r"tokenizer_config\.json"):
        template_of(tmp_path)


def test_a_template_that_is_none_is_named():
    with pytest.raises(CheckpointError, match="not a template"):
        FileTemplate("{% for %}")
