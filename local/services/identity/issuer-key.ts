import { existsSync, linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { exportJWK, generateKeyPair, type JWK } from 'jose';
import { z } from 'zod';

const keySchema = z.object({ kid: z.string(), kty: z.literal('RSA'), n: z.string(), e: z.string() }).loose();

/** The local user pool's signing key. */
export interface IssuerKey {
  readonly privateKey: JWK;
  /** What the key set serves. */
  readonly publicKey: JWK;
}

/** Reads the key from the data folder; makes it at the first use, whoever comes first. */
export async function issuerKey(dataDir: string): Promise<IssuerKey> {
  const file = join(dataDir, 'issuer-key.json');
  if (!existsSync(file)) await makeKey(dataDir, file);
  const privateKey = keySchema.parse(JSON.parse(readFileSync(file, 'utf8')));
  const { kid, kty, n, e } = privateKey;
  return { privateKey, publicKey: { kid, kty, n, e, alg: 'RS256', use: 'sig' } };
}

async function makeKey(dataDir: string, file: string): Promise<void> {
  mkdirSync(dataDir, { recursive: true });
  const { privateKey } = await generateKeyPair('RS256', { extractable: true });
  const jwk = { ...(await exportJWK(privateKey)), kid: crypto.randomUUID(), alg: 'RS256' };
  const draft = `${file}.${process.pid}.${crypto.randomUUID()}`;
  writeFileSync(draft, JSON.stringify(jwk), { mode: 0o600 });
  try {
    linkSync(draft, file);
  } catch (error) {
    if (!existsSync(file)) throw error;
  } finally {
    rmSync(draft, { force: true });
  }
}
