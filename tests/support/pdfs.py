"""PDFs written by hand, as small as may be, to say what a library that writes them would not."""

import zlib

HELVETICA = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"


def stream(content, more=b""):
    packed = zlib.compress(content, 9)
    return b"<< /Length %d /Filter /FlateDecode %s >>\nstream\n%s\nendstream" % (len(packed), more, packed)


def shown(*lines):
    """Give page content that shows lines of text, one below the other."""
    set_lines = b" T* ".join(b"(%s) Tj" % line.encode("latin-1") for line in lines)
    return b"BT /F1 12 Tf 14 TL 40 800 Td %s ET" % set_lines


def pdf(*pages, resources=b"", more=()):
    """Give a PDF of pages, each by its content; `more` are further objects, numbered from 100."""
    kids = b" ".join(b"%d 0 R" % (10 + 2 * place) for place in range(len(pages)))
    objects = {
        1: b"<< /Type /Catalog /Pages 2 0 R >>",
        2: b"<< /Type /Pages /Kids [%s] /Count %d >>" % (kids, len(pages)),
        3: HELVETICA,
    }
    for place, content in enumerate(pages):
        number = 10 + 2 * place
        used = b"<< /Font << /F1 3 0 R >> %s >>" % resources
        objects[number] = (
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources %s /Contents %d 0 R >>"
            % (used, number + 1)
        )
        objects[number + 1] = stream(content)
    objects |= {100 + place: written for place, written in enumerate(more)}
    return _written(objects)


def _written(objects):
    out, places = bytearray(b"%PDF-1.7\n"), {}
    for number, content in objects.items():
        places[number] = len(out)
        out += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    start = len(out)
    out += b"xref\n0 1\n0000000000 65535 f \n"
    for number, place in sorted(places.items()):
        out += b"%d 1\n%010d 00000 n \n" % (number, place)
    size = max(objects) + 1
    return bytes(out) + b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (size, start)
