"""Lines that are for several things (ventilation): the tab where she parts them, and the lines once parted."""
