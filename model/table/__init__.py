"""The compiled table: transition_table (form), compiler, cache, access."""

__all__: list[str] = []
