"""The reference page: sectors, bodies, the CEPTOAR map and everything else that the source names, in both languages."""
