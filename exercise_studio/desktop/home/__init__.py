"""The home page: what exercises there are, and how to get to one."""
