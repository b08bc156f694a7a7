"""From tree to closures: each node becomes one Python function of a frame, composed once and called often."""
