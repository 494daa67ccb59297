import * as z from 'zod';
import { calendarSettings } from '../functions/shared/domain/calendar.ts';
import { recyclingRule } from '../functions/shared/domain/recycling.ts';

/** How long CloudWatch keeps logs; the values CloudWatch knows. */
const retentionDays = z.union([
  z.literal(7),
  z.literal(14),
  z.literal(30),
  z.literal(60),
  z.literal(90),
  z.literal(180),
  z.literal(365),
]);

/** What one stage is set up with. Every value can be given to the CDK CLI as context: `-c mailFrom=sales@company.cn`. */
export const stageSettings = z.strictObject({
  /** Part of every resource's name; lower case, no `aws`, `amazon` or `cognito` (the sign-in domain forbids them). */
  stage: z
    .string()
    .regex(/^[a-z][a-z0-9-]{1,15}$/, 'a stage name is 2–16 lower-case letters, digits or hyphens')
    .refine((name) => !/aws|amazon|cognito/.test(name), 'a stage name must not contain aws, amazon or cognito')
    .default('prod'),
  /** Who the mails come from. SES sends nothing until this address, or its domain, is verified. */
  mailFrom: z.email().default('sales-sop@example.com'),
  /** Who is told of alarms; nobody when left out. */
  alarmMail: z.email().optional(),
  logRetentionDays: z.coerce.number().pipe(retentionDays).default(90),
  /**
   * Where people reach the HTTP API when something of yours stands before it. The API's own address when left out.
   * Links in mails begin with it.
   */
  publicUrl: z
    .url({ protocol: /^https$/ })
    .refine((url) => !url.endsWith('/'), 'publicUrl must not end in a slash')
    .optional(),
  /**
   * The domain people reply to, e.g. `reply.company.cn`; its MX record must lead to SES (docs/operations.md). Without it
   * nothing is received and mails carry no reply address.
   */
  replyDomain: z
    .string()
    .regex(/^(?=.{4,200}$)[a-z0-9-]+(\.[a-z0-9-]+)+$/, 'replyDomain is a domain name in lower case')
    .optional(),
  /** When people work, as `CalendarSettings`; China's calendar when left out. On the CLI as JSON. */
  workCalendar: z.preprocess(jsonOf, z.optional(calendarSettings)),
  /** When customers nobody cares for return to the public pool, as `RecyclingRule`; 15, 90 and 3 days when left out. */
  recycling: z.preprocess(jsonOf, z.optional(recyclingRule)),
  /** What the organisation and its channel partners are called: none of them is entered as a customer. On the CLI as JSON. */
  ownCompanies: z.preprocess(jsonOf, z.optional(z.array(z.string().trim().min(2)).min(1))),
  /** Whether tables and the user pool outlive the stacks. Switch off only for a stage made to be thrown away. */
  retained: z.union([z.boolean(), z.stringbool()]).default(true),
});
export type StageSettings = z.infer<typeof stageSettings>;

/** What the CLI hands over as text, in the shape `cdk.json` has it in; text that is no JSON is left for the schema to refuse. */
function jsonOf(value: unknown): unknown {
  try {
    return typeof value === 'string' ? JSON.parse(value) : value;
  } catch {
    return value;
  }
}

const names = Object.keys(stageSettings.shape);

/**
 * The stages of the app: one, from the CLI's context over the defaults, or as many as the context's `stages` lists.
 * @throws Error naming each setting that is wrong.
 */
export function stagesOf(context: (name: string) => unknown): readonly StageSettings[] {
  const shared = Object.fromEntries(
    names.map((name) => [name, context(name)]).filter(([, value]) => value !== undefined),
  );
  const listed = z.array(z.record(z.string(), z.unknown())).min(1).default([{}]).parse(context('stages'));
  const stages = listed.map((own) => {
    const parsed = stageSettings.safeParse({ ...shared, ...own });
    if (parsed.success) return parsed.data;
    throw new Error(`The stage's settings are wrong:\n${z.prettifyError(parsed.error)}`);
  });
  const twice = stages.find(({ stage }, index) => stages.findIndex((other) => other.stage === stage) !== index);
  if (twice) throw new Error(`Two stages are named ${twice.stage}`);
  return stages;
}
