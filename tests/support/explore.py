"""How far explorations go: short in every run, ten times as far with `make test-deep`."""

from hypothesis import HealthCheck, settings

SHORT = 100
"""Examples of Hypothesis' own profile; the profile `deep` has ten times as many."""
LENIENT = (HealthCheck.function_scoped_fixture, HealthCheck.too_slow)
settings.register_profile("short", deadline=None)  # Hypothesis gives each example 200 ms; machines are busy
settings.register_profile("deep", max_examples=10 * SHORT, deadline=None)
settings.load_profile("short")


def times():
    """Give how many times as far this run goes."""
    return max(1, settings.default.max_examples // SHORT)


def explored(examples, suppress_health_check=LENIENT, **more):
    """Give the settings of an exploration that draws so many examples, the same ones in each run."""
    return settings(
        max_examples=examples * times(),
        database=None,
        deadline=None,
        derandomize=True,
        suppress_health_check=suppress_health_check,
        **more,
    )
