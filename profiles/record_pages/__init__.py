"""Pages of works, topics and institutions: the record from `works`, the slice from `graph`."""
