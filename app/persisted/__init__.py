"""Operations that clients name by hash: registered as they come, or listed by the operator."""
