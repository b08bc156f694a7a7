"""Official letters to and from other offices: the register, the axis's inbox, and what is said of each letter."""
