"""Counts of the files that were tried against the reader, at the end of a run."""

import json
from collections import Counter

import pytest


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """How many files were tried, and what was found in them; the tests themselves hold the zeros."""
    tried, findings, failed = 0, Counter[str](), 0
    for outcome in ("passed", "failed"):
        for report in terminalreporter.stats.get(outcome, []):
            for name, value in getattr(report, "user_properties", []):
                if name == "files":
                    count, codes = json.loads(value)
                    tried, failed = tried + count, failed + (outcome == "failed")
                    findings.update(codes)
    if tried:
        shown = ", ".join(f"{code} {count}" for code, count in sorted(findings.items()))
        verdict = "0 crashes, 0 silent wrong scores" if not failed else f"{failed} TESTS FAILED"
        terminalreporter.write_line(f"untrusted files tried: {tried}; {verdict}; findings: {shown}")
