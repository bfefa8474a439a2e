"""The figures as people see them: overview, one figure, fairness, fields, reports."""
