"""The harness of the matching: instances, an independent checker, rules to beat, a simulator."""
