"""The command `anju`."""

from __future__ import annotations

import sys
from datetime import datetime, timezone
from pathlib import Path

import typer

from anju.knowledge.load import find_problems
from anju.settings import SettingsError, load_settings
from anju.storage.yaml_file import DataFileError, read_yaml
from anju.supervise.errors import StartError

ROOT = Path(__file__).resolve().parent.parent

app = typer.Typer(
    no_args_is_help=True, add_completion=False, help="Anju, a public-safety assistant."
)
facts = typer.Typer(no_args_is_help=True, help="The facts in data/knowledge.")
app.add_typer(facts, name="facts")


@app.command()
def run() -> None:
    """Start everything and print the address of the chat page."""
    from anju.supervise.run import run_everything  # honcho is needed by this command only

    raise typer.Exit(run_everything(ROOT, load_settings()))


@app.command()
def train(force: bool = typer.Option(False, help="Train even when a model is there.")) -> None:
    """Train a model for the present data, if there is none, and print its path."""
    from anju.supervise.checks import check_data
    from anju.supervise.model import ensure_model

    check_data(ROOT)
    typer.echo(ensure_model(ROOT, load_settings().models_folder, force))


@app.command()
def screen(
    text: str = typer.Option("", help="One message; without it JSON lines are read."),
    image: str = typer.Option("", help="A screenshot or a picture with a QR code: its path."),
    as_json: bool = typer.Option(False, "--json", help="JSON also at a terminal."),
) -> None:
    """Judge messages: is this a scam?

    Reads JSON lines {"id", "text"} on standard input and writes one JSON line each.
    """
    from anju.screening.command import screen_stream, screen_text

    settings = load_settings()
    data, models = ROOT / "data", ROOT / settings.models_folder
    card = sys.stdout.isatty() and not as_json
    if image:
        text = _words_of(Path(image))
    if text:
        raise typer.Exit(screen_text(text, data, models, card, sys.stdout))
    raise typer.Exit(screen_stream(sys.stdin, data, models, sys.stdout))


def _words_of(image: Path) -> str:
    """Return what a picture says; one that says nothing ends the command with the reason."""
    from anju.gateway.pictures import code_of, to_message
    from anju.media.errors import MediaError
    from anju.media.reader import read_picture

    try:
        found = read_picture(image.read_bytes())
    except OSError as error:
        typer.echo(f"{image}: {error.strerror}", err=True)
        raise typer.Exit(2) from error
    except MediaError as error:
        told = read_yaml(ROOT / "data" / "door" / "errors.yml")["errors"][code_of(error)]
        typer.echo(f"{image}: {told['zh']} {told['en']}", err=True)
        raise typer.Exit(2) from error
    return to_message({"text": found.text, "codes": list(found.codes)})


@facts.command("check")
def check_facts() -> None:
    """List every problem of the facts, expired ones included; exit code 1 when there is one."""
    today = datetime.now(timezone.utc).date()
    problems = find_problems(ROOT / "data" / "knowledge", today)
    for problem in problems:
        typer.echo(str(problem))
    typer.echo(f"{len(problems)} problem(s)", err=True)
    raise typer.Exit(1 if problems else 0)


def main() -> None:
    """Run the command; a known problem is one sentence, not a traceback."""
    try:
        app()
    except (StartError, SettingsError, DataFileError) as error:
        typer.echo(str(error), err=True)
        sys.exit(2)


if __name__ == "__main__":
    main()
