"""The rules as data: one folder for each dated rule set, one YAML file for each chapter.

``<rule set>/rule_set.yaml`` holds the period of validity, the source and the parameters;
``<rule set>/chapter-*.yaml`` hold one entry for each margin number (Randziffer, Rz) of the
technical instructions (Fachliche Weisungen). `koopsim.model.registry` and
`koopsim.model.rule_set` read them; there is no code here.
"""

__all__: list[str] = []
