"""One line for each check."""

import sys


class Report:
    """Tells each check at once and counts those that fail."""

    def __init__(self) -> None:
        self.passed = self.failed = 0

    def check(self, what: str, passed: object, detail: object = "") -> None:
        """Tell a check."""
        self.passed += bool(passed)
        self.failed += not passed
        told = f": {detail}" if str(detail) else ""
        sys.stdout.write(f"{'ok  ' if passed else 'FAIL'} {what}{told}\n")
        sys.stdout.flush()
