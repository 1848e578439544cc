"""OFD (GB/T 33190): the fixed-layout documents of Chinese offices, text and pictures."""
