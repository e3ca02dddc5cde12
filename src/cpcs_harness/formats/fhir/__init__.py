"""FHIR R4 resources as JSON: read within bounds, and judged in two tiers (ADR-007)."""
