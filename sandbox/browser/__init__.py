"""A Chromium beside each worker that was granted one, in an isolation of its own."""
