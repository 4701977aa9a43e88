"""`xl-cfc ruleset list | show | check | export | import | diff`."""

import argparse
import json
import sys
from datetime import date
from pathlib import Path

from xl_cfc.commands.options import add_force, add_rulesets_folder, rulesets_of
from xl_cfc.files.writing import need_suffix, refuse_overwrite, write_file
from xl_cfc.language import number_text, t
from xl_cfc.ruleset.difference import differences
from xl_cfc.ruleset.loading import RulesetError
from xl_cfc.ruleset.models import Ruleset
from xl_cfc.ruleset.registry import find_ruleset, shipped_ids, shipped_ruleset
from xl_cfc.ruleset.revising import revised
from xl_cfc.ruleset.saving import ruleset_text
from xl_cfc.ruleset.unchecked import every_number, unchecked_line, unchecked_values


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    actions = parser.add_subparsers(dest="action", required=True, metavar=t("VIỆC", "ACTION"))
    listing = actions.add_parser("list", help=t("liệt kê các bộ tiêu chí", "list the rule sets"))
    show = actions.add_parser("show", help=t("in một bộ tiêu chí", "print a rule set"))
    _add_name(show, "name")
    show.add_argument("--json", action="store_true", help=t("in dạng JSON", "as JSON"))
    check = actions.add_parser("check", help=t("kiểm tra một tệp bộ tiêu chí", "check a rule set file"))
    check.add_argument("file", metavar=t("TỆP", "FILE"))
    export = actions.add_parser(
        "export", help=t("ghi thành sổ Excel để sửa và đối chiếu", "write a workbook to correct and certify it in")
    )
    _add_name(export, "name")
    export.add_argument("output", metavar="OUT.xlsx", type=Path)
    reading = actions.add_parser(
        "import", help=t("đọc sổ Excel đã sửa thành bộ tiêu chí", "read a corrected workbook as a rule set")
    )
    reading.add_argument("file", metavar="IN.xlsx", type=Path)
    reading.add_argument("-o", "--output", metavar="OUT.yaml", type=Path, required=True)
    reading.add_argument("--id", default="", help=t("mã của bộ tiêu chí mới", "id of the new rule set"))
    diff = actions.add_parser("diff", help=t("nêu bằng lời hai bộ khác nhau chỗ nào", "say how two rule sets differ"))
    _add_name(diff, "old")
    _add_name(diff, "new")
    for part in (export, reading):
        add_force(part)
    for part in (listing, show, export, diff):
        add_rulesets_folder(part)


def _add_name(parser: argparse.ArgumentParser, name: str) -> None:
    parser.add_argument(name, metavar=t("MÃ|TỆP", "ID|FILE"), help=t("mã, hoặc tệp .yaml", "id, or a .yaml file"))


def run(options: argparse.Namespace) -> int:
    """Do what was asked; 1 when a checked rule set has mistakes, 2 when there is nothing usable."""
    actions = {
        "list": _list,
        "show": _show,
        "check": _check,
        "export": _export,
        "import": _import,
        "diff": _diff,
    }
    try:
        return actions[options.action](options)
    except RulesetError as error:
        _print_problems(error)
        return 1 if options.action == "check" else 2


def _named(options: argparse.Namespace, name: str) -> Ruleset:
    return rulesets_of(options).named(name)


def _list(options: argparse.Namespace) -> int:
    others = rulesets_of(options).others
    for ruleset in (*map(shipped_ruleset, shipped_ids()), *others):
        example = "\t" + t("VÍ DỤ, không phải quy định", "AN EXAMPLE, not a regulation") if ruleset.example else ""
        criteria = f"{len(ruleset.criteria)} {t('tiêu chí', 'criteria')}"
        print(f"{ruleset.id}\t{ruleset.title}\t{criteria}\t{ruleset.digest}{example}")
    return 0


def _check(options: argparse.Namespace) -> int:
    ruleset = find_ruleset(options.file)
    print(
        t(
            f"✓ {options.file}: hợp lệ ({ruleset.id}, {ruleset.digest})",
            f"✓ {options.file}: valid ({ruleset.id}, {ruleset.digest})",
        )
    )
    return 0


def _show(options: argparse.Namespace) -> int:
    ruleset = _named(options, options.name)
    if options.json:
        print(json.dumps(ruleset.model_dump(mode="json"), ensure_ascii=False, indent=2))
    else:
        _print_ruleset(ruleset)
    return 0


def _export(options: argparse.Namespace) -> int:
    from xl_cfc.books.rule import rulebook_bytes

    ruleset = _named(options, options.name)
    need_suffix(options.output, ".xlsx")
    write_file(options.output, rulebook_bytes(ruleset), force=options.force)
    print(t(f"Đã ghi sổ bộ tiêu chí: {options.output}", f"Rulebook written: {options.output}"))
    print(_unchecked(ruleset))
    return 0


def _import(options: argparse.Namespace) -> int:
    from xl_cfc.books.rule import read_rulebook

    need_suffix(options.output, ".yaml", ".yml")
    refuse_overwrite(options.output, force=options.force)
    book = read_rulebook(options.file.read_bytes())
    new = revised(book.ruleset, book.original, date.today(), shipped_ids(), options.id)
    write_file(options.output, ruleset_text(new).encode(), force=options.force)
    print(
        t(
            f"Đã lưu {options.output}: {new.id}, mã kiểm {new.digest}",
            f"Saved {options.output}: {new.id}, hash {new.digest}",
        )
    )
    if book.original is None:
        print(t("Không còn bản gốc trong tệp để so sánh.", "The original is gone from the file: nothing to compare."))
    else:
        _print_differences(book.original, new)
    print(_unchecked(new))
    return 0


def _diff(options: argparse.Namespace) -> int:
    _print_differences(_named(options, options.old), _named(options, options.new))
    return 0


def _print_differences(old: Ruleset, new: Ruleset) -> None:
    lines = differences(old, new)
    if not lines:
        print(t(f"Không có gì khác {old.id}.", f"Nothing differs from {old.id}."))
        return
    print(t(f"{len(lines)} điểm khác so với {old.id}:", f"{len(lines)} differences from {old.id}:"))
    for line in lines:
        print(f"  – {line}")


def _unchecked(ruleset: Ruleset) -> str:
    """How many numbers of the whole rule set, of every class, nobody has compared with the Decision."""
    return unchecked_line(sum(number.unchecked for number in every_number(ruleset)), ruleset.title)


def _print_problems(error: RulesetError) -> None:
    for problem in error.problems:
        print(f"✗ {problem}", file=sys.stderr)
    count = len(error.problems)
    print(t(f"{count} lỗi trong bộ tiêu chí", f"{count} mistakes in the rule set"), file=sys.stderr)


def _print_ruleset(ruleset: Ruleset) -> None:
    first = next(iter(ruleset.thresholds))
    print(f"{ruleset.title}  [{ruleset.id}, {ruleset.digest}]")
    print(unchecked_line(unchecked_values(ruleset, first), ruleset.title))
    for name, threshold in ruleset.thresholds.items():
        print(f"  {t('Nhóm', 'Class')} {name}: {number_text(threshold.points.value)}  {threshold.label}")
    for criterion in ruleset.criteria:
        print(f"{criterion.number:>3}. {criterion.name} ({number_text(criterion.max_points.value)})")
        for indicator in criterion.indicators:
            print(f"     {indicator.id:<5} {indicator.label}\n           {indicator.scale_text()}")
            for name in indicator.own_classes:
                print(f"           {t('nhóm', 'class')} {name}: {indicator.scale_text(name)}")
