"""What is wrong with a rule set, each mistake with its path."""

from collections.abc import Iterable
from dataclasses import dataclass

from xl_cfc.usage import UsageError


@dataclass(frozen=True)
class RulesetProblem:
    """One mistake in a rule set: where it stands (`criteria[6].indicators[6.1].tiers[2]`) and what is wrong."""

    path: str
    message: str

    def __str__(self) -> str:
        return f"{self.path}: {self.message}"


class RulesetError(UsageError):
    """The rule set has mistakes; `problems` holds every one."""

    def __init__(self, problems: Iterable[RulesetProblem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(map(str, self.problems)))
