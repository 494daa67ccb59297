import { z } from 'zod';
import type { Resource } from './resolve-stacks.ts';
import { ofType, resourceProperties } from './resource-properties.ts';
import { flag } from './values.ts';

/** What is done with a received mail, in this order. */
export type ReceiptAction =
  | { readonly kind: 'store'; readonly bucket: string; readonly prefix: string }
  | { readonly kind: 'invoke'; readonly functionArn: string };

/** A rule of SES's e-mail receiving. */
export interface ReceiptRuleSpec {
  readonly name: string;
  /** Addresses, domains, or `.domain` for the subdomains alone; empty for every recipient. */
  readonly recipients: readonly string[];
  /** Whether mails are checked for viruses and spam. */
  readonly scans: boolean;
  readonly actions: readonly ReceiptAction[];
}

const storing = z.strictObject({ BucketName: z.string(), ObjectKeyPrefix: z.string().default('') });
const invoking = z.strictObject({ FunctionArn: z.string(), InvocationType: z.literal('Event').default('Event') });
const action = z.union([z.strictObject({ S3Action: storing }), z.strictObject({ LambdaAction: invoking })]);
const ruleSchema = z.object({
  RuleSetName: z.string(),
  Rule: z.object({
    Name: z.string().optional(),
    Enabled: flag.default(false),
    Recipients: z.array(z.string()).default([]),
    ScanEnabled: flag.default(false),
    Actions: z.array(action).default([]),
  }),
});

/**
 * Collects the enabled receipt rules. In AWS one rule set is active; here it is the only one there may be.
 * @throws Error for a second rule set, and naming the rule for an action that is not covered.
 */
export function receiptRulesOf(resources: readonly Resource[]): ReceiptRuleSpec[] {
  const sets = ofType(resources, 'AWS::SES::ReceiptRuleSet');
  if (sets.length > 1) throw new Error('the template has several receipt rule sets, of which SES activates only one');
  return ofType(resources, 'AWS::SES::ReceiptRule').flatMap((resource) => {
    const { Rule } = resourceProperties(resource, ruleSchema);
    if (!Rule.Enabled) return [];
    return [
      {
        name: Rule.Name ?? resource.ref,
        recipients: Rule.Recipients.map((recipient) => recipient.toLowerCase()),
        scans: Rule.ScanEnabled,
        actions: Rule.Actions.map(
          (each): ReceiptAction =>
            'S3Action' in each
              ? { kind: 'store', bucket: each.S3Action.BucketName, prefix: each.S3Action.ObjectKeyPrefix }
              : { kind: 'invoke', functionArn: each.LambdaAction.FunctionArn },
        ),
      },
    ];
  });
}

/** Whether a rule is for an address (SES's recipient conditions). */
export function isForRecipient({ recipients }: ReceiptRuleSpec, address: string): boolean {
  const lowered = address.toLowerCase();
  const [user = '', domain = ''] = lowered.split('@');
  const withoutLabel = `${user.split('+')[0]}@${domain}`;
  return (
    recipients.length === 0 ||
    recipients.some((recipient) => {
      if (recipient.includes('@')) return recipient === lowered || recipient === withoutLabel;
      return recipient.startsWith('.') ? domain.endsWith(recipient) : domain === recipient;
    })
  );
}
