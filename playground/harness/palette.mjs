// Reduces a PNG to a palette of 256 colors, which makes it a third as large. A screenshot has few colors that matter.
import { crc32, deflateSync, inflateSync } from "node:zlib";

const SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);

/** Converts a PNG with 8 bits a channel to the 256 colors that represent its pixels best. */
export function withPalette(png) {
  const { width, height, channels, data } = read(png);
  const pixels = unfilter(data, width, height, channels);
  const { palette, indices } = reduce(pixels);
  const rows = Buffer.alloc((width + 1) * height);
  for (let y = 0; y < height; y++)
    rows.set(indices.subarray(y * width, (y + 1) * width), y * (width + 1) + 1);
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 3, 0, 0, 0], 8);
  return Buffer.concat([
    SIGNATURE,
    chunk("IHDR", header),
    chunk(
      "PLTE",
      Buffer.from(palette.flatMap((color) => [color >> 16, (color >> 8) & 255, color & 255])),
    ),
    chunk("IDAT", deflateSync(rows, { level: 9, memLevel: 9 })),
    chunk("IEND", Buffer.alloc(0)),
  ]);
}

function read(png) {
  const data = [];
  for (let at = 8; at < png.length;) {
    const length = png.readUInt32BE(at);
    if (png.toString("latin1", at + 4, at + 8) === "IDAT")
      data.push(png.subarray(at + 8, at + 8 + length));
    at += 12 + length;
  }
  return {
    width: png.readUInt32BE(16),
    height: png.readUInt32BE(20),
    channels: png[25] === 6 ? 4 : 3,
    data: inflateSync(Buffer.concat(data)),
  };
}

/** Undoes the filter of each row (https://www.w3.org/TR/png-3/#9Filter-types), and makes each pixel one number. */
function unfilter(data, width, height, channels) {
  const size = width * channels;
  let above = Buffer.alloc(size);
  const pixels = new Uint32Array(width * height);
  for (let y = 0; y < height; y++) {
    const start = y * (size + 1);
    const row = Buffer.from(data.subarray(start + 1, start + 1 + size));
    for (let x = 0; x < size; x++) {
      const left = x < channels ? 0 : row[x - channels];
      const corner = x < channels ? 0 : above[x - channels];
      const guesses = [0, left, above[x], (left + above[x]) >> 1, paeth(left, above[x], corner)];
      row[x] += guesses[data[start]];
    }
    for (let x = 0; x < width; x++) pixels[y * width + x] = row.readUIntBE(x * channels, 3);
    above = row;
  }
  return pixels;
}

function paeth(left, above, corner) {
  const guess = left + above - corner;
  const [a, b, c] = [left, above, corner].map((value) => Math.abs(guess - value));
  return a <= b && a <= c ? left : b <= c ? above : corner;
}

/** Chooses colors one by one: each time the color whose pixels together are farthest from those chosen before. */
function reduce(pixels) {
  const counts = new Map();
  for (const color of pixels) counts.set(color, (counts.get(color) ?? 0) + 1);
  const rest = [...counts].map(([color, count]) => ({ color, count, place: 0, far: Infinity }));
  const palette = [];
  while (palette.length < 256) {
    const next = rest.reduce((a, b) => (b.far * b.count > a.far * a.count ? b : a));
    if (next.far === 0) break;
    palette.push(next.color);
    for (const each of rest) {
      const far = distance(each.color, next.color);
      if (far < each.far) Object.assign(each, { far, place: palette.length - 1 });
    }
  }
  const places = new Map(rest.map(({ color, place }) => [color, place]));
  return { palette, indices: Uint8Array.from(pixels, (color) => places.get(color)) };
}

function distance(one, other) {
  const parts = [16, 8, 0].map((by) => ((one >> by) & 255) - ((other >> by) & 255));
  return parts.reduce((sum, part) => sum + part ** 2, 0);
}

function chunk(name, content) {
  const named = Buffer.concat([Buffer.from(name, "latin1"), content]);
  const frame = Buffer.alloc(8);
  frame.writeUInt32BE(content.length, 0);
  frame.writeUInt32BE(crc32(named), 4);
  return Buffer.concat([frame.subarray(0, 4), named, frame.subarray(4)]);
}
