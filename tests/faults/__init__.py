"""Mixed executions of real plugins, with faults put in."""
