"""The live room: fire injects, keep the clocks, log what teams do, see what is due."""
