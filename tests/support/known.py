"""What the tests know of rule sets where they have none of their own."""

from xl_cfc.ruleset.known import KnownRulesets

SHIPPED = KnownRulesets()
