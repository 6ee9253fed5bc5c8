"""`physai serve planner`: the process from its start to its end, and bad input in one line."""

import dataclasses
import json
import os
import re
import shlex
import shutil
import signal
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path

import pytest

from physai_sim.cli.serve import PlannerOptions


@contextmanager
def running(*words, **environment):
    """The command on a free port; gives the process and its address."""
    command = [sys.executable, "-m", "physai_sim.cli.main", "serve", "planner", *words]
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True}
    environment = {**os.environ, "OMP_NUM_THREADS": "1", **environment}
    process = subprocess.Popen([*command, "--port", "0"], env=environment, **pipes)
    try:
        line = process.stdout.readline()
        assert " listens at " in line, process.stderr.read()
        yield process, line.split()[-1]
    finally:
        process.kill()
        process.communicate()


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_it_answers_until_it_is_told_to_end(number):
    openai = pytest.importorskip("openai", reason="openai is missing (make setup-planner)")
    for package in ("torch", "uvicorn", "fastapi", "llguidance"):
        pytest.importorskip(package, reason=f"{package} is missing (make setup-planner)")
    words = ("--preset", "tiny", "--name", "small", "--api-key-env", "KEY_OF_TEST", "--slots", "1")
    with running(*words, KEY_OF_TEST="secret") as (process, address):
        client = openai.OpenAI(base_url=address, api_key="secret", max_retries=0)
        stream = client.chat.completions.create(
            model="small",
            messages=[{"role": "user", "content": "hi"}],
            stream=True,
            response_format={"type": "regex", "regex": "a{4000}"},
            extra_body={"enable_thinking": False},
        )
        chunks = iter(stream)
        assert [next(chunks).choices[0].delta.content for _ in range(3)] == ["", "a", "a"]
        process.send_signal(number)
        with pytest.raises(openai.APIError, match="the server is closing"):
            list(chunks)
        code, told = process.wait(30), process.stderr.read()
        assert code == 130, told
        first, last = told.splitlines()
        assert re.fullmatch(
            r"small: \d+ MiB of weights, \d+ MiB of states for 1 at once .*", first
        )
        assert last == "physai: interrupted"


@pytest.mark.parametrize(
    ("words", "text"),
    [
        ([], "expected a CHECKPOINT, or --preset"),
        (["x", "--preset", "tiny"], "expected a CHECKPOINT, or --preset"),
        (["--preset", "tinny"], "did you mean 'tiny'?"),
        (["--preset", "tiny", "--slots", "0"], "--slots"),
        (["--preset", "tiny", "--port", "70000"], "--port"),
        (["--preset", "tiny", "--context", "many"], "--context"),
        (["--preset", "tiny", "--dtype", "int8"], "known: bfloat16, float32"),
        (["--preset", "tiny", "--state-dtype", "int8"], "known: float16, float32"),
        (["--preset", "tiny", "--kv-dtype", "int8"], "known: bfloat16, float32, float8"),
        (["--preset", "tiny", "--compiled", "--batched"], "--compiled"),
        (["--preset", "tiny", "--device", "toaster"], "--device: no such device here"),
        (["--preset", "tiny", "--host", "0.0.0.0"], "a key by --api-key-env"),
        (["--preset", "tiny", "--api-key-env", "NO_SUCH_KEY"], "the environment has no NO_SUCH"),
    ],
)
def test_bad_input_is_one_line(refused, words, text):
    for package in ("torch", "uvicorn", "fastapi", "llguidance"):
        pytest.importorskip(package, reason=f"{package} is missing (make setup-planner)")
    assert text in refused(
        "serve", "planner", *words, *(() if "--port" in words else ("--port", 0))
    )


def test_a_folder_that_is_no_checkpoint_is_one_line(refused, tmp_path):
    pytest.importorskip("llguidance", reason="llguidance is missing (make setup-planner)")
    pytest.importorskip("torch", reason="torch is missing (make setup-planner)")
    told = refused("serve", "planner", tmp_path, "--port", 0)
    assert "tokenizer.json: no such file" in told


def test_without_its_packages_a_line_says_how_to_get_them(refused, monkeypatch):
    monkeypatch.setitem(sys.modules, "policies.planning.hybrid.serving.start", None)
    told = refused("serve", "planner", "--preset", "tiny")
    assert "cannot serve: " in told
    assert "make setup-planner" in told


def test_help_names_every_option(physai):
    done = physai("serve", "planner", "--help")
    assert done.code == 0
    for name in ("--preset", "--api-key-env", "--slots", "--context", "--queue", "--device"):
        assert name in done.out


def _examples():
    """Blocks of code in docs/serving.md, by language."""
    text = (Path(__file__).parents[2] / "docs" / "serving.md").read_text(encoding="utf-8")
    return re.findall(r"```(\w+)\n(.*?)```", text, re.S)


def test_what_the_page_shows_works(capsys):
    for package in ("openai", "torch", "uvicorn", "fastapi", "llguidance"):
        pytest.importorskip(package, reason=f"{package} is missing (make setup-planner)")
    [_, (_, start), (_, asks), (_, program)] = _examples()
    with running(*shlex.split(start)[3:]) as (_, address):
        at = address.removesuffix("/v1")
        client = program.replace("http://127.0.0.1:8000", at)
        exec(compile(client, "docs/serving.md", "exec"), {})
        assert capsys.readouterr().out.strip() in ("true", "false")
        if shutil.which("curl") is None:
            pytest.skip("curl is missing")
        command = asks.replace("http://127.0.0.1:8000", at)
        told = subprocess.run(["sh", "-c", command], capture_output=True, text=True, check=True)
        message = json.loads(told.stdout)["choices"][0]["message"]
        assert message["role"] == "assistant"
        assert message["reasoning_content"]


def test_the_page_names_every_option_with_its_default():
    page = (Path(__file__).parents[2] / "docs" / "serving.md").read_text(encoding="utf-8")
    rows = [line for line in page.splitlines() if line.startswith("| `")]
    for field in dataclasses.fields(PlannerOptions):
        name = {"key_name": "api_key_env"}.get(field.name, field.name)
        row = next(
            (r for r in rows if f"--{name.replace('_', '-')}" in r or name.upper() in r), ""
        )
        assert row, name
        odd = {None: "", False: "off", 1024 * 1024: "1 MiB"}
        told = (
            str(field.default) if field.name == "seed" else odd.get(field.default, field.default)
        )
        told = str(told)
        assert told in row, name
