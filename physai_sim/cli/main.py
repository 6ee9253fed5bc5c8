"""The command `physai`: subcommands, exit codes, and errors in one line.

Exit codes: 0 done; 1 ran, and the result fails what was required of it; 2 bad input, or a machine
that lacks something; 130 interrupted.

The files of the subcommands import what simulates within their functions: a command that does not
simulate starts at once, and also where PyBullet does not work.
"""

from __future__ import annotations

import errno
import os
import signal
import sys
from types import FrameType

import typer

from physai_sim import __version__
from physai_sim.cli import (
    action,
    bag,
    bench,
    compare,
    critic,
    curate,
    doctor,
    evaluate,
    generate,
    launch,
    node,
    param,
    physics,
    record,
    replay,
    run,
    schema,
    serve,
    service,
    topic,
)
from physai_sim.cli import list as list_command
from physai_sim.core.errors import PhysAIError

# Wrong usage. Newer releases of typer hold a copy of click, whose classes are not those of an
# installed click; the right one is found from a class that typer hands on.
UsageTrouble: type[Exception] = next(
    kind for kind in typer.BadParameter.__mro__ if kind.__name__ == "ClickException"
)
INTERRUPTED = 130
OUT_OF_OUR_HANDS = (
    *(errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EROFS, errno.EACCES),
    *(errno.EIO, errno.ENAMETOOLONG),
)

app = typer.Typer(
    name="physai",
    help="Robotics simulation whose frames and plans are checked against its own physics.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
app.command("list")(list_command.list_names)
app.command("run")(run.run_episodes)
app.command("record")(record.record_episodes)
app.command("evaluate")(evaluate.evaluate_bags)
app.command("compare")(compare.compare_results)
app.command("replay")(replay.replay_bags)
app.command("generate")(generate.generate)
app.command("curate")(curate.curate_rollouts)
app.command("launch")(launch.launch)
app.command("physics")(physics.check_physics)
app.command("schema")(schema.print_schema)
app.command("bench")(bench.run_bench)
app.command("doctor")(doctor.examine_machine)
app.add_typer(bag.app, name="bag")
app.add_typer(critic.app, name="critic")
app.add_typer(serve.app, name="serve")
for live in (topic, node, service, param, action):
    app.add_typer(live.app, name=live.__name__.rpartition(".")[2])


def _print_version(value: bool) -> None:
    if value:
        typer.echo(f"physai_sim {__version__}")
        raise typer.Exit


@app.callback()
def _options(
    version: bool = typer.Option(
        False, "--version", is_eager=True, callback=_print_version, help="Print the version."
    ),
) -> None:
    """Options of the command itself."""


def main(program: typer.Typer | None = None) -> None:
    """Run the command, or another program that keeps its rules, and leave with its exit code."""
    signal.signal(signal.SIGTERM, _as_interrupt)
    sys.exit(_exit_code(program))


def _exit_code(program: typer.Typer | None = None) -> int:
    try:
        code = (program or app)(standalone_mode=False)
    except (KeyboardInterrupt, typer.Abort):
        return _complain("interrupted", code=INTERRUPTED)
    except (BrokenPipeError, SystemExit):
        # Whoever read our output has seen enough, and rich and typer leave with SystemExit then;
        # nothing more may be written to it.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except (UsageTrouble, PhysAIError, OSError) as error:
        return _explained(error)
    if code == INTERRUPTED:  # newer releases of typer take Ctrl-C for themselves, without a word
        return _complain("interrupted", code=INTERRUPTED)
    return code if isinstance(code, int) else 0


def _explained(error: Exception) -> int:
    """Say in a line what was wrong; an error that is a bug of ours goes on as it is."""
    text = str(error)
    if isinstance(error, UsageTrouble):
        text = error.format_message()  # type: ignore[attr-defined]
        if type(error).__name__ == "NoArgsIsHelpError":
            typer.echo(text, err=True, nl=bool(text))  # empty where rich has printed it
            return 2
    elif isinstance(error, OSError):
        if error.errno not in OUT_OF_OUR_HANDS:
            raise error
        text = f"{error.filename or 'output'}: {error.strerror}"
    return _complain(text)


def _complain(text: str, *, code: int = 2) -> int:
    typer.echo(f"physai: {' '.join(text.split())}", err=True)
    return code


def _as_interrupt(number: int, frame: FrameType | None) -> None:
    """A polite end (SIGTERM) closes bags just as Ctrl-C does."""
    raise KeyboardInterrupt


if __name__ == "__main__":
    main()
