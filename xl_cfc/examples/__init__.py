"""Example communes: forms filled as officers would leave them, with made-up figures, marked as such."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from xl_cfc.examples.communes import Story, commune
from xl_cfc.files.pool import mapped
from xl_cfc.files.writing import write_file
from xl_cfc.form.content import FormContent
from xl_cfc.ruleset.registry import shipped_ruleset
from xl_cfc.text import plain_name

__all__ = ["ExampleForm", "Story", "example_form", "example_forms", "write_examples"]

#: Below this many forms worker processes cost more than they save.
_MANY = 50
#: Existing files named when writing is refused; the rest are counted.
_NAMED = 5

Progress = Callable[[int, int, str], None]


@dataclass(frozen=True)
class ExampleForm:
    """One filled form: its file name, what stands in it, and the story it tells."""

    file_name: str
    content: FormContent
    story: Story


def example_form(position: int, seed: int = 1, year: int = 2024) -> ExampleForm:
    """The form of the commune at this position (0 is the first); the same seed gives the same form."""
    story, content = commune(position, seed, year, shipped_ruleset())
    code, name, period = (str(content.values[key]) for key in ("ma_dvhc", "ten_don_vi", "ky"))
    return ExampleForm(f"{code}_{plain_name(name)}_{year}_{plain_name(period).lower()}.xlsx", content, story)


def example_forms(communes: int = 13, seed: int = 1, year: int = 2024) -> Iterator[ExampleForm]:
    """The forms of an example unit; the first 13 are those of a district everybody can picture."""
    return (example_form(position, seed, year) for position in range(communes))


def write_examples(
    folder: Path, communes: int = 13, seed: int = 1, *, force: bool = False, progress: Progress | None = None
) -> list[Path]:
    """Write the forms into a folder; `progress` is told after each: how many, of how many, which.

    Raises FileExistsError, naming the files, when some exist and `force` is not given; nothing is written then.
    """
    forms = list(example_forms(communes, seed))
    there = [form.file_name for form in forms if (folder / form.file_name).exists()]
    if there and not force:
        raise FileExistsError(", ".join(there[:_NAMED]) + (f" … ({len(there)})" if len(there) > _NAMED else ""))
    folder.mkdir(parents=True, exist_ok=True)
    write = partial(_write, folder=folder)
    paths = []
    for path in mapped(write, forms, many=_MANY):
        paths.append(path)
        if progress is not None:
            progress(len(paths), communes, path.name)
    return paths


def _write(form: ExampleForm, folder: Path) -> Path:
    from xl_cfc.form.sheets import form_bytes

    path = folder / form.file_name
    write_file(path, form_bytes(shipped_ruleset(), form.content), force=True)
    return path
