"""The kinds of paper, one file each: every function draws sheets and says what is on them."""
