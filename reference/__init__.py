"""The reference CPCS service: a pharmacy's CPCS system, as a process of its own.

It knows its configuration and nothing else; start it with `python -P -m reference --config FILE`.
"""

NAME = "Reference CPCS service"
SUPPLIER = "The CPCS harness project"
VERSION = "0.1.0"
BUILD = "0.1.0+reference"
