"""Work that any executor may claim, by lease."""
