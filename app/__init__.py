"""The command line: parse, call, print. It decides nothing about the law or the simulation.

Read in this order: options, output, main, version; then one module per command: rules (with
rule_elements), diagram, scenarios, run (with run_files, run_summary), case (with case_answers,
case_session, case_script, case_texts).
"""

__all__ = ["main"]
