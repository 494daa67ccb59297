import { DeleteSuppressedDestinationCommand, NotFoundException, SESv2Client } from '@aws-sdk/client-sesv2';
import type { SuppressionList } from '../domain/suppression.ts';
import { attempt } from './transient.ts';

/** The account's suppression list of Amazon SES: it tells every mail to an address on it as bounced. */
export function sesSuppressionList(client = new SESv2Client({})): SuppressionList {
  return {
    async remove(email) {
      try {
        await attempt(() => client.send(new DeleteSuppressedDestinationCommand({ EmailAddress: email })));
      } catch (error) {
        // What is not on it needs no removal: SES does not list everything that bounced once.
        if (!(error instanceof NotFoundException)) throw error;
      }
    },
  };
}
