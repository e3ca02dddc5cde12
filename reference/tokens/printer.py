"""Prints lines: as PDF, or as text for a printer where the PDF's own fonts lack a letter."""

from dataclasses import dataclass

PDF, TEXT = "application/pdf", "text/plain; charset=utf-8"


@dataclass(frozen=True)
class Print:
    """One print."""

    media: str
    content: bytes


class TokenPrinter:
    """Prints on one page, A4."""

    def print(self, lines: list[str]) -> Print:
        """Print lines on one page."""
        try:
            "\n".join(lines).encode("latin-1")
        except UnicodeEncodeError:
            return Print(TEXT, ("\n".join(lines) + "\f").encode())
        return Print(PDF, self._pdf(lines))

    def _pdf(self, lines: list[str]) -> bytes:
        # Importing it takes nearly as long as the whole of this system: not before somebody prints.
        from fpdf import FPDF

        page = FPDF(format="A4")
        page.add_page()
        page.set_font("Helvetica", size=10)
        for line in lines:
            page.cell(0, 5, line, new_x="LMARGIN", new_y="NEXT")
        return bytes(page.output())
