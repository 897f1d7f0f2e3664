"""The command line: parse, call, print. It decides nothing about the law or the simulation.

Read in this order: options, output, main, version; then one module per command: rules (with
rule_elements), diagram, scenarios, run (with run_files, run_summary), case (with case_answers,
case_driver, case_script, case_texts, case_session).
"""

__all__ = ["main"]
