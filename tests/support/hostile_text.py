"""Hostile text, put wherever a candidate may have a hand in what a report shows."""

NASTY = (
    '<script>alert(1)</script><img src=x onerror=alert(1)>"\'><a href="javascript:alert(1)">x</a>'
    "</style></pre>{{ 7*7 }}{% raw %} [b]\x1b[31m\x00\x08\u202egnp.exe\ud83d ![x](http://evil.example/a.png)|`#"
)


def poison(value):
    """Put hostile text after each text that a candidate may have a hand in."""
    if isinstance(value, dict):
        return {name: poison_named(name, one) for name, one in value.items()}
    return [poison(one) for one in value] if isinstance(value, list) else value


def poison_named(name, value):
    if isinstance(value, str) and name in (
        "name", "supplier", "version", "build", "text", "reason", "message", "title", "sentence", "note", "by",
        "risk", "operation", "service", "because", "reading", "untested", "rule", "source", "fault", "step", "shown",
        "target", "action", "role", "expected", "received", "at", "todo",
    ):  # fmt: skip
        return value + NASTY
    if name == "headers":
        return [[header + NASTY, content + NASTY] for header, content in value]
    return poison(value)


def poisoned(sample):
    """Poison a sample: its assessment, its evidence, its bodies."""
    assessment, evidence = sample
    assessment = poison(assessment)
    assessment["limits"] = [NASTY]
    evidence.events = [event | {"data": poison(event["data"])} for event in evidence.events]
    for event in evidence.events:
        for half in ("request", "response"):
            if half in event["data"]:
                nasty = NASTY.encode("utf-8", "surrogatepass")
                event["data"][half]["body"] = evidence.keep(nasty, "text/html")
    return assessment, evidence
