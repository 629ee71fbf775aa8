"""The directory: everybody by family name or by newest work, and parts of them by filters that an address holds."""
