"""What a document may ask for: refused before it costs anything."""
