"""What is known about things: text split into passages, embedded, indexed and searched."""
