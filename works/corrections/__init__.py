"""What people corrected about works; it wins over every later import."""
