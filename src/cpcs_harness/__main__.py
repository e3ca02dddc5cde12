"""`python -m cpcs_harness` is `cpcs`."""

from cpcs_harness.cli import main

if __name__ == "__main__":
    main()
