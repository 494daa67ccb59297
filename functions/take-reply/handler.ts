import * as z from 'zod/mini';
import { lambda } from '../shared/runtime/lambda.ts';
import { env, input } from './contract.ts';
import { type Taken, takeReply } from './take-reply.ts';
import { awsWorld } from './world.ts';

/** A receipt rule's action: takes the mail that SES has just received. */
export const handler = lambda({
  env,
  wire: awsWorld,
  run: async (world, event: unknown): Promise<readonly Taken[]> => {
    const taken: Taken[] = [];
    for (const { ses } of z.parse(input, event).Records) taken.push(await takeReply(world, ses));
    return taken;
  },
});
