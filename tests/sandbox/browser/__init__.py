"""The browser beside a worker."""
