"""The declaration: what a candidate says that it is and does, in `candidate.toml`."""

from cpcs_harness.declaration.load import load_declaration
from cpcs_harness.declaration.model import Control, Declaration, Declared, Itk, Mocks, Pace

__all__ = ["Control", "Declaration", "Declared", "Itk", "Mocks", "Pace", "load_declaration"]
