"""The recipe of the network that lifts a seal's lettering out of what lies over it."""
