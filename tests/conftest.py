"""What every test may ask for: a clock, a migrated database of each kind, and the running application."""

pytest_plugins = [
    "tests.fixtures.database",
    "tests.fixtures.application",
    "tests.fixtures.smtp",
    "tests.fixtures.relay",
]
