import { randomInt } from 'node:crypto';
import { z } from 'zod';
import type { Json } from '../asl/contract.ts';
import type { Store } from '../store.ts';
import type { Resource } from '../template/resolve-stacks.ts';
import { flag, numeric } from '../template/values.ts';
import { ServiceError } from './aws/service-error.ts';

const generateSchema = z.object({
  PasswordLength: numeric.default(32),
  ExcludeCharacters: z.string().default(''),
  ExcludeLowercase: flag.default(false),
  ExcludeUppercase: flag.default(false),
  ExcludeNumbers: flag.default(false),
  ExcludePunctuation: flag.default(false),
  IncludeSpace: flag.default(false),
  GenerateStringKey: z.string().optional(),
  SecretStringTemplate: z.string().default('{}'),
});
const secretSchema = z.object({ SecretString: z.string().optional(), GenerateSecretString: generateSchema.optional() });

/** Secrets Manager's secrets: generated once as the template says, kept in the data folder. */
export class Secrets {
  private readonly store: Store;
  private readonly known = new Map<string, Resource>();

  constructor(store: Store) {
    this.store = store;
  }

  /** Takes over the template's secrets. */
  provision(resources: readonly Resource[]): void {
    for (const resource of resources) {
      this.known.set(resource.ref, resource);
      this.valueOf(resource.ref, resource.properties);
    }
  }

  /** A secret's string, made on first use. @param properties of the secret's resource. */
  valueOf(arn: string, properties: Readonly<Record<string, Json>>): string {
    return this.store.setting(`secret:${arn}`, () => {
      const { SecretString, GenerateSecretString } = secretSchema.parse(properties);
      return SecretString ?? generate(GenerateSecretString ?? generateSchema.parse({}));
    });
  }

  /** The Secrets Manager API: GetSecretValue, DescribeSecret, ListSecrets, PutSecretValue. */
  actions(): Record<string, (input: Json) => Json> {
    const byId = z.object({ SecretId: z.string() });
    return {
      GetSecretValue: (input) => {
        const secret = this.find(byId.parse(input).SecretId);
        return {
          ...this.described(secret),
          SecretString: this.valueOf(secret.ref, secret.properties),
          VersionId: '00000000-0000-0000-0000-000000000001',
          VersionStages: ['AWSCURRENT'],
        };
      },
      DescribeSecret: (input) => this.described(this.find(byId.parse(input).SecretId)),
      ListSecrets: () => ({ SecretList: [...this.known.values()].map((secret) => this.described(secret)) }),
      PutSecretValue: (input) => {
        const { SecretId, SecretString } = byId.extend({ SecretString: z.string() }).parse(input);
        const secret = this.find(SecretId);
        this.store.run('UPDATE settings SET value = ? WHERE name = ?', SecretString, `secret:${secret.ref}`);
        return this.described(secret);
      },
    };
  }

  private described(secret: Resource): { [key: string]: Json } {
    return { ARN: secret.ref, Name: nameIn(secret.ref) };
  }

  private find(id: string): Resource {
    for (const secret of this.known.values()) {
      if (secret.ref === id || nameIn(secret.ref) === id || secret.ref.startsWith(`${id}-`)) return secret;
    }
    throw new ServiceError('ResourceNotFoundException', "Secrets Manager can't find the specified secret.");
  }
}

/** `arn:…:secret:<name>-<six characters>` */
function nameIn(arn: string): string {
  return (arn.split(':')[6] ?? arn).replace(/-[A-Za-z0-9]{6}$/, '');
}

function generate(options: z.infer<typeof generateSchema>): string {
  const alphabet = [
    options.ExcludeLowercase ? '' : 'abcdefghijklmnopqrstuvwxyz',
    options.ExcludeUppercase ? '' : 'ABCDEFGHIJKLMNOPQRSTUVWXYZ',
    options.ExcludeNumbers ? '' : '0123456789',
    options.ExcludePunctuation ? '' : '!"#$%&\'()*+,-./:;<=>?@[\\]^_`{|}~',
    options.IncludeSpace ? ' ' : '',
  ].join('');
  const allowed = [...alphabet].filter((character) => !options.ExcludeCharacters.includes(character));
  const password = Array.from({ length: options.PasswordLength }, () => allowed[randomInt(allowed.length)]).join('');
  if (options.GenerateStringKey === undefined) return password;
  return JSON.stringify({ ...JSON.parse(options.SecretStringTemplate), [options.GenerateStringKey]: password });
}
