"""The reference CPCS service: a pharmacy's CPCS system, as a process of its own.

It knows its configuration and nothing else; start it with `python -P -m reference --config FILE`.
"""

NAME = "Reference CPCS service"
SUPPLIER = "CPCS conformance project"
VERSION = "1.0.0"
BUILD = "1.0.0+reference"
