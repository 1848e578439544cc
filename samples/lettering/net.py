"""
The lettering network: says of each pixel of an unrolled seal whether lettering was engraved there.

A U-Net of depthwise-separable blocks like the ink network's, a third of its size: it only has to
know strokes that stand upright and evenly along a seal from strokes that lie there anyhow.
"""

import torch
from torch import Tensor, nn
from torch.nn import functional

from samples.ink.net import Block

WIDTHS = (24, 48, 80, 112)
"""Channels at strides 2, 4, 8, 16."""
PLANES = 3


def _down(before: int, after: int) -> nn.Module:
    return nn.Sequential(nn.Conv2d(before, after, 2, stride=2, bias=False), nn.BatchNorm2d(after))


class LetterNet(nn.Module):
    """(n, 3, h, w) planes in 0..1, h and w multiples of 16 -> (n, 1, h, w) odds of lettering."""

    def __init__(self) -> None:
        super().__init__()
        a, b, c, d = WIDTHS
        self.entrance = nn.Sequential(
            nn.Conv2d(4 * PLANES, a, 3, padding=1, bias=False), nn.BatchNorm2d(a)
        )
        self.enc = nn.ModuleList(
            [
                Block(a),
                nn.Sequential(Block(b, 5), Block(b, 5)),
                nn.Sequential(Block(c, 5), Block(c, 5)),
                nn.Sequential(Block(d, 5), Block(d, 5)),
            ]
        )
        self.down = nn.ModuleList([_down(a, b), _down(b, c), _down(c, d)])
        self.up = nn.ModuleList([nn.Conv2d(d, c, 1), nn.Conv2d(c, b, 1), nn.Conv2d(b, a, 1)])
        self.dec = nn.ModuleList(
            [
                nn.Sequential(Block(c, 5), Block(c, 5)),
                nn.Sequential(Block(b, 5), Block(b, 5)),
                nn.Sequential(Block(a), Block(a)),
            ]
        )
        self.say = nn.Conv2d(a, 4, 1)

    def forward(self, x: Tensor) -> Tensor:
        """Return the odds, as logits."""
        x = self.entrance(functional.pixel_unshuffle(x, 2))
        skips: list[Tensor] = []
        for level, stage in enumerate(self.enc):
            x = stage(x)
            if level < len(self.down):
                skips.append(x)
                x = self.down[level](x)
        for level, (up, stage) in enumerate(zip(self.up, self.dec, strict=True)):
            x = functional.interpolate(up(x), scale_factor=2.0, mode="nearest")
            x = stage(x + skips[-1 - level])
        return functional.pixel_shuffle(self.say(x), 2)


class Shipped(nn.Module):
    """The network as it is run: odds become shares of 255."""

    def __init__(self, net: LetterNet) -> None:
        super().__init__()
        self.net = net

    def forward(self, planes: Tensor) -> Tensor:
        """Return (n, 1, h, w) whole numbers, 0 to 255."""
        return (torch.sigmoid(self.net(planes)) * 255).round().to(torch.uint8)
