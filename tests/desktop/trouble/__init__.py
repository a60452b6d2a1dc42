"""The program in trouble: killed, without a disk, with a clock that somebody set, beside another one."""
