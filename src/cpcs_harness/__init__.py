"""Assesses whether a pharmacy IT system meets the NHS CPCS Technical Toolkit."""

__version__ = "0.1.0"
