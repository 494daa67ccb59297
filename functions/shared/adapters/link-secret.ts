import {
  GetSecretValueCommand,
  SecretsManagerClient,
  type SecretsManagerClientConfig,
} from '@aws-sdk/client-secrets-manager';
import type { Secrets } from '../domain/ports.ts';
import { attempt } from './transient.ts';

/** The link secret, fetched from Secrets Manager once per container. */
export function linkSecret(arn: string, config: SecretsManagerClientConfig = {}): Secrets {
  const client = new SecretsManagerClient(config);
  let secret: string | undefined;
  return {
    async linkSecret() {
      if (secret !== undefined) return secret;
      const { SecretString } = await attempt(() => client.send(new GetSecretValueCommand({ SecretId: arn })));
      if (SecretString === undefined || SecretString.length < 16) {
        throw new Error('The link secret is missing or too short');
      }
      secret = SecretString;
      return secret;
    },
  };
}
