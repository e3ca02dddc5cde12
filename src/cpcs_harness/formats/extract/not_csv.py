"""What is raised for a file that every reader of CSV would not read alike."""


class NotCsv(Exception):
    """A file is no CSV in UTF-8: what is wrong, and where it stands, both counted from 1."""

    def __init__(self, what: str, line: int, column: int) -> None:
        super().__init__(f"line {line}, column {column}: {what}")
        self.what, self.line, self.column = what, line, column
