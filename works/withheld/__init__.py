"""Names that were erased at the person's request, and how they are kept from coming back."""
