"""The scenario library: one YAML file per scenario, loaded by name with ``load_scenario``.

``baseline`` is complete; every other file extends it and says only what differs.
"""
