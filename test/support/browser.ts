import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inflateSync } from 'node:zlib';
import chromium from '@sparticuz/chromium';
import { type Browser, type BrowserContextOptions, chromium as playwright } from 'playwright-core';

/** A phone as customers and salespeople have one. */
export const phone: BrowserContextOptions = {
  viewport: { width: 390, height: 844 },
  hasTouch: true,
  isMobile: true,
  locale: 'zh-CN',
};

/**
 * A headless Chromium from npm packages alone, with Chinese fonts, so that pages look as their readers see them on
 * machines that have neither. Web security stays on: the tests rely on it.
 */
export async function launchBrowser(): Promise<Browser> {
  return playwright.launch({
    executablePath: await chromium.executablePath(),
    args: ['--no-sandbox', '--no-zygote', '--disable-gpu', '--font-render-hinting=none', '--disable-dev-shm-usage'],
    env: { ...process.env, FONTCONFIG_FILE: fontConfiguration() },
  });
}

const fontFiles = join(import.meta.dirname, '../../node_modules/@fontsource/noto-sans-sc/files');
const scripts = ['chinese-simplified', 'latin', 'latin-ext'];
const weights = [400, 600];

/** Writes the fonts where fontconfig finds them, once per machine, and names the configuration that says so. */
function fontConfiguration(): string {
  const folder = join(tmpdir(), 'sales-sop-fonts');
  const configuration = join(folder, 'fonts.conf');
  mkdirSync(folder, { recursive: true });
  for (const script of scripts) {
    for (const weight of weights) {
      const name = `noto-sans-sc-${script}-${weight}-normal`;
      const target = join(folder, `${name}.ttf`);
      if (!existsSync(target)) writeWhole(target, unpackWoff(readFileSync(join(fontFiles, `${name}.woff`))));
    }
  }
  writeWhole(
    configuration,
    `<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig><dir>${folder}</dir><cachedir>${join(folder, 'cache')}</cachedir></fontconfig>
`,
  );
  return configuration;
}

/** Two test processes may write at once: each file appears whole or not at all. */
function writeWhole(path: string, content: string | Uint8Array): void {
  const draft = `${path}.${process.pid}`;
  writeFileSync(draft, content);
  renameSync(draft, path);
}

/** The TrueType font in a WOFF 1.0 file: the same tables, inflated (https://www.w3.org/TR/WOFF/). */
function unpackWoff(woff: Buffer): Buffer {
  const count = woff.readUInt16BE(12);
  const header = Buffer.alloc(12 + 16 * count);
  woff.copy(header, 0, 4, 8);
  header.writeUInt16BE(count, 4);
  const power = Math.floor(Math.log2(count));
  header.writeUInt16BE(16 * 2 ** power, 6);
  header.writeUInt16BE(power, 8);
  header.writeUInt16BE(16 * (count - 2 ** power), 10);
  const tables: Buffer[] = [];
  let at = header.length;
  for (let i = 0; i < count; i++) {
    const entry = 44 + 20 * i;
    const [offset, packed, length] = [4, 8, 12].map((field) => woff.readUInt32BE(entry + field));
    if (offset === undefined || packed === undefined || length === undefined) throw new Error('not a WOFF file');
    const data = woff.subarray(offset, offset + packed);
    const table = packed < length ? inflateSync(data) : data;
    const padded = Buffer.concat([table], Math.ceil(length / 4) * 4);
    woff.copy(header, 12 + 16 * i, entry, entry + 4);
    header.writeUInt32BE(woff.readUInt32BE(entry + 16), 12 + 16 * i + 4);
    header.writeUInt32BE(at, 12 + 16 * i + 8);
    header.writeUInt32BE(length, 12 + 16 * i + 12);
    tables.push(padded);
    at += padded.length;
  }
  return Buffer.concat([header, ...tables]);
}
