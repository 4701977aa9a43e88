"""Rule set, plan and roster as workbooks a person fills."""
