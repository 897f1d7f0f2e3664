"""The compiled engine: the same office as ``simpy_engine``, event for event, in machine code.

It reads the same transition table, scenario tables and random streams, and follows the same order
of a day. Whatever the SimPy engine records, this one records: same rows, same numbers.

Read in this order: kernel_cache (how functions are compiled and kept), layout (what a case and an
office are), codes, look_arrays, table_arrays, model_arrays, delay_arrays, calendar_arrays,
office_arrays, then the kernels: memory, philox, drawing, workdays, clocking, stepping, acting,
waiting, contacting, agenda, life_events, work_events, talking, mornings, persons, stocking, days,
and last compiled_office, ready, log_rows, monthly_counts, failures and compiled_region.
"""

from .compiled_region import run_region

__all__ = ["run_region"]
