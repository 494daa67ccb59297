import type { SuppressionList } from '../domain/suppression.ts';
import { type AwsSurroundings, awsRequests, escaped } from './aws-request.ts';

/** The account's suppression list of Amazon SES: it tells every mail to an address on it as bounced. */
export function sesSuppressionList({ region, credentials, endpoint }: AwsSurroundings): SuppressionList {
  const send = awsRequests('ses', { region, credentials });
  return {
    async remove(email) {
      const service = endpoint ?? sesEndpoint(await region());
      const url = new URL(`/v2/email/suppression/addresses/${escaped(email)}`, service);
      const response = await send({ method: 'DELETE', url });
      // What is not on it needs no removal: SES does not list everything that bounced once.
      if (!response.ok && response.status !== 404) throw new Error(`SES refused the request: ${response.status}`);
    },
  };
}

function sesEndpoint(region: string): string {
  return `https://email.${region}.${region.startsWith('cn-') ? 'amazonaws.com.cn' : 'amazonaws.com'}`;
}
