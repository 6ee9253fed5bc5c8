import pytest


@pytest.fixture
def mine(tmp_path, monkeypatch):
    """A launch file `mine` where launch files are found by name."""
    path = tmp_path / "launch" / "mine.launch.yaml"
    path.parent.mkdir()
    path.write_text("""\
launch:
- arg: {name: word, default: hello, description: What is said}
- executable:
    cmd: echo $(var word); exit $(env CODE 0)
    shell: true
    name: it
    output: screen
    on_exit: shutdown
""")
    monkeypatch.setenv("PHYSAI_PATH", str(tmp_path))
    return path


@pytest.mark.slow
def test_a_launch_file_is_run_by_name_or_path_with_its_arguments(physai, mine):
    for name in ("mine", mine):
        done = physai("launch", name, "word:=goodbye")
        assert (done.code, done.err) == (0, "")
        assert "[it-1] goodbye\n" in done.out


@pytest.mark.slow
def test_the_exit_code_is_that_of_the_scenario(physai, mine, monkeypatch):
    monkeypatch.setenv("CODE", "3")
    assert physai("launch", "mine").code == 3


@pytest.mark.parametrize("option", ["-s", "--show-args"])
def test_the_arguments_are_shown_and_nothing_is_started(physai, mine, option):
    done = physai("launch", "mine", option)
    assert (done.code, done.err) == (0, "")
    assert done.out.endswith("    'word':\n        What is said\n        (default: 'hello')\n")


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (
            ["mien"],
            "unknown launch, got 'mien'; expected a .launch.yaml file; did you mean 'mine'",
        ),
        (["/no/such.launch.yaml"], "no such launch file, got '/no/such.launch.yaml'"),
        (["mine", "wrd:=x"], "no such launch argument, got 'wrd'; did you mean 'word'"),
        (["mine", "word=x"], "not a launch argument, got 'word=x'; expected NAME:=VALUE"),
    ],
)
def test_what_is_not_known_is_refused_in_a_line(refused, mine, words, says):
    assert says in refused("launch", *words)


def test_a_file_that_is_wrong_is_refused_with_its_place(refused, mine):
    mine.write_text("launch:\n- nod: {}\n")
    assert "mine.launch.yaml:2: launch.0.nod: unknown tag, got 'nod'" in refused("launch", "mine")
