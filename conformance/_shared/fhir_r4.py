"""Whether a body is a resource of FHIR R4, by the R4B models of fhir.resources (ADR-007)."""

from __future__ import annotations

from functools import lru_cache

from fhir.resources.R4B import get_fhir_model_class
from pydantic import ValidationError


@lru_cache(maxsize=4096)
def why_no_resource(body: bytes, kind: str) -> str:
    """Say what is wrong with a body as a resource of a type, such as Claim; empty when nothing is."""
    try:
        get_fhir_model_class(kind).model_validate_json(body)
    except ValidationError as wrong:
        first = wrong.errors()[0]
        return f"{'.'.join(str(part) for part in first['loc']) or 'the body'}: {first['msg']}"
    except (KeyError, TypeError):  # what the models raise on a resource within it of a type that there is not
        return "a resource in it is of no type that FHIR has"
    except RecursionError:
        return "the body: it is nested too deeply"
    return ""
