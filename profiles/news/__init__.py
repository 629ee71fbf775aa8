"""What is new of whom and what people follow: gathered after imports, listed, and mailed without an account too."""
