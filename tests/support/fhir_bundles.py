"""Ways to look into a FHIR bundle, of whatever version."""


def of_kind(bundle, kind):
    """Give the resources of a kind, in their order."""
    return [entry["resource"] for entry in bundle["entry"] if entry["resource"]["resourceType"] == kind]


def sole(bundle, kind):
    """Give the one resource of a kind."""
    (resource,) = of_kind(bundle, kind)
    return resource


def by_id(bundle, reference):
    """Give the resource that a reference leads to."""
    entries = {entry["fullUrl"]: entry["resource"] for entry in bundle["entry"]}
    return entries[reference["reference"]]


def references(value):
    """Give every reference within a resource or a bundle."""
    if isinstance(value, dict):
        yield from (inner for name, inner in value.items() if name == "reference" and isinstance(inner, str))
        for inner in value.values():
            yield from references(inner)
    if isinstance(value, list):
        for inner in value:
            yield from references(inner)
