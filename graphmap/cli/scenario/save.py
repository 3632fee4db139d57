"""`graphmap scenario save`: changes in a file become a saved scenario, or another state of one."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from graphmap.cli.options import Json, Store
from graphmap.cli.output import counted, plain, print_json
from graphmap.cli.stores import opened
from graphmap.model.errors import ChangedMeanwhile, UsageError

if TYPE_CHECKING:
    from graphmap.model.scenario_draft import Draft

EXAMPLES = """\b
Examples:
  graphmap scenario save changes.yaml --name "One maternity system" --owner "LMNS digital group"
  graphmap scenario save exported.json
  graphmap scenario save --name "Both together" --based-on one-maternity-system --based-on merger
A file holds a list of changes, such as
  - addLink: {from: SA1-arden, to: "service:E_RS", exchange: referral, profile: ERS-R4}
or an object with `name`, `owner`, `description`, `changes` and `basedOn`, as `graphmap scenario export` writes it.
"""
_TEXTS = {
    "id": "id",
    "name": "name",
    "owner": "owner",
    "description": "description",
    "changedAt": "changed_at",
}
_LISTS = {"changes": "changes", "basedOn": "based_on"}
_NOT_SAVED = {"createdAt", "allChanges"}
"""What the store says of a scenario, and a file may repeat."""


def save(
    file: Annotated[
        Path | None,
        typer.Argument(
            show_default=False, help="JSON or YAML file with the changes; none for one that joins others."
        ),
    ] = None,
    name: Annotated[
        str | None,
        typer.Option("--name", metavar="TEXT", help="Its name. Default: that in the file, or the file's."),
    ] = None,
    owner: Annotated[
        str | None, typer.Option("--owner", metavar="TEXT", help="Whose it is, in words.")
    ] = None,
    description: Annotated[
        str | None, typer.Option("--description", metavar="TEXT", help="What it is about.")
    ] = None,
    key: Annotated[
        str | None,
        typer.Option(
            "--id", metavar="ID", help="Its id. Default: that in the file, or one made from its name."
        ),
    ] = None,
    based_on: Annotated[
        list[str] | None,
        typer.Option(
            "--based-on",
            metavar="ID",
            help="A scenario whose changes come before its own; may be repeated, in order.",
        ),
    ] = None,
    replace: Annotated[
        bool, typer.Option("--replace", help="Replace the scenario of that id, whatever has become of it.")
    ] = False,
    store: Store = None,
    as_json: Json = False,
) -> None:
    """Save changes as a scenario, beside the map.

    A scenario of the same id is replaced only in the state that the file was exported in, so nobody's later work is lost.
    """
    content = {} if file is None else _content(file)
    given = {
        "id": key, "name": name, "owner": owner, "description": description, "based_on": based_on and tuple(based_on)
    }  # fmt: skip
    content |= {field: value for field, value in given.items() if value is not None}
    content.setdefault("name", "" if file is None else file.stem)
    with opened(store) as opened_store:
        there = {one.id: one for one in opened_store.scenarios()}
        draft = _draft(content)
        found = there.get(draft.id or "")
        if found is None or replace:
            draft = draft.model_copy(update={"changed_at": found and found.changed_at})
        try:
            saved = opened_store.save_scenario(draft)
        except ChangedMeanwhile as stale:
            raise UsageError(f"{stale}. --replace replaces it, whatever it is by now") from stale
    if as_json:
        print_json(plain(saved))
        return
    if saved == found:
        print(f"nothing to save: {saved.id} is as it was")
        return
    joined = f", on top of {', '.join(saved.based_on)}" if saved.based_on else ""
    print(f"saved {saved.name!r} as {saved.id}: {counted(len(saved.changes), 'change')}{joined}")


def _draft(content: dict[str, Any]) -> Draft:
    from graphmap.model.scenario_draft import Draft

    return Draft.model_validate(content)


def _content(path: Path) -> dict[str, Any]:
    """What a file says of a scenario, by the fields of a draft. Raises `UsageError`."""
    import yaml

    try:
        content = yaml.safe_load(path.read_text(encoding="utf-8-sig"))
    except OSError as wrong:
        raise UsageError(f"{path} cannot be read: {wrong.strerror or wrong}") from wrong
    except (UnicodeDecodeError, yaml.YAMLError) as wrong:
        raise UsageError(f"{path} is no JSON or YAML: {' '.join(str(wrong).split())}") from wrong
    if isinstance(content, list):
        content = {"changes": content}
    if not isinstance(content, dict):
        raise UsageError(f"{path} holds no scenario: write a list of changes, or an object with `changes`")
    known = {**_TEXTS, **_LISTS}
    if strange := sorted(map(str, content.keys() - known.keys() - _NOT_SAVED)):
        raise UsageError(f"{path}: {strange[0]!r} is no field of a scenario, which are {', '.join(known)}")
    found: dict[str, Any] = {}
    for field, value in content.items():
        if field in _NOT_SAVED or value is None:
            continue
        wanted = list if field in _LISTS else str
        if not isinstance(value, wanted):
            raise UsageError(
                f"{path}: {field} has to be a {'list' if wanted is list else 'text; put it in quotes'}"
            )
        found[known[field]] = tuple(value) if wanted is list else value
    _check_items(path, found)
    return found


def _check_items(path: Path, found: dict[str, Any]) -> None:
    for field, wanted, said in (("changes", dict, "an object"), ("based_on", str, "a text")):
        for number, one in enumerate(found.get(field, ()), start=1):
            if not isinstance(one, wanted):
                raise UsageError(f"{path}: item {number} of {field} has to be {said}, not {one!r}")
