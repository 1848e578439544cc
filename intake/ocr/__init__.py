"""Engines that turn pictures of text into text, all behind `engine.TextEngine`."""
