"""
The ink network: labels every pixel's ink and finds seals as instances.

A U-Net of depthwise-separable blocks. Pixels are folded 2x2 into channels at the entrance and
unfolded at the exit, so that full-resolution labels cost half-resolution arithmetic. Seals are
found CenterNet's way at stride 8: a heat map of middles, an offset, a size, a shape; instances that
overlap keep their own middles, which connected components cannot give.
"""

from torch import Tensor, nn
from torch.nn import functional

from samples.ink.canvas import CHANNELS

WIDTHS = (24, 48, 80, 128, 160)
"""Channels at strides 2, 4, 8, 16, 32."""
STRIDE = 8
"""Of the instance heads."""
HEADS = 1 + 2 + 2 + 3
"""Heat, offset (x, y), log size in units of SIZE_UNIT (w, h), shape (round, ellipse, square)."""
SIZE_UNIT = 173.0
"""Pixels: 40 mm at 110 dpi."""


class Block(nn.Module):
    """Depthwise 5x5 (or 3x3), pointwise expansion, residual."""

    def __init__(self, channels: int, kernel: int = 3) -> None:
        super().__init__()
        self.depth = nn.Conv2d(
            channels, channels, kernel, padding=kernel // 2, groups=channels, bias=False
        )
        self.norm = nn.BatchNorm2d(channels)
        self.widen = nn.Conv2d(channels, channels * 2, 1)
        self.narrow = nn.Conv2d(channels * 2, channels, 1)

    def forward(self, x: Tensor) -> Tensor:
        """Return x and what the block adds to it."""
        y: Tensor = self.narrow(functional.relu(self.widen(self.norm(self.depth(x)))))
        return x + y


def _down(before: int, after: int) -> nn.Module:
    return nn.Sequential(nn.Conv2d(before, after, 2, stride=2, bias=False), nn.BatchNorm2d(after))


class InkNet(nn.Module):
    """(n, 3, h, w) BGR in 0..1, h and w multiples of 32 -> labels and instance maps."""

    def __init__(self) -> None:
        super().__init__()
        a, b, c, d, e = WIDTHS
        self.entrance = nn.Sequential(nn.Conv2d(12, a, 3, padding=1, bias=False), nn.BatchNorm2d(a))
        self.enc = nn.ModuleList(
            [
                nn.Sequential(Block(a)),
                nn.Sequential(Block(b), Block(b)),
                nn.Sequential(Block(c, 5), Block(c, 5)),
                nn.Sequential(Block(d, 5), Block(d, 5), Block(d, 5)),
                nn.Sequential(Block(e, 5), Block(e, 5)),
            ]
        )
        self.down = nn.ModuleList([_down(a, b), _down(b, c), _down(c, d), _down(d, e)])
        self.up = nn.ModuleList(
            [nn.Conv2d(e, d, 1), nn.Conv2d(d, c, 1), nn.Conv2d(c, b, 1), nn.Conv2d(b, a, 1)]
        )
        self.dec = nn.ModuleList(
            [Block(d, 5), nn.Sequential(Block(c, 5), Block(c, 5)), Block(b), Block(a)]
        )
        self.label = nn.Conv2d(a, CHANNELS * 4, 1)
        self.neck = nn.Sequential(Block(c, 5), Block(c, 5))
        self.find = nn.Conv2d(c, HEADS, 1)
        nn.init.constant_(self.find.bias[:1], -4.0)  # type: ignore[index]  # seals are rare

    def forward(self, x: Tensor) -> tuple[Tensor, Tensor]:
        """Return label logits (n, CHANNELS, h, w) and instance maps (n, HEADS, h/8, w/8)."""
        x = self.entrance(functional.pixel_unshuffle(x, 2))
        skips = []
        for level, stage in enumerate(self.enc):
            x = stage(x)
            if level < len(self.down):
                skips.append(x)
                x = self.down[level](x)
        found = x
        for level, (up, stage) in enumerate(zip(self.up, self.dec, strict=True)):
            x = functional.interpolate(up(x), scale_factor=2.0, mode="nearest")
            x = stage(x + skips[-1 - level])
            if level == 1:
                found = self.find(self.neck(x))
        labels = functional.pixel_shuffle(self.label(x), 2)
        return labels, found
