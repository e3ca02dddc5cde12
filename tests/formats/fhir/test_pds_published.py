"""Published examples of what PDS gives: our judge takes them, and base FHIR alike."""

import json

import pytest
import yaml
from fhir.resources.R4B import get_fhir_model_class
from pydantic import ValidationError

from checkout import SHARED
from pds_resources import judged

SPECS = SHARED / "specs" / "pds" / "components"


def is_base_fhir(resource):
    try:
        get_fhir_model_class(resource["resourceType"]).model_validate(resource)
    except ValidationError:
        return False
    return True


def published():
    """The published example resources: the description's files, or those that it points to where they are there."""
    for path in sorted((SPECS / "examples").glob("*.json")):
        text = path.read_text("utf-8").strip()
        pointed = path if text.startswith("{") else path.parent / text
        if pointed.is_file() and not path.name.startswith("Coverage"):
            yield path.stem, json.loads(pointed.read_text("utf-8"))


@pytest.mark.skipif(not list(published()), reason="the published copy only points to its examples")
def test_published_examples_are_taken_by_our_judge_and_by_base_fhir_alike():
    told = {name: (judged(resource) == [], is_base_fhir(resource)) for name, resource in published()}

    assert told == dict.fromkeys(told, (True, True))


def example(schema, folder):
    """Put the example of a published schema together from those of its parts."""
    while "$ref" in schema:
        path = (folder / schema["$ref"]).resolve()
        schema, folder = yaml.safe_load(path.read_text("utf-8")), path.parent
    if isinstance(schema.get("example"), list):
        return schema["example"]
    if "properties" in schema:
        return {name: example(inner, folder) for name, inner in schema["properties"].items()}
    if "items" in schema:
        choices = schema["items"].get("anyOf") or schema["items"].get("oneOf") or [schema["items"]]
        return [example(inner, folder) for inner in choices][: schema.get("maxItems", 9)]
    plain = schema.get("example", schema.get("default", schema.get("enum", [None])[0]))
    return plain.isoformat() if hasattr(plain, "isoformat") else plain


@pytest.mark.skipif(not SPECS.exists(), reason="shared/ is absent")
@pytest.mark.parametrize(
    ("schema", "kind"),
    [
        ("Patient", "patient"),
        ("PatientSearch", "search"),
        ("RelatedPersonBundle", "related"),
        ("OperationOutcome", "outcome"),
    ],
)
def test_the_example_of_each_published_schema_is_taken_by_our_judge_and_by_base_fhir_alike(schema, kind):
    resource = example({"$ref": f"{schema}.yaml"}, SPECS / "schemas")
    if schema == "OperationOutcome":
        assert not is_base_fhir(resource)  # `expression` is a list in FHIR, and a text in the description
        resource["issue"][0]["expression"] = [resource["issue"][0]["expression"]]

    assert judged(resource, kind) == []
    assert is_base_fhir(resource)
