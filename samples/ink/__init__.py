"""The recipe of the ink network: canvases with exact masks, network, training, export."""
