"""What each button does. VBA calls `press` with the button's id; nothing that goes wrong reaches Excel raw.

A handler takes a saved copy of the active workbook through the same library function as the command line,
then writes the result back. It returns the one sentence the officer reads, or None when there is none.
"""

import logging
from collections.abc import Callable, Sequence
from datetime import date
from logging.handlers import RotatingFileHandler
from pathlib import Path
from typing import TYPE_CHECKING
from xml.etree import ElementTree

import xlwings as xw

from macros import history, overlay, tables
from macros.excel import CancelledError, Desk, open_file
from udfs.functions import CATEGORY
from udfs.help import help_texts
from xl_cfc.addin.settings import XLWINGS_VERSION
from xl_cfc.delivery.packing import PackRefusedError, prepare, store
from xl_cfc.delivery.returning import note_rows, to_mend, unit_of
from xl_cfc.files.home import home, log_file
from xl_cfc.files.writing import write_file
from xl_cfc.findings.finding import Finding, Severity
from xl_cfc.form.circumstances import on_day
from xl_cfc.form.evaluation import Evaluation, evaluate
from xl_cfc.form.layout import ORIGINS
from xl_cfc.judging.scoring import Scorecard
from xl_cfc.language import speaking
from xl_cfc.ruleset.known import KnownRulesets, known_rulesets, rulesets_folder
from xl_cfc.ruleset.loading import RulesetError
from xl_cfc.ruleset.models import FINAL_PERIOD, Ruleset
from xl_cfc.ruleset.registry import shipped_ids
from xl_cfc.ruleset.unchecked import unchecked_line
from xl_cfc.usage import UsageError

if TYPE_CHECKING:
    from xl_cfc.collecting import MergeOutcome

log = logging.getLogger("xl_cfc.addin")


class SayError(Exception):
    """Something the officer must be told instead of a result."""


def press(button: str) -> None:
    """A button was pressed. A failure is logged and told in one sentence; a cancelled dialog is silent."""
    with speaking("vi"), _logging():
        desk: Desk | None = None
        try:
            desk = Desk(xw.Book.caller())
            desk.clear_progress()
            log.info("%s: %s", button, desk.key)
            sentence = HANDLERS[button](desk)
            if sentence:
                desk.say(sentence)
        except CancelledError:
            log.info("%s: cancelled", button)
        except (SayError, PackRefusedError, UsageError) as refusal:
            log.info("%s: %s", button, refusal)
            _tell(desk, str(refusal))
        except Exception:
            log.exception("%s", button)
            _tell(
                desk,
                f"Không thực hiện được «{label_of(button)}». Gửi tệp nhật ký cho người hỗ trợ: {log_file()}",
            )


def start(version: str) -> None:
    """Excel has started: compare versions, and give the function wizard its Vietnamese help."""
    with speaking("vi"), _logging():
        desk: Desk | None = None
        try:
            desk = Desk(xw.Book.caller())
            if not version == XLWINGS_VERSION == xw.__version__:
                raise SayError(
                    f"Tiện ích dùng xlwings {version}, máy này cài xlwings {xw.__version__}: "
                    "đóng Excel rồi chạy lại lệnh xl-cfc addin install"
                )
            for entry in help_texts():
                desk.register_help(entry, CATEGORY)
        except SayError as refusal:
            _tell(desk, str(refusal))
        except Exception:
            log.exception("start")


def _tell(desk: Desk | None, sentence: str) -> None:
    """Say it; when even that fails there is only the log."""
    try:
        if desk is not None:
            desk.say(sentence, serious=True)
    except Exception:
        log.exception("could not say: %s", sentence)


class _logging:  # noqa: N801 - reads as a statement: with _logging()
    """The log file, open for the length of one press: nothing stays locked in between."""

    def __enter__(self) -> None:
        folder = home()
        folder.mkdir(parents=True, exist_ok=True)
        self.handler = RotatingFileHandler(log_file(folder), maxBytes=500_000, backupCount=2, encoding="utf-8")
        self.handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s %(message)s"))
        root = logging.getLogger("xl_cfc")
        root.addHandler(self.handler)
        root.setLevel(logging.INFO)

    def __exit__(self, *failure: object) -> None:
        logging.getLogger("xl_cfc").removeHandler(self.handler)
        self.handler.close()


def new_form(desk: Desk) -> str | None:
    """A blank form, saved where the officer says, and opened."""
    from xl_cfc.form.layout import UNIT
    from xl_cfc.form.sheets import FormContent, form_bytes

    year = date.today().year
    path = desk.ask_save("Lưu phiếu mới", f"Phieu-{year}.xlsx").with_suffix(".xlsx")
    if path.exists():
        raise SayError(f"Đã có tệp {path.name} ở đó: chọn tên khác")
    with desk.busy():
        content = FormContent(values={"nam": year, "ky": FINAL_PERIOD})
        write_file(path, form_bytes(_rulesets().in_force(year), content))
        history.remember("Mẫu mới", desk.key, overlay.current(desk.book), created=(path,))
        opened = desk.open(path)
    opened.sheets[UNIT].activate()
    return f"Đã tạo {path.name}. Bắt đầu từ trang «{UNIT}»."


def check(desk: Desk) -> str | None:
    """The findings sheet, and marks on the cells."""
    with desk.busy():
        evaluation, data = _evaluated(desk)
        table = tables.check_table((*evaluation.findings, *evaluation.settled), desk.book.name)
        wanted = overlay.current(desk.book).with_table(table)
        _write(desk, "Kiểm tra", wanted.with_marks(tables.marks(evaluation.findings)), data)
        _show(desk, tables.CHECK_TITLE)
    if not evaluation.findings:
        return "Không có lỗi nào."
    return f"Có {tables.count_text(evaluation.findings)}. Bấm «Lỗi kế tiếp» để đến từng ô."


def next_error(desk: Desk) -> str | None:
    """Select the next cell of the findings sheet, and say in the status bar what is wrong there."""
    table = overlay.current(desk.book).table(tables.CHECK_TITLE)
    if table is None or not table.links:
        raise SayError("Chưa có danh sách lỗi: bấm «Kiểm tra» trước")
    here = _selected(desk)
    places = list(table.links.values())
    after = places.index(here) + 1 if here in places else 0
    row, place = list(table.links.items())[after % len(places)]
    sheet, _, cell = place.rpartition("!")
    name = sheet.strip("'").replace("''", "'")
    if name not in desk.book.sheet_names:
        raise SayError(f"Trang «{name}» không còn nữa: bấm «Kiểm tra» lại")
    desk.book.sheets[name].activate()
    desk.book.sheets[name].range(cell).select()
    desk.progress(f"{after % len(places) + 1}/{len(places)}: {table.rows[row][3]}", stays=True)
    return None


def _selected(desk: Desk) -> str:
    """The active cell as a link's target, empty without one."""
    chosen = desk.book.selection
    if chosen is None:
        return ""
    quoted = chosen.sheet.name.replace("'", "''")
    return f"'{quoted}'!{chosen.get_address(False, False).split(':')[0]}"


def clear_marks(desk: Desk) -> str | None:
    """Take away everything the add-in has added."""
    before = overlay.current(desk.book)
    if before.is_empty:
        return "Không có đánh dấu nào của tiện ích."
    with desk.busy():
        _write(desk, "Xoá đánh dấu", overlay.Overlay(), desk.saved_copy())
    return f"Đã xoá {len(before.marks)} đánh dấu và {len(before.tables)} trang kết quả."


def score(desk: Desk) -> str | None:
    """The score, recomputed from the inputs."""
    with desk.busy():
        evaluation, data = _evaluated(desk)
        card, ruleset = _scored(evaluation)
        table = tables.score_table(card, ruleset, desk.book.name)
        _write(desk, "Chấm điểm", overlay.current(desk.book).with_table(table), data)
        _show(desk, tables.SCORE_TITLE)
    return f"{tables.score_text(card)}. {unchecked_line(card.unchecked_values, ruleset.title)}"


def advise(desk: Desk) -> str | None:
    """The next step of each indicator, and the way to the threshold."""
    from xl_cfc.answers.answers import Answers
    from xl_cfc.judging.advice import advise as advice_for
    from xl_cfc.judging.advice_words import outlook_text

    with desk.busy():
        evaluation, data = _evaluated(desk)
        _, ruleset = _scored(evaluation)
        assert evaluation.submission is not None
        advice = advice_for(Answers(evaluation.submission, ruleset))
        table = tables.advice_table(advice, ruleset, desk.book.name)
        _write(desk, "Gợi ý", overlay.current(desk.book).with_table(table), data)
        _show(desk, tables.ADVICE_TITLE)
    return outlook_text(advice) + "."


def pack(desk: Desk) -> str | None:
    """A checked copy to send, without the add-in's marks; refused while errors stand."""
    with desk.busy():
        evaluation, data = _evaluated(desk)
        packed = prepare(evaluation, data, desk.suffix)
    folder = desk.ask_folder("Chọn thư mục để lưu bản gửi đi")
    with desk.busy():
        before = overlay.current(desk.book)
        if not before.is_empty:
            _write(desk, "Xoá đánh dấu trước khi đóng gói", overlay.Overlay(), data)
            evaluation, data = _evaluated(desk)
            packed = prepare(evaluation, data, desk.suffix)
        existed = (folder / packed.name).exists()
        path = store(packed, folder)
        if not existed:
            history.remember("Đóng gói", desk.key, overlay.Overlay(), created=(path,))
    return f"Đã đóng gói: {path}"


def split(desk: Desk) -> str | None:
    """A small form for each lead agency of the form's plan, in a folder the officer chooses."""
    from xl_cfc.agencies.files import plan_of, split_form

    with desk.busy():
        evaluation, _ = _evaluated(desk)
        _scored(evaluation)
    plan = plan_of(evaluation)
    if plan is None:
        chosen = desk.ask_open("Chọn tệp kế hoạch nêu cơ quan chủ trì", "Kế hoạch", "*.xlsx;*.yaml")
        plan = plan_of(evaluation, str(chosen))
    folder = desk.ask_folder("Chọn thư mục để lưu phiếu của các cơ quan")
    with desk.busy():
        outcome = split_form(evaluation, plan, folder)
        paths = tuple(path for _, path in outcome.files)
        history.remember("Tách phiếu", desk.key, overlay.current(desk.book), created=paths)
    said = f"Đã tạo {len(paths)} phiếu cho các cơ quan trong {folder}."
    if outcome.left_over:
        said += f" Xã tự nhập tiêu chí {', '.join(map(str, outcome.left_over))}."
    return said


def collect(desk: Desk) -> str | None:
    """A new form with the answers of every agency's form in a folder, opened beside the old one."""
    from xl_cfc.agencies.files import collect_forms, plan_of

    with desk.busy():
        evaluation, data = _evaluated(desk)
        _scored(evaluation)
    folder = desk.ask_folder("Chọn thư mục có phiếu của các cơ quan")
    files = sorted(path for path in folder.glob("*.xlsx") if not path.name.startswith("~$"))
    if not files:
        raise SayError(f"Không có phiếu .xlsx nào trong {folder}")
    name = f"{Path(desk.book.name).stem}-da-gom.xlsx"
    target = desk.ask_save("Lưu phiếu đã gom", name).with_suffix(".xlsx")
    if target.exists():
        raise SayError(f"Đã có tệp {target.name} ở đó: chọn tên khác")
    with desk.busy():
        outcome = collect_forms(
            evaluation, files, target, plan=plan_of(evaluation), today=date.today(), data=data, rulesets=_rulesets()
        )
        history.remember("Gom phiếu", desk.key, overlay.current(desk.book), created=(target,))
        desk.open(target)
    said = f"Đã lấy {len(outcome.gathering.taken)} số liệu từ {len(files)} tệp."
    if outcome.conflicts:
        said += f" {len(outcome.conflicts)} nơi các nguồn khác nhau: xem trang «{ORIGINS}»."
    if outcome.refused:
        said += f" {len(outcome.refused)} tệp không dùng được: xem trang «{ORIGINS}»."
    return said


def merge(desk: Desk) -> str | None:
    """Consolidate a folder of forms, and open the workbook; one merged before takes what was typed along."""
    from xl_cfc.collecting import Destination, Material, MergeRequest
    from xl_cfc.collecting import merge as merge_forms

    def told(done: int, total: int, name: str) -> None:
        desk.progress(f"Đang đọc {done}/{total}: {Path(name).stem}")

    folder = desk.ask_folder("Chọn thư mục có các phiếu cần gộp")
    key, before = desk.key, overlay.current(desk.book)
    target = desk.ask_save(
        "Lưu bảng tổng hợp", key if _is_consolidated(desk) else f"Tong-hop-{date.today():%Y%m%d}.xlsx"
    )
    target = target.with_suffix(".xlsx")
    _refuse_other_kinds(target)
    with desk.busy():
        request = MergeRequest(Material([folder], _rulesets()), Destination(target))
        with desk.set_aside(target):
            outcome = merge_forms(request, progress=told)
        made = outcome.output
        if outcome.backup is None or outcome.held is not None:
            history.remember("Gộp thư mục", key, before, created=(made,))
        else:
            history.remember("Gộp thư mục", key, before, replaced=((made, made.parent / outcome.backup),))
        desk.open(made)
    return _merged_text(outcome)


def _refuse_other_kinds(target: Path) -> None:
    """Raise before anything is saved or closed when the file chosen is there and is no consolidated workbook."""
    from xl_cfc.consolidation.sheets.opening import is_consolidated, open_consolidated
    from xl_cfc.workbook.errors import PackageError

    if not target.exists():
        return
    try:
        refused = not is_consolidated(open_consolidated(target.read_bytes()))
    except (PackageError, OSError):
        refused = True
    if refused:
        raise SayError(f"Đã có tệp {target.name} ở đó và không phải bản tổng hợp đọc được: chọn tên khác")


def _merged_text(outcome: "MergeOutcome") -> str:
    """What the officer reads after a merge."""
    said = list(outcome.lines()[:2])
    if outcome.backup is not None:
        said.append(f"nội dung đã nhập được chép sang, bản cũ được giữ: {outcome.backup}")
    if outcome.held is not None:
        said.append(f"{outcome.held.name} đang mở ở nơi khác nên giữ nguyên, bản mới là {outcome.output.name}")
    return " · ".join(said)


def return_note_for(desk: Desk) -> str | None:
    """What the commune must mend, as a table in a new workbook; pressed in a consolidated one, everybody's notes."""
    if _is_consolidated(desk):
        return _follow_up(desk)
    with desk.busy():
        evaluation, _ = _evaluated(desk)
        findings = to_mend(evaluation.findings)
        if not findings:
            return "Phiếu không có lỗi nào: không cần phiếu trả lại."
        unit = unit_of(evaluation)
        _in_new_book(desk, tables.return_note_table(note_rows(findings), f"{unit} · {desk.book.name}"))
    return "Đã lập phiếu trả lại trong một tệp mới, chưa lưu."


def _follow_up(desk: Desk) -> str:
    """Every return note and the phone list of the consolidated workbook, in a folder the officer chooses."""
    from xl_cfc.delivery.followup import follow_up
    from xl_cfc.delivery.returning import present, write_files

    today = date.today()
    with desk.busy():
        desk.progress(f"Đang đọc {desk.book.name}…")
        found = follow_up(desk.saved_copy(), desk.book.name, _rulesets(), today)
        files = found.files(today)
    said = f"{'; '.join(found.lines())}."
    if not files:
        return said
    folder = desk.ask_folder("Chọn thư mục để lưu phiếu trả lại và danh sách gọi điện")
    there = present(files, folder)
    if there and not desk.ask(f"Thư mục đã có {len(there)} tệp cùng tên, trong đó có {there[0]}. Ghi đè?"):
        raise CancelledError
    with desk.busy():
        paths = write_files(files, folder, force=bool(there))
        created = tuple(path for path in paths if path.name not in there)
        history.remember("Phiếu trả lại", desk.key, overlay.current(desk.book), created=created)
    return f"{said} Đã ghi vào {folder}"


def rulebook(desk: Desk) -> str | None:
    """The rule set as a workbook; pressed in such a workbook, what was typed becomes a rule set of this computer."""
    from xl_cfc.books.rule.tables import TIERS

    return _take_rulebook(desk) if TIERS.title in desk.book.sheet_names else _give_rulebook(desk)


def _give_rulebook(desk: Desk) -> str:
    from xl_cfc.books.rule import rulebook_bytes

    with desk.busy():
        ruleset = _evaluated(desk)[0].ruleset or _rulesets().in_force()
    path = desk.ask_save("Lưu sổ bộ tiêu chí", f"Bo-tieu-chi-{ruleset.id}.xlsx").with_suffix(".xlsx")
    if path.exists():
        raise SayError(f"Đã có tệp {path.name} ở đó: chọn tên khác")
    with desk.busy():
        write_file(path, rulebook_bytes(ruleset))
        history.remember("Bộ tiêu chí", desk.key, overlay.current(desk.book), created=(path,))
        desk.open(path)
    return f"Đã ghi {path.name}. Sửa xong, bấm «Bộ tiêu chí» ngay trong sổ đó để lưu thành bộ mới."


def _take_rulebook(desk: Desk) -> str:
    from xl_cfc.books.rule import read_rulebook
    from xl_cfc.ruleset.difference import differences
    from xl_cfc.ruleset.revising import revised
    from xl_cfc.ruleset.saving import ruleset_text

    with desk.busy():
        try:
            book = read_rulebook(desk.saved_copy())
        except RulesetError as error:
            _in_new_book(desk, tables.rulebook_problems_table(error.problems, desk.book.name))
            return f"Sổ còn {len(error.problems)} chỗ sai: xem bảng trong tệp mới."
        new = revised(book.ruleset, book.original, date.today(), shipped_ids())
        if new == book.original:
            return "Sổ chưa có gì thay đổi."
        path = rulesets_folder() / f"{new.id}.yaml"
        write_file(path, ruleset_text(new).encode())
        history.remember("Bộ tiêu chí", desk.key, overlay.current(desk.book), created=(path,))
        lines = differences(book.original, new) if book.original else []
        _in_new_book(desk, tables.differences_table(lines, new))
    return f"Đã lưu bộ tiêu chí {new.id}. Phiếu mới từ nay theo bộ này; phiếu cũ vẫn chấm theo bộ của nó."


def undo(desk: Desk) -> str | None:
    """Put back what was there before the newest step of the add-in in this workbook."""
    key = desk.key
    step = history.last(key)
    if step is None:
        return "Không có thao tác nào của tiện ích để hoàn tác trong tệp này."
    with desk.busy():
        deleted, kept = history.remove_created(step, desk.let_go)
        aside = [_put_back(desk, made) for made in step.replaced]
        itself = Path(key) in (Path(made.path) for made in step.replaced)
        if not itself and overlay.current(desk.book) != step.before:
            overlay.replace(desk.book, step.before)
        history.drop_last(key)
    said = f"Đã hoàn tác «{step.label}» lúc {step.time[11:16]}."
    for made, newer in zip(step.replaced, aside, strict=True):
        said += f" Tệp {Path(made.path).name} trở lại như trước lần gộp đó."
        if newer is not None:
            said += f" Bản có nội dung sửa sau lần gộp được giữ: {newer.name}."
    if deleted:
        said += f" Đã xoá tệp {', '.join(path.name for path in deleted)}."
    if kept:
        said += f" Tệp {', '.join(path.name for path in kept)} đã được sửa nên giữ nguyên."
    return said


def _put_back(desk: Desk, made: history.Replaced) -> Path | None:
    """The workbook as it was before it was replaced, open again where it was open."""
    path = Path(made.path)
    with desk.set_aside(path) as was_open:
        kept = history.put_back(made)
    if was_open:
        desk.open(path)
    return kept


def show_log(desk: Desk) -> str | None:
    """Open the log, and say where it is."""
    open_file(log_file())
    return f"Nhật ký: {log_file()}"


def doctor(desk: Desk) -> str | None:
    """What may keep the add-in from working, in a new workbook."""
    from xl_cfc.addin.doctor import diagnose, gather

    with desk.busy():
        diagnoses = diagnose(gather())
        _in_new_book(desk, tables.doctor_table(diagnoses))
    troubles = sum(not part.fine for part in diagnoses)
    return f"Có {troubles} điểm cần xem." if troubles else "Không thấy điều gì bất thường."


def guide(desk: Desk) -> str | None:
    """Every button and function, in a new workbook."""
    with desk.busy():
        _in_new_book(desk, tables.guide_table(buttons(), help_texts()))
    return None


def _evaluated(desk: Desk) -> tuple[Evaluation, bytes]:
    """The workbook as it stands now, taken through the same function as the command line."""
    desk.progress(f"Đang đọc {desk.book.name}…")
    data = desk.saved_copy()
    return on_day(evaluate(data, desk.book.name, _rulesets()), date.today()), data


def _is_consolidated(desk: Desk) -> bool:
    """Whether the button was pressed in a consolidated workbook."""
    from xl_cfc.consolidation.sheets.memorysheet import MEMORY

    return MEMORY in desk.book.sheet_names


def _rulesets() -> KnownRulesets:
    """The shipped rule sets and those in this user's folder."""
    return known_rulesets()[0]


def _scored(evaluation: Evaluation) -> tuple[Scorecard, Ruleset]:
    if evaluation.card is None or evaluation.ruleset is None or evaluation.submission is None:
        raise SayError(_first_error(evaluation.findings))
    return evaluation.card, evaluation.ruleset


def _first_error(findings: Sequence[Finding]) -> str:
    errors = [finding for finding in findings if finding.severity is Severity.ERROR]
    return errors[0].message if errors else "Không đọc được phiếu"


def _write(desk: Desk, label: str, wanted: overlay.Overlay, data: bytes) -> None:
    """Change what the add-in has added, with the former state kept first."""
    desk.progress("Đang ghi kết quả…")
    history.remember(label, desk.key, overlay.current(desk.book), copy=data)
    overlay.replace(desk.book, wanted)


def _show(desk: Desk, role: str) -> None:
    """Show a result sheet, whatever number its title got."""
    table = overlay.current(desk.book).table(role)
    if table is not None:
        desk.book.sheets[table.title].activate()


def _in_new_book(desk: Desk, table: overlay.Table) -> None:
    sheet = desk.app.books.add().sheets[0]
    sheet.name = table.title
    overlay.fill_sheet(sheet, table)


def buttons() -> list[tuple[str, str, str]]:
    """Every button of the ribbon: group, label and what it is for."""
    space = "{http://schemas.microsoft.com/office/2009/07/customui}"
    root = ElementTree.fromstring(Path(__file__).with_name("ribbon.xml").read_bytes())
    return [
        (group.get("label", ""), button.get("label", ""), button.get("supertip", ""))
        for group in root.iter(f"{space}group")
        for button in group.iter(f"{space}button")
    ]


def label_of(button: str) -> str:
    """The label the officer sees on a button."""
    root = ElementTree.fromstring(Path(__file__).with_name("ribbon.xml").read_bytes())
    return next((part.get("label", button) for part in root.iter() if part.get("id") == button), button)


#: Button id -> handler.
HANDLERS: dict[str, Callable[[Desk], str | None]] = {
    "CfcNew": new_form,
    "CfcCheck": check,
    "CfcNextError": next_error,
    "CfcClearMarks": clear_marks,
    "CfcScore": score,
    "CfcAdvise": advise,
    "CfcPack": pack,
    "CfcSplit": split,
    "CfcCollect": collect,
    "CfcMerge": merge,
    "CfcReturnNote": return_note_for,
    "CfcRules": rulebook,
    "CfcUndo": undo,
    "CfcLog": show_log,
    "CfcDoctor": doctor,
    "CfcGuide": guide,
}
