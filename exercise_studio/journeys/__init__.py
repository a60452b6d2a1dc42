"""What people do, one module a journey: commands change something and return a ChangeSet, queries read and change nothing."""
