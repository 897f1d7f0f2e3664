"""Event logs from outside and our own: read, checked row by row, stored, written.

Read these files in this order:

1. ``act_texts``: acts as a log writes them
2. ``columns``, ``mapping``: what a log may hold, and names that other programs use
3. ``problems``, ``row_checks``: what is wrong with a row, and what is accepted
4. ``csv_rows``, ``parquet_rows``: files, read in a stream
5. ``log_store``, ``open_log``: a log that is ready to be read case by case
6. ``export``: our own log in the form of an outside one
"""

from __future__ import annotations

from .export import export_log
from .log_store import LogStore
from .mapping import LogMapping, read_mapping
from .open_log import open_log

__all__ = ["LogMapping", "LogStore", "export_log", "open_log", "read_mapping"]
