"""Generated requests against a real server: nothing breaks it, and no group sees another."""
