"""What an installation does, as plain data; a thin executor carries it out on Windows."""

import sys
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path, PureWindowsPath

from xl_cfc.files.writing import write_file
from xl_cfc.language import t


@dataclass(frozen=True)
class Write:
    """Put a file in place, whole or not at all."""

    path: PureWindowsPath
    content: bytes

    @property
    def text(self) -> str:
        """The action in words."""
        return t(f"ghi {self.path} ({len(self.content)} byte)", f"write {self.path} ({len(self.content)} bytes)")


@dataclass(frozen=True)
class Remove:
    """Delete a file, if it is there."""

    path: PureWindowsPath

    @property
    def text(self) -> str:
        """The action in words."""
        return t(f"xoá {self.path}", f"delete {self.path}")


@dataclass(frozen=True)
class Unblock:
    """Take the mark of the web off a file of ours, if it has one."""

    path: PureWindowsPath

    @property
    def text(self) -> str:
        """The action in words."""
        return t(f"bỏ dấu «tải từ mạng» của {self.path}", f"clear the mark of the web of {self.path}")


@dataclass(frozen=True)
class SetValue:
    """Set a value of the user's own part of the registry (HKEY_CURRENT_USER)."""

    key: str
    name: str
    value: str | int

    @property
    def text(self) -> str:
        """The action in words."""
        return t(
            f"đặt HKCU\\{self.key}\\{self.name} = {self.value}",
            f"set HKCU\\{self.key}\\{self.name} = {self.value}",
        )


@dataclass(frozen=True)
class DeleteValue:
    """Delete a value of the user's own part of the registry, if it is there."""

    key: str
    name: str

    @property
    def text(self) -> str:
        """The action in words."""
        return t(f"xoá HKCU\\{self.key}\\{self.name}", f"delete HKCU\\{self.key}\\{self.name}")


@dataclass(frozen=True)
class DeleteKey:
    """Delete a key of the user's own part of the registry, if it is there."""

    key: str

    @property
    def text(self) -> str:
        """The action in words."""
        return t(f"xoá khoá HKCU\\{self.key}", f"delete the key HKCU\\{self.key}")


RegistryAction = SetValue | DeleteValue | DeleteKey
Action = Write | Remove | Unblock | RegistryAction


class NotWindowsError(Exception):
    """The actions can only be carried out on Windows."""


def carry_out(actions: Sequence[Action], done: Callable[[Action], None] = lambda action: None) -> None:
    """Do it, in order; stops at the first failure, so that nothing half-done is hidden."""
    if not sys.platform.startswith("win"):
        raise NotWindowsError(t("Chỉ cài được trên Windows có Excel", "Only Windows with Excel can be installed to"))
    for action in actions:
        _do(action)
        done(action)


def _do(action: Action) -> None:
    match action:
        case Write(path, content):
            write_file(Path(path), content, force=True)
        case Remove(path):
            Path(path).unlink(missing_ok=True)
        case Unblock(path):
            Path(f"{path}:Zone.Identifier").unlink(missing_ok=True)
        case SetValue() | DeleteValue() | DeleteKey():
            _registry(action)


def _registry(action: RegistryAction) -> None:
    if sys.platform != "win32":
        raise NotWindowsError
    import winreg

    with suppress(FileNotFoundError):
        match action:
            case DeleteKey(key):
                winreg.DeleteKey(winreg.HKEY_CURRENT_USER, key)
            case DeleteValue(key, name):
                with winreg.OpenKey(winreg.HKEY_CURRENT_USER, key, 0, winreg.KEY_SET_VALUE) as opened:
                    winreg.DeleteValue(opened, name)
            case SetValue(key, name, value):
                kind = winreg.REG_DWORD if isinstance(value, int) else winreg.REG_SZ
                with winreg.CreateKey(winreg.HKEY_CURRENT_USER, key) as opened:
                    winreg.SetValueEx(opened, name, 0, kind, value)


def texts(actions: Iterable[Action]) -> list[str]:
    """The actions in words."""
    return [action.text for action in actions]
